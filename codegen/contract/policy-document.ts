import { policySchema } from '@kyc-china/core/decision/policy-schema';

/** Returns a schema without our own keywords: `published` replaces keywords that validators of other languages cannot use. */
function published(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(published);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { hint: _hint, published: replaced, ...rest } = schema as Record<string, unknown>;
  const kept = Object.entries({ ...rest, ...Object(replaced) }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, published(value)]));
}

/** Returns the JSON Schema of a policy file, for editors. */
export function policySchemaDocument(): string {
  return `${JSON.stringify(published(policySchema), undefined, 2)}\n`;
}
