import { describe, expect, it } from '@jest/globals';
import { decrypt, encrypt } from '../../packages/providers/http/encryption.ts';
import {
  compileExpression,
  EvaluationError,
  ExpressionError,
} from '../../packages/providers/http/expression.ts';
import { sign, sortedFields } from '../../packages/providers/http/signature.ts';
import { fillIn } from '../../packages/providers/http/template.ts';

describe('an expression', () => {
  it('expression returns JSON, and null for a missing value', () => {
    expect(compileExpression('{a: x.y, b: z}')({ x: { y: [1] } })).toEqual({ a: [1], b: null });
    expect(compileExpression('x.y.z')(null)).toBeNull();
    expect(compileExpression('constructor')({})).toBeNull();
  });

  it('expression is refused when it is not valid', () => {
    expect(() => compileExpression('a[')).toThrow(ExpressionError);
  });

  it('expression is not stopped when the machine pauses for half a second', () => {
    const paused = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    const answer = {
      get code() {
        return paused();
      },
    };
    expect(compileExpression('code')(answer)).toBe('timed-out');
  });

  it('expression is stopped when it takes too long', () => {
    const million = { l: Array.from({ length: 400 }, (_, index) => index) };
    // 400^4 steps: one that is not stopped takes hours.
    expect(() => compileExpression('l[*].[$.l[*].[$.l[*].[$.l[*]]]]')(million)).toThrow('took too long');
    // And the next one is not.
    expect(compileExpression('length(l)')(million)).toBe(400);
  });

  it('expression is stopped when its result is too large', () => {
    expect(() => compileExpression('pad_left(a, `7000000`)')({ a: 'x' })).toThrow('too large');
  });

  it('expression error quotes no value', () => {
    const fails = () => compileExpression('lower(a)')({ a: { secretive: '13800138000' } });
    expect(fails).toThrow(EvaluationError);
    expect(fails).toThrow(/^an expression failed on this value$/);
  });
});

describe('a signature', () => {
  const values = { 'secret.key': 'key', text: 'abc' };

  it.each([
    ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['md5', '900150983cd24fb0d6963f7d28e17f72'],
    // GB/T 32905-2016, example 1.
    ['sm3', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
  ] as const)('signature is the %s digest', (algorithm, hex) => {
    expect(sign({ algorithm, signs: '{text}', encoding: 'hex' }, values)).toBe(hex);
    expect(sign({ algorithm, signs: '{text}', encoding: 'hex-upper' }, values)).toBe(hex.toUpperCase());
  });

  it('signature is an HMAC with a key', () => {
    const text = { 'secret.key': 'Jefe', text: 'what do ya want for nothing?' };
    // RFC 4231, test case 2.
    expect(sign({ algorithm: 'sha256', key: '{secret.key}', signs: '{text}', encoding: 'hex' }, text)).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('signature sorts fields by name', () => {
    expect(sortedFields({ b: '二', a: 1, C: true })).toBe('C=true&a=1&b=二');
  });
});

describe('a template', () => {
  it('template keeps values unchanged, and includes only fields that have one', () => {
    expect(fillIn('{a}-{b}-{a}', { a: '$&', b: '{c}' })).toBe('$&-{c}-$&');
    expect(() => fillIn('{toString}', {})).toThrow('toString, which has no value');
  });
});

describe('encryption', () => {
  it.each([
    ['aes-128-ecb', 16, 0],
    ['aes-128-cbc', 16, 16],
    ['aes-256-ecb', 32, 0],
    ['aes-256-cbc', 32, 16],
    ['sm4-ecb', 16, 0],
    ['sm4-cbc', 16, 16],
  ] as const)('encryption with %s can be decrypted', (cipher, keyBytes, ivBytes) => {
    const secret = { k: 'k'.repeat(keyBytes), v: 'v'.repeat(ivBytes) };
    for (const encoding of ['base64', 'hex'] as const) {
      const how = {
        cipher,
        key: 'k',
        ...(ivBytes > 0 && { iv: 'v' }),
        encoding,
        answer: 'encrypted',
      } as const;
      expect(decrypt(encrypt('{"姓名":"张三"}', how, secret), how, secret)).toBe('{"姓名":"张三"}');
    }
  });

  it('encryption refuses a key of another size', () => {
    const how = { cipher: 'aes-128-ecb', key: 'k', encoding: 'hex', answer: 'plain' } as const;
    expect(() => encrypt('x', how, { k: 'short' })).toThrow('must have 16 bytes');
    expect(() => encrypt('x', how, {})).toThrow('must have 16 bytes');
  });

  it("encryption equals OpenSSL's", () => {
    // printf '{"a":1}' | openssl enc -aes-128-ecb -K $(printf 0123456789abcdef | xxd -p) -base64
    const how = { cipher: 'aes-128-ecb', key: 'k', encoding: 'base64', answer: 'plain' } as const;
    expect(encrypt('{"a":1}', how, { k: '0123456789abcdef' })).toBe('4Bu2yOikMUYfFkhodEsv7w==');
  });
});
