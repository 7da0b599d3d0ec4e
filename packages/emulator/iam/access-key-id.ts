import type { IncomingMessage } from 'node:http';

/** The access key that a call names, in its Authorization header or, presigned, in its query. */
export function accessKeyIdOf({
  headers,
  url = '',
}: Pick<IncomingMessage, 'headers' | 'url'>): string | undefined {
  const inHeader = /^AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
  if (inHeader !== undefined) return inHeader;
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  return new URLSearchParams(query).get('X-Amz-Credential')?.split('/')[0];
}
