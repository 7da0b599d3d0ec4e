import { nothing, objectIdentifier, sequence } from './der.ts';
import { oids } from './object-identifiers.ts';

/** AlgorithmIdentifiers (RFC 8017, A.1; RFC 5754, 2.2). */
export const sha256 = () => sequence(objectIdentifier(oids.sha256), nothing());
export const rsaEncryption = () => sequence(objectIdentifier(oids.rsaEncryption), nothing());
export const sha256WithRsa = () => sequence(objectIdentifier(oids.sha256WithRsa), nothing());
