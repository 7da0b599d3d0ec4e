import { nothing, objectIdentifier, sequence } from './der.ts';

/** AlgorithmIdentifiers (RFC 8017, A.1; RFC 5754, 2.2). */
export const sha256 = () => sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), nothing());
export const rsaEncryption = () => sequence(objectIdentifier('1.2.840.113549.1.1.1'), nothing());
export const sha256WithRsa = () => sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing());
