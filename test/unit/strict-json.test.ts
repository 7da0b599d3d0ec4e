import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson, StrictJsonError } from '../../lambdas/shared/strict-json.ts';

describe('strict JSON', () => {
  it('strict JSON equals JSON.parse for every complete text of modest depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        fc.pre(!/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)));
        for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
          expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('strict JSON takes a blank text of any length as an empty object', () => {
    for (const text of ['', ' ', '\r\n\t ', ' '.repeat(1_000_000)]) expect(parseStrictJson(text)).toEqual({});
  });

  it.each([
    ['a field twice', '{"name":"a","name":"b"}', /twice/],
    ['a field twice, once escaped', '{"name":"a","n\\u0061me":"b"}', /twice/],
    ['a field twice, deep', '{"a":[{"b":1},{"c":2,"c":3}]}', /twice/],
    ['a field twice, spaced', '{"a" :1,"a"\n:2}', /twice/],
    ['a NUL', '{"name":"a\\u0000"}', /NUL/],
    ['a raw NUL', '{"name":"\0"}', /NUL/],
    ['half a pair', '{"name":"\\ud842"}', /surrogate/],
    ['half a pair in a name', '{"\\udfb7":1}', /surrogate/],
    ['GBK, decoded as UTF-8', Buffer.from('{"city":"\xb1\xb1\xbe\xa9"}', 'latin1').toString(), /UTF-8/],
    ['UTF-16', Buffer.from('{"city":"北京"}', 'utf16le').toString(), /UTF-8/],
    ['UTF-16 of ASCII', Buffer.from('{"city":"Beijing"}', 'utf16le').toString(), /UTF-8/],
    ['UTF-16, big-endian', Buffer.from('{"city":"Beijing"}', 'utf16le').swap16().toString(), /UTF-8/],
    ['UTF-16 with its mark', Buffer.from('\ufeff{"city":"Beijing"}', 'utf16le').toString(), /UTF-8/],
    ['UTF-32', Buffer.from('{\0\0\0"\0\0\0}\0\0\0').toString(), /UTF-8/],
    ['gzip', gzipSync('{"city":"Beijing"}').toString(), /compressed.*content-encoding: gzip/],
    ['deflate', deflateSync('{"city":"Beijing"}').toString(), /UTF-8/],
    ['brotli', brotliCompressSync('{"city":"Beijing"}'.repeat(9)).toString(), /UTF-8/],
    ['two byte order marks', '\ufeff\ufeff{}', /not valid/],
    ['30 levels', `${'['.repeat(30)}${']'.repeat(30)}`, /nested/],
    ['a million levels', '['.repeat(1_000_000), /./],
    ['no JSON', '{"name":', /not valid/],
    ['JavaScript', '{name:1}', /not valid/],
    ['two values', '{} {}', /not valid/],
  ])('strict JSON refuses %s', (_what, text, message) => {
    expect(() => parseStrictJson(text)).toThrow(StrictJsonError);
    expect(() => parseStrictJson(text)).toThrow(message);
  });

  it('strict JSON ignores a byte order mark before the JSON', () => {
    expect(parseStrictJson('\ufeff{"name":"张三"}')).toEqual({ name: '张三' });
    expect(parseStrictJson('\ufeff')).toEqual({});
  });

  it('strict JSON accepts a name that two objects share, or that is also a value', () => {
    expect(parseStrictJson('{"a":{"a":1},"b":[{"a":2},{"a":3}],"c":"a"}')).toEqual({
      a: { a: 1 },
      b: [{ a: 2 }, { a: 3 }],
      c: 'a',
    });
  });

  it('strict JSON is quick with a photo of four megabytes', () => {
    const body = JSON.stringify({ facePhoto: 'A'.repeat(5_600_000) });
    expect(Object.keys(parseStrictJson(body) as object)).toEqual(['facePhoto']);
  });
});
