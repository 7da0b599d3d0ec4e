import ipaddr from 'ipaddr.js';
import { ipVersion } from './webhook/ip-version.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** ipaddr.js also reads octal, hexadecimal and short forms of IPv4, and zones. */
function isUsualSpelling(text: string): boolean {
  return ipVersion(text) !== 0 && !text.includes('%');
}

function rangeOf(network: string): [Address, number] | undefined {
  const [text = '', bits, ...rest] = network.split('/');
  if (!isUsualSpelling(text) || rest.length > 0) return undefined;
  const address = ipaddr.parse(text);
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return [address, width];
  return /^(0|[1-9][0-9]{0,2})$/.test(bits) && Number(bits) <= width ? [address, Number(bits)] : undefined;
}

/** Returns whether the address has no bits beyond the prefix. */
function isFirstOf([address, prefix]: [Address, number]): boolean {
  const beyond = address.toByteArray().map((byte, index) => {
    const kept = Math.min(Math.max(prefix - 8 * index, 0), 8);
    return byte & (0xff >> kept);
  });
  return beyond.every((bits) => bits === 0);
}

/**
 * Returns a network in its usual spelling, such as `192.0.2.0/24`. An address alone is a network of one address.
 * @returns undefined for text that is not a network, for one whose address has bits beyond the prefix, and for IPv4
 * addresses that are written as IPv6: each is probably a typing error.
 */
export function networkOf(text: string): string | undefined {
  const range = rangeOf(text);
  if (!range || !isFirstOf(range)) return undefined;
  const [address, prefix] = range;
  if (address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress()) return undefined;
  return `${address.toString()}/${prefix}`;
}

/** Returns whether an address is in one of these networks. An address that cannot be read is in none. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (!isUsualSpelling(address)) return false;
  // A dual-stack socket reports 192.0.2.1 as ::ffff:192.0.2.1.
  const source = ipaddr.process(address);
  return networks.some((network) => {
    const range = rangeOf(network);
    return (
      range !== undefined && range[0].kind() === source.kind() && source.match(range[0] as never, range[1])
    );
  });
}
