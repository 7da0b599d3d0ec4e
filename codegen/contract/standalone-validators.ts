import { pollSchema } from '@kyc-china/core/contract/poll-schema';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { policySchema } from '@kyc-china/core/decision/policy-schema';
import { isObject } from '@kyc-china/core/json';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { standaloneModule } from '../standalone-module.ts';

/** What is generated for the functions: a validator for each body that they take. */
const validators = {
  isVerificationRequest: { schema: requestSchema, type: 'VerificationRequest', from: '../request-schema.ts' },
  isPollRequest: { schema: pollSchema, type: 'PollRequest', from: '../poll-schema.ts' },
  isPolicy: { schema: policySchema, type: 'Policy', from: '../../decision/policy-schema.ts' },
} as const;

/** Keywords that are for readers: no validator needs them, and errors would carry them around. */
const readersKeywords = new Set([
  '$schema',
  'title',
  'description',
  'examples',
  'contentEncoding',
  'published',
  'personal',
  'field',
]);

function mapValues(record: Record<string, unknown>, map: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** A schema without the keywords that are for readers. Names of properties are no keywords. */
function bare(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !readersKeywords.has(keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => [
      keyword,
      keyword === 'properties' && isObject(value) ? mapValues(value, bare) : bare(value),
    ]),
  );
}

const notice = '// Written by codegen/contract/generate.ts: do not edit by hand.\n';

/**
 * The validators as the text of an ES module: Ajv compiles the schemas now, so that a function loads neither
 * Ajv nor the schemas' compilation. Errors carry their schema's `hint` (verbose).
 */
export function validatorsModule(): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    verbose: true,
    keywords: ['hint'],
    code: { source: true, esm: true, lines: true },
  });
  for (const [name, { schema }] of Object.entries(validators)) ajv.addSchema(bare(schema) as object, name);
  return notice + standaloneModule(ajv, Object.keys(validators));
}

/** The declarations that go with the module. */
export function validatorsDeclarations(): string {
  const entries = Object.entries(validators);
  return [
    notice,
    "import type { ValidateFunction } from 'ajv';\n",
    ...entries.map(([, { type, from }]) => `import type { ${type} } from '${from}';\n`),
    '\n',
    ...entries.map(([name, { type }]) => `export declare const ${name}: ValidateFunction<${type}>;\n`),
  ].join('');
}
