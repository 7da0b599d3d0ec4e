import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvStandalone from 'ajv/dist/standalone/index.js';
import { descriptionSchema } from './description-schema.ts';

const folder = 'lambdas/upstream/http/generated';
const notice = '// Written by lambdas/upstream/http/generate.ts: do not edit by hand.\n';

/** Ajv writes `require` of its helpers even into an ES module. */
function withImports(code: string): string {
  const imports: string[] = [];
  const body = code
    .replace('"use strict";', '')
    .replace(/const (\w+) = require\("([^"]+)"\)\.default;/g, (_all, name: string, path: string) => {
      imports.push(`import ${name}Module from '${path}.js';\nconst ${name} = ${name}Module.default;\n`);
      return '';
    });
  if (body.includes('require(')) throw new Error('the generated code requires something unexpected');
  return imports.join('') + body;
}

/**
 * The validator of descriptions as an ES module, so that a function loads neither Ajv nor its compilation, and the
 * schema as JSON for editors.
 */
export function generatedFiles(): { readonly path: string; readonly text: string }[] {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    verbose: true,
    keywords: ['mend'],
    code: { source: true, esm: true, lines: true },
  });
  ajv.addSchema(descriptionSchema, 'isDescription');
  const validator = ajvStandalone.default(ajv, { isDescription: 'isDescription' });
  const forEditors = JSON.stringify(
    descriptionSchema,
    (key, value) => (key === 'mend' ? undefined : value),
    2,
  );
  return [
    { path: `${folder}/validator.js`, text: notice + withImports(validator) },
    {
      path: `${folder}/validator.d.ts`,
      text: [
        notice,
        "import type { ValidateFunction } from 'ajv';\n",
        "import type { HttpProviderDescription } from '../description.ts';\n\n",
        'export declare const isDescription: ValidateFunction<HttpProviderDescription>;\n',
      ].join(''),
    },
    { path: `${folder}/description.schema.json`, text: `${forEditors}\n` },
  ];
}
