/** A key that never leaves its keeper. */
export interface SigningKey {
  /** SubjectPublicKeyInfo (RFC 5280, 4.1), DER. */
  publicKey(): Promise<Uint8Array>;
  /**
   * Signs with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 8017, 8.2): the same digest gives the same signature.
   * @param digest SHA-256 of what is signed.
   */
  signDigest(digest: Uint8Array): Promise<Uint8Array>;
}

/** Signs reports, and says by which certificate. */
export interface ReportSigner extends Pick<SigningKey, 'signDigest'> {
  /** The key's certificate (DER), then those that issued it, in order; a self-signed one is alone. */
  certificateChain(): Promise<readonly Uint8Array[]>;
}
