/** Writes ASN.1 values in the Distinguished Encoding Rules (ITU-T X.690), as far as certificates and CMS need them. */

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

export const sequence = (...members: readonly Uint8Array[]): Buffer => encode(tags.sequence, ...members);

/** SET OF: the members are sorted by their encoding, as DER requires (X.690, 11.6). */
export const setOf = (...members: readonly Uint8Array[]): Buffer =>
  encode(tags.set, ...members.toSorted(Buffer.compare));

export const octetString = (bytes: Uint8Array): Buffer => encode(tags.octetString, bytes);

/** @param unusedBits how many of the last byte's low bits do not count. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer =>
  encode(tags.bitString, Buffer.from([unusedBits]), bytes);

export const boolean = (value: boolean): Buffer => encode(tags.boolean, Buffer.from([value ? 0xff : 0]));

export const nothing = (): Buffer => encode(tags.null);

export const utf8String = (text: string): Buffer => encode(tags.utf8String, Buffer.from(text, 'utf8'));

export const printableString = (text: string): Buffer =>
  encode(tags.printableString, Buffer.from(text, 'latin1'));

/** @param bytes the value, not negative, most significant byte first. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortest = bytes.subarray(start);
  // A leading bit of 1 would make the number negative.
  const sign = (shortest[0] ?? 0) & 0x80 ? [Buffer.of(0)] : [];
  return encode(tags.integer, ...sign, shortest);
}

/** @param dotted for example "2.5.4.3". */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128))
      groups.unshift((high & 0x7f) | 0x80);
    return groups;
  });
  return encode(tags.objectIdentifier, Buffer.from(octets));
}

/** A certificate's time: UTCTime through 2049, GeneralizedTime after it (RFC 5280, 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
  return date.getUTCFullYear() < 2050
    ? encode(tags.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : encode(tags.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'));
}

/** [number] EXPLICIT, or IMPLICIT around a constructed value's members. */
export const contextTag = (number: number, ...members: readonly Uint8Array[]): Buffer =>
  encode(0xa0 | number, ...members);
