import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyIdOf, newKeyId, open, SealBrokenError, seal } from '../../packages/storage/envelope.ts';

const newKey = () => ({ keyId: newKeyId(), bytes: new Uint8Array(randomBytes(32)) });

describe('the envelope', () => {
  it('envelope opens to what was sealed, for any content, and names its key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.uuid(), (plain, reportId) => {
        const key = newKey();
        const sealed = seal(key, reportId, 'fields', plain);
        expect(keyIdOf(sealed)).toBe(key.keyId);
        expect(new Uint8Array(open(key, reportId, 'fields', sealed))).toEqual(plain);
      }),
    );
  });

  it('envelope does not open with any bit changed', () => {
    const key = newKey();
    const sealed = seal(key, 'r', 'fields', Buffer.from('张三'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => open(key, 'r', 'fields', changed)).toThrow(SealBrokenError);
    }
  });

  it('envelope does not open for another report, another part, another key, or when truncated', () => {
    const key = newKey();
    const sealed = seal(key, 'r', 'fields', Buffer.from('张三'));
    expect(() => open(key, 's', 'fields', sealed)).toThrow(SealBrokenError);
    expect(() => open(key, 'r', 'photo', sealed)).toThrow(SealBrokenError);
    expect(() => open({ ...newKey(), keyId: key.keyId }, 'r', 'fields', sealed)).toThrow(SealBrokenError);
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => open(key, 'r', 'fields', sealed.subarray(0, length))).toThrow(SealBrokenError);
  });

  it('envelope seals the same content differently each time', () => {
    const key = newKey();
    const seals = Array.from({ length: 50 }, () =>
      seal(key, 'r', 'fields', Buffer.from('x')).toString('hex'),
    );
    expect(new Set(seals).size).toBe(50);
  });

  it('envelope refuses input that is not sealed', () => {
    for (const other of [Buffer.alloc(0), Buffer.from('{"name":"x"}'), Buffer.alloc(100, 2)])
      expect(() => keyIdOf(other)).toThrow(SealBrokenError);
  });
});
