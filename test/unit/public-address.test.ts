import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from '@kyc-china/core/webhook/public-address';
import fc from 'fast-check';
import {
  addressIn,
  contains,
  type NumberedAddress,
  neighbours,
  numberedBlock,
  spellings,
} from '../support/ip-blocks.ts';
import { ianaSpecialPurpose, otherwiseNotPublic } from '../support/special-purpose-addresses.ts';

const listed = [...ianaSpecialPurpose, ...otherwiseNotPublic];
const blocks = listed.map(({ block }) => numberedBlock(block));
const isListed = (address: NumberedAddress) => blocks.some((block) => contains(block, address));

const anyIpv4 = addressIn(numberedBlock('0.0.0.0/0'));
const globalUnicastIpv6 = addressIn(numberedBlock('2000::/3'));

function expectPublic(address: NumberedAddress, expected: boolean): void {
  const family = address.bits === 32 ? 4 : 6;
  const wrong = spellings(address).filter(
    (text) => isIP(text) !== family || isPublicAddress(text) !== expected,
  );
  expect(wrong).toEqual([]);
}

describe('a public address, to which a webhook may be posted', () => {
  it.each(listed)('public addresses exclude $block: $name ($source)', ({ block }) => {
    fc.assert(fc.property(addressIn(numberedBlock(block)), (address) => expectPublic(address, false)));
  });

  it('public addresses include any other IPv4 address', () => {
    fc.assert(
      fc.property(anyIpv4, (address) => expectPublic(address, !isListed(address))),
      { numRuns: 2000 },
    );
  });

  it('public addresses include any other IPv6 address', () => {
    fc.assert(
      fc.property(globalUnicastIpv6, (address) => expectPublic(address, !isListed(address))),
      {
        numRuns: 2000,
      },
    );
  });

  it.each(listed)(
    'public addresses end exactly where $block begins, and begin where it ends',
    ({ block }) => {
      for (const address of neighbours(numberedBlock(block))) expectPublic(address, !isListed(address));
    },
  );

  it.each(['1.1.1.1', '8.8.8.8', '93.184.215.14', '47.74.0.1', '2606:4700:4700::1111', '2400:3200::1'])(
    'public addresses include %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['the metadata service', '169.254.169.254'],
    ['the metadata service, by IPv6', 'fd00:ec2::254'],
    ['the credentials of ECS tasks', '169.254.170.2'],
    ['the credentials of EKS pods', '169.254.170.23'],
    ['the credentials of EKS pods, by IPv6', 'fd00:ec2::23'],
    ["Amazon's resolver", '169.254.169.253'],
    ['the metadata service behind an IPv4-mapped address', '::ffff:169.254.169.254'],
    ['the metadata service behind NAT64', '64:ff9b::169.254.169.254'],
    ['the metadata service behind 6to4', '2002:a9fe:a9fe::'],
  ])('public addresses exclude %s', (_what, address) => expect(isPublicAddress(address)).toBe(false));

  it.each([
    ['octal', '010.010.010.010'],
    ['hexadecimal', '0x8.0x8.0x8.0x8'],
    ['a number', '134744072'],
    ['short', '8.8'],
    ['with a zone', '2606:4700:4700::1111%eth0'],
    ['with a zone, and a public address behind it', 'fe80::1%2606:4700:4700::1111'],
    ['with a port', '8.8.8.8:443'],
    ['in brackets', '[2606:4700:4700::1111]'],
    ['with a space', ' 8.8.8.8'],
    ['with a prefix length', '8.8.8.8/32'],
    ['with a NUL', '8.8.8.8\0'],
    ['empty', ''],
    ['a name', 'example.com'],
  ])('public addresses exclude other spellings: %s', (_what, address) =>
    expect(isPublicAddress(address)).toBe(false),
  );
});
