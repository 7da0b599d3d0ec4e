import type { CloudAssembly, Resource } from './cloud-assembly.ts';

/** A rule of a bucket's CorsConfiguration, as the template has it. */
interface CorsRule {
  readonly AllowedHeaders?: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const elements = (name: string, values: readonly (string | number)[] = []) =>
  values.map((value) => `<${name}>${escaped(String(value))}</${name}>`).join('');

/**
 * The bucket's rules for other origins' pages, as the document that PutBucketCors takes.
 * @returns undefined when it has none: then no other origin may read from it.
 */
export function corsDocument(assembly: CloudAssembly, { properties }: Resource): string | undefined {
  const { CorsRules = [] } = (assembly.resolve(properties.CorsConfiguration) ?? {}) as {
    CorsRules?: readonly CorsRule[];
  };
  if (CorsRules.length === 0) return undefined;
  const rules = CorsRules.map(
    (rule) =>
      `<CORSRule>${elements('AllowedOrigin', rule.AllowedOrigins)}${elements('AllowedMethod', rule.AllowedMethods)}${elements('AllowedHeader', rule.AllowedHeaders)}${elements('ExposeHeader', rule.ExposedHeaders)}${rule.MaxAge === undefined ? '' : elements('MaxAgeSeconds', [rule.MaxAge])}</CORSRule>`,
  );
  return `<CORSConfiguration>${rules.join('')}</CORSConfiguration>`;
}
