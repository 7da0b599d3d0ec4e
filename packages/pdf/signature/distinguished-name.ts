import { objectIdentifier, printableString, sequence, setOf, utf8String } from './der.ts';

/** Who a certificate is for. */
export interface DistinguishedName {
  readonly commonName: string;
  readonly organization?: string;
  /** ISO 3166-1, two letters. */
  readonly country?: string;
}

/** Returns a name (X.501), DER. */
export function distinguishedName({ commonName, organization, country }: DistinguishedName): Buffer {
  const relative = (type: string, value: Buffer) => setOf(sequence(objectIdentifier(type), value));
  return sequence(
    ...(country === undefined ? [] : [relative('2.5.4.6', printableString(country))]),
    ...(organization === undefined ? [] : [relative('2.5.4.10', utf8String(organization))]),
    relative('2.5.4.3', utf8String(commonName)),
  );
}
