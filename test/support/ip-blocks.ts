import fc from 'fast-check';

// Addresses as numbers, in the tests' own arithmetic: its results do not depend on a library.

/** An address: its number, and how many bits such numbers have (32 or 128). */
export interface NumberedAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A block of addresses: the first and the last of it. */
export interface NumberedBlock {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

function fromGroups(groups: readonly string[], bitsEach: bigint, radix: '0x' | ''): bigint {
  return groups.reduce((sum, group) => (sum << bitsEach) + BigInt(`${radix}${group}`), 0n);
}

function numberOf(address: string): NumberedAddress {
  if (!address.includes(':')) return { bits: 32, value: fromGroups(address.split('.'), 8n, '') };
  const [head = '', tail] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const left = head as string[];
  const right = tail ?? [];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return { bits: 128, value: fromGroups([...left, ...zeros, ...right], 16n, '0x') };
}

/** A block in CIDR notation, as numbers. */
export function numberedBlock(cidr: string): NumberedBlock {
  const [address = '', prefix = ''] = cidr.split('/');
  const { bits, value: first } = numberOf(address);
  return { bits, first, last: first + (1n << BigInt(bits - Number(prefix))) - 1n };
}

export function contains(block: NumberedBlock, { bits, value }: NumberedAddress): boolean {
  return block.bits === bits && block.first <= value && value <= block.last;
}

function groupsOf({ bits, value }: NumberedAddress): bigint[] {
  const each = bits === 32 ? 8n : 16n;
  const count = bits === 32 ? 4 : 8;
  return Array.from(
    { length: count },
    (_, index) => (value >> (each * BigInt(count - 1 - index))) & ((1n << each) - 1n),
  );
}

function compressed(groups: readonly string[]): string {
  const runs = [...groups.join(':').matchAll(/(^|(?<=:))0(:0)+(?=:|$)/g)].sort(
    (a, b) => b[0].length - a[0].length,
  );
  const [longest] = runs;
  if (!longest) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index).replace(/:$/, '');
  return `${before}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}

/** Every usual way to write an address: for IPv6 whole, compressed, in capitals, and with a dotted tail. */
export function spellings(address: NumberedAddress): string[] {
  const groups = groupsOf(address);
  if (address.bits === 32) return [groups.join('.')];
  const short = groups.map((group) => group.toString(16));
  const whole = short.map((group) => group.padStart(4, '0'));
  const tail = groupsOf({ bits: 32, value: address.value & 0xffff_ffffn }).join('.');
  const dotted = [...short.slice(0, 6), tail].join(':');
  return [compressed(short), short.join(':'), whole.join(':'), whole.join(':').toUpperCase(), dotted];
}

/** Any address of a block; its first and its last often. */
export function addressIn({ bits, first, last }: NumberedBlock): fc.Arbitrary<NumberedAddress> {
  return fc
    .oneof(fc.constantFrom(first, last), fc.bigInt({ min: first, max: last }))
    .map((value) => ({ bits, value }));
}

/** The addresses just before and just after a block, where there are any. */
export function neighbours({ bits, first, last }: NumberedBlock): NumberedAddress[] {
  return [first - 1n, last + 1n]
    .filter((value) => value >= 0n && value < 1n << BigInt(bits))
    .map((value) => ({ bits, value }));
}
