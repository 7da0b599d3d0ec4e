import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { callbackUrlProblem } from '@kyc-china/core/webhook/callback-url';
import { isPublicAddress } from '@kyc-china/core/webhook/public-address';
import fc from 'fast-check';

/** What hosts are disguised with: digits and dots of many scripts, escapes, separators, and pieces of addresses. */
const pieces = [
  ...'0123456789abcdefx.:/@?#[]%\\-_ \t\n①⑦０。．｡＠／ſℓ例é\u00ad\u200b\u0000',
  ...[
    '127.0.0.1',
    '8.8.8.8',
    '0x7f',
    '0177',
    '2130706433',
    '169.254',
    '::',
    'ffff:',
    '64:ff9b::',
    '2606:4700::',
  ],
  ...['localhost', '.local', '.com', 'example', 'xn--', ':443', '%2e', '%00', '//'],
];
const disguised = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 });

/** A host that nothing is wrong with, for parts of any. */
const hostName = fc.domain().filter((name) => callbackUrlProblem(`https://${name}/`) === undefined);

describe('a valid callback URL', () => {
  it('valid callback URL has port 443 and a public address or full host name, in canonical form', () => {
    const seen = { accepted: 0 };
    fc.assert(
      fc.property(disguised, (parts) => {
        const text = `https://${parts.join('')}`;
        if (callbackUrlProblem(text) !== undefined) return;
        seen.accepted += 1;
        const url = new URL(text);
        const host = url.hostname.replace(/[[\]]/g, '');
        expect([url.protocol, url.username, url.password, url.port, url.hash]).toEqual([
          'https:',
          '',
          '',
          '',
          '',
        ]);
        if (isIP(host)) expect(isPublicAddress(host)).toBe(true);
        else expect(host).toMatch(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/);
        const written = text.toLowerCase().normalize('NFC');
        const spellings = isIP(host) === 6 ? ['['] : [host, domainToUnicode(host)];
        expect(spellings.some((spelling) => written.startsWith(`https://${spelling}`))).toBe(true);
      }),
      { numRuns: 20_000, examples: [[['8.8.8.8']], [['2606:4700::']], [['[', '2606:4700::', '1', ']']]] },
    );
    expect(seen.accepted).toBeGreaterThan(0);
  });

  it('valid callback URL may have any host name with any path and query of usual characters', () => {
    fc.assert(
      fc.property(hostName, fc.webPath(), fc.webQueryParameters(), (host, path, query) => {
        expect(callbackUrlProblem(`https://${host}${path}?${query}`)).toBeUndefined();
      }),
    );
  });
});

describe('callback URL validation', () => {
  it('callback URL validation throws for no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        callbackUrlProblem(text);
        callbackUrlProblem(`https://${text}`);
      }),
    );
  });
});
