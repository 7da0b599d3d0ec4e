import { isIP } from 'node:net';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ipVersion } from '../../packages/core/webhook/ip-version.ts';

it('ipVersion returns what isIP of Node returns, for every spelling', () => {
  const spelling = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.ipV4Extended(),
    fc.domain(),
    fc.string({ unit: fc.constantFrom(...'0123456789abcf:.x[]%') }),
    fc.tuple(fc.ipV6(), fc.string({ unit: fc.constantFrom(...'01g:.-_%') })).map((parts) => parts.join('%')),
  );
  fc.assert(
    fc.property(spelling, (text) => expect([text, ipVersion(text)]).toEqual([text, isIP(text)])),
    { numRuns: 1000 },
  );
});
