import { gzipSync } from 'node:zlib';

/** The ordinary part of a hostile request. */
export interface OrdinaryRequest {
  readonly host: string;
  /** The lines of the client's credentials. */
  readonly credentials: readonly string[];
  readonly body: string;
}

/** A request, byte for byte, and the status that has to answer it. */
interface HostileRequest {
  readonly status: number;
  readonly bytes: (ordinary: OrdinaryRequest) => string | Buffer;
}

const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n\r\n`;
const line = 'POST /kyc/cn/request HTTP/1.1';
const json = 'content-type: application/json';
const lengthOf = (body: string | Buffer) => `content-length: ${Buffer.byteLength(body)}`;

/** A request with further header lines, and with a right length unless one of them says another. */
function withHeaders(status: number, ...headers: readonly string[]): HostileRequest {
  const framed = headers.some((header) => /^(?:content-length|transfer-encoding)\b/i.test(header));
  return {
    status,
    bytes: ({ host, credentials, body }) =>
      lines(line, `host: ${host}`, json, ...credentials, ...headers, ...(framed ? [] : [lengthOf(body)])) +
      body,
  };
}

/** A request that has a body in a content coding. */
function encoded(status: number, coding: string, body: Buffer): HostileRequest {
  return {
    status,
    bytes: ({ host, credentials }) =>
      Buffer.concat([
        Buffer.from(
          lines(line, `host: ${host}`, json, ...credentials, `content-encoding: ${coding}`, lengthOf(body)),
        ),
        body,
      ]),
  };
}

/** A request in chunks as they are given. */
function chunked(status: number, chunks: string): HostileRequest {
  return {
    status,
    bytes: ({ host, credentials }) =>
      lines(line, `host: ${host}`, json, ...credentials, 'transfer-encoding: chunked') + chunks,
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}: 1`);
const key = (value: string) => `idempotency-key: ${value}`;

/** Requests whose line, headers or framing are hostile. */
export const hostileRequests: Readonly<Record<string, HostileRequest>> = {
  'ten thousand headers': withHeaders(431, ...numbered(10_000)),
  'a header of 1 MB': withHeaders(431, `x-long: ${'a'.repeat(1_000_000)}`),
  'an Authorization of 64 KB': withHeaders(431, `authorization: Bearer ${'a'.repeat(65_536)}`),
  'a name of a header of 20 KB': withHeaders(431, `${'a'.repeat(20_000)}: 1`),
  'a path of 100 KB': {
    status: 431,
    bytes: ({ host }) => lines(`POST /kyc/cn/${'a'.repeat(100_000)} HTTP/1.1`, `host: ${host}`),
  },
  'an Idempotency-Key of 256 characters': withHeaders(400, key('k'.repeat(256))),
  'an Idempotency-Key of 12 KB': withHeaders(400, key('k'.repeat(12_000))),
  'an empty Idempotency-Key': withHeaders(400, key('')),
  'an Idempotency-Key beyond ASCII': withHeaders(400, key('钥匙')),
  'an Idempotency-Key with a tab': withHeaders(400, key('a\tb')),
  'a content coding 1,000 times': withHeaders(
    415,
    `content-encoding: ${Array(1000).fill('gzip').join(', ')}`,
  ),
  'content codings in 500 headers': withHeaders(415, ...Array<string>(500).fill('content-encoding: gzip')),
  'a content coding of 12 KB': withHeaders(415, `content-encoding: ${'z'.repeat(12_000)}`),
  'a body that is not in its coding': withHeaders(415, 'content-encoding: gzip'),
  'a gzip of 300 MB': encoded(413, 'gzip', gzipSync(Buffer.alloc(300 * 1024 * 1024))),
  'a gzip in a gzip': encoded(415, 'gzip, gzip', gzipSync(gzipSync('{}'))),
  'a content type of 12 KB': {
    status: 415,
    bytes: ({ host, credentials, body }) =>
      lines(line, `host: ${host}`, `content-type: ${'x/'.repeat(6000)}`, ...credentials, lengthOf(body)) +
      body,
  },
  'two lengths': withHeaders(400, 'content-length: 2', 'content-length: 20'),
  'the same length twice': withHeaders(400, 'content-length: 20', 'content-length: 20'),
  'a list of lengths': withHeaders(400, 'content-length: 2, 2'),
  'a negative length': withHeaders(400, 'content-length: -1'),
  'a length in hexadecimal': withHeaders(400, 'content-length: 0x10'),
  'a length beyond 64 bits': withHeaders(400, 'content-length: 99999999999999999999999'),
  'a length of 1 TB': withHeaders(413, 'content-length: 1099511627776'),
  'a length and chunks': withHeaders(400, 'content-length: 5', 'transfer-encoding: chunked'),
  'chunks twice': withHeaders(400, 'transfer-encoding: chunked, chunked'),
  'an unknown transfer coding': withHeaders(400, 'transfer-encoding: cow'),
  'a chunk whose size is no number': chunked(400, 'zz\r\n{}\r\n0\r\n\r\n'),
  'a chunk whose size is beyond 64 bits': chunked(400, 'ffffffffffffffffff\r\n{}'),
  'a chunk extension of 1 MB': chunked(413, `2;${'a'.repeat(1_000_000)}\r\n{}\r\n0\r\n\r\n`),
  'a header without a colon': withHeaders(400, 'x-broken'),
  'a space before the colon': withHeaders(400, 'x-broken : 1'),
  'a NUL in a header': withHeaders(400, 'x-broken: a\0b'),
  'a bare line feed in a header': withHeaders(400, 'x-broken: a\rb'),
  'two hosts': withHeaders(400, 'host: other.example'),
  'no host': { status: 400, bytes: () => lines(line, json, 'content-length: 0') },
  'an expectation that no server meets': withHeaders(417, 'expect: a-miracle'),
  'credentials of 6 KB': {
    status: 401,
    bytes: ({ host, body }) =>
      lines(
        line,
        `host: ${host}`,
        json,
        `x-client-id: ${'i'.repeat(6000)}`,
        'x-client-secret: s',
        lengthOf(body),
      ) + body,
  },
  'the credentials in 400 headers': {
    status: 401,
    bytes: ({ host, credentials, body }) =>
      lines(
        ...[line, `host: ${host}`, json, ...credentials],
        ...Array<string>(400).fill('x-client-secret: guess'),
        lengthOf(body),
      ) + body,
  },
  'the preface of HTTP/2': { status: 400, bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  'no HTTP': { status: 400, bytes: () => Buffer.from('16030100a5010000a1030300', 'hex') },
  'an unknown method': {
    status: 400,
    bytes: ({ host }) => lines('BREW /kyc/cn/request HTTP/1.1', `host: ${host}`),
  },
  'a version that does not exist': {
    status: 400,
    bytes: ({ host }) => lines('POST /kyc/cn/request HTTP/9.9', `host: ${host}`),
  },
};
