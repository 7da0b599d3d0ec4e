import { generate } from 'selfsigned';

/** A private key and its certificate, in PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/**
 * Creates a key and a self-signed certificate for 127.0.0.1, localhost and the host names of a fake.
 * Who calls has to trust `cert`.
 */
export async function loopbackCertificate(
  hosts: readonly string[] = [],
  name = 'localhost',
): Promise<KeyPair> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...['localhost', ...hosts].map((value) => ({ type: 2 as const, value })),
          { type: 7 as const, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}
