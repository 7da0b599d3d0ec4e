import { descriptionSchema } from '@kyc-china/providers/http/description-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { standaloneModule } from '../standalone-module.ts';

const folder = 'packages/providers/http/generated';
const notice = '// Written by npm run contract: do not edit by hand.\n';

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
    keywords: ['hint'],
    code: { source: true, esm: true, lines: true },
  });
  ajv.addSchema(descriptionSchema, 'isDescription');
  const forEditors = JSON.stringify(
    descriptionSchema,
    (key, value) => (key === 'hint' ? undefined : value),
    2,
  );
  return [
    { path: `${folder}/validator.js`, text: notice + standaloneModule(ajv, ['isDescription']) },
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
