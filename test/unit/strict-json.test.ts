import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson, StrictJsonError } from '../../lambdas/http/strict-json.ts';

describe('strict JSON', () => {
  it('is JSON.parse for every value whose text is whole and whose depth is modest', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        fc.pre(!/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)));
        for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
          expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a blank text for an empty object, however long', () => {
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
    ['30 levels', `${'['.repeat(30)}${']'.repeat(30)}`, /nested/],
    ['a million levels', '['.repeat(1_000_000), /./],
    ['no JSON', '{"name":', /not valid/],
    ['JavaScript', '{name:1}', /not valid/],
    ['two values', '{} {}', /not valid/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseStrictJson(text)).toThrow(StrictJsonError);
    expect(() => parseStrictJson(text)).toThrow(message);
  });

  it('does not take the same name in two objects, or a name and a value, for one field twice', () => {
    expect(parseStrictJson('{"a":{"a":1},"b":[{"a":2},{"a":3}],"c":"a"}')).toEqual({
      a: { a: 1 },
      b: [{ a: 2 }, { a: 3 }],
      c: 'a',
    });
  });

  it('is quick with a photo of four megabytes', () => {
    const body = JSON.stringify({ facePhoto: 'A'.repeat(5_600_000) });
    expect(Object.keys(parseStrictJson(body) as object)).toEqual(['facePhoto']);
  });
});
