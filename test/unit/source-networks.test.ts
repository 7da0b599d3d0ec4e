import { describe, expect, it } from '@jest/globals';
import { isInNetworks, networkOf } from '@kyc-china/core/source-networks';
import fc from 'fast-check';

describe('networkOf', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['192.0.2.7', '192.0.2.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8:0:0:0:0:0:1', '2001:db8::1/128'],
    ['::/0', '::/0'],
  ])('networkOf reads %s as %s', (text, network) => {
    expect(networkOf(text)).toBe(network);
  });

  it.each([
    ['nothing', ''],
    ['a prefix without an address', '/24'],
    ['an address with bits beyond the prefix', '192.0.2.1/24'],
    ['an IPv6 address with bits beyond the prefix', '2001:db8::1/64'],
    ['a prefix that is too long for IPv4', '192.0.2.0/33'],
    ['a prefix that is too long for IPv6', '2001:db8::/129'],
    ['a prefix with a leading zero', '192.0.2.0/024'],
    ['an empty prefix', '192.0.2.0/'],
    ['a netmask', '192.0.2.0/255.255.255.0'],
    ['two prefixes', '192.0.2.0/24/24'],
    ['an octal address', '0300.0.2.0/24'],
    ['a short address', '192.2/16'],
    ['a hexadecimal address', '0xc0000200/24'],
    ['an IPv6 zone', 'fe80::1%eth0'],
    ['IPv4 as IPv6', '::ffff:192.0.2.0/120'],
    ['a host name', 'bank.example'],
    ['spaces', ' 192.0.2.0/24'],
  ])('networkOf refuses %s', (_what, text) => {
    expect(networkOf(text)).toBeUndefined();
  });
});

describe('isInNetworks', () => {
  const networks = ['192.0.2.0/25', '2001:db8:1::/48'];

  it.each([
    '192.0.2.0',
    '192.0.2.127',
    '2001:db8:1::',
    '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
    '::ffff:192.0.2.5',
  ])('isInNetworks finds %s inside', (address) => expect(isInNetworks(address, networks)).toBe(true));

  it.each([
    '192.0.1.255',
    '192.0.2.128',
    '2001:db8:0:ffff::',
    '2001:db8:2::',
    '::ffff:192.0.2.200',
    '',
    'bank.example',
    '192.0.2.5, 203.0.113.1',
    '2001:db8:1::1%eth0',
  ])('isInNetworks finds %j outside', (address) => expect(isInNetworks(address, networks)).toBe(false));

  it('isInNetworks finds no address in an empty list, and no IPv6 address in all of IPv4', () => {
    expect(isInNetworks('192.0.2.5', [])).toBe(false);
    expect(isInNetworks('2001:db8::1', ['0.0.0.0/0'])).toBe(false);
  });

  it('isInNetworks agrees with arithmetic on every IPv4 address and prefix', () => {
    const text = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
    const inputs = [
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer({ min: 0, max: 0xffffffff }),
    ] as const;
    fc.assert(
      fc.property(...inputs, fc.integer({ min: 0, max: 32 }), fc.boolean(), (one, other, prefix, near) => {
        const size = 2 ** (32 - prefix);
        const first = Math.floor(one / size) * size;
        const address = near ? first + (other % size) : other;
        const inside = address >= first && address < first + size;
        expect(isInNetworks(text(address), [`${text(first)}/${prefix}`])).toBe(inside);
      }),
    );
  });
});
