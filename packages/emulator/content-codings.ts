import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { GatewayError } from './gateway-responses.ts';

/** The codings that API Gateway decodes, beside `identity`. Deflate is that of RFC 9110, 8.4.1.2: with zlib's header. */
const decoders: ReadonlyMap<string, typeof gunzip> = new Map([
  ['gzip', gunzip],
  ['deflate', inflate],
]);

/**
 * Decodes a body as API Gateway does before it looks for the API.
 * @param coding the value of the header content-encoding.
 * @param limitBytes the most that the decoded body may weigh: decoding ends there.
 * @throws GatewayError UNSUPPORTED_MEDIA_TYPE for another coding, or a body that is not in it; REQUEST_TOO_LARGE.
 */
export async function decodeBody(
  body: Buffer,
  coding: string | undefined,
  limitBytes: number,
): Promise<Buffer> {
  const name = coding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return body;
  const decoder = decoders.get(name);
  if (!decoder) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE');
  try {
    return await promisify<Buffer, { maxOutputLength: number }, Buffer>(decoder)(body, {
      maxOutputLength: limitBytes,
    });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new GatewayError(tooLarge ? 'REQUEST_TOO_LARGE' : 'UNSUPPORTED_MEDIA_TYPE');
  }
}
