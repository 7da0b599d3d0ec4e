import type { Ajv2020 } from 'ajv/dist/2020.js';
import ajvStandalone from 'ajv/dist/standalone/index.js';

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
 * The text of an ES module with validators that Ajv compiles now, so that a function loads neither Ajv nor a schema.
 * @param ajv set to give source as an ES module, with the schemas added under the validators' names.
 */
export function standaloneModule(ajv: Ajv2020, names: readonly string[]): string {
  return withImports(ajvStandalone.default(ajv, Object.fromEntries(names.map((name) => [name, name]))));
}
