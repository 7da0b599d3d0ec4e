import { generate } from 'selfsigned';

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

async function certificate(name: string): Promise<KeyPair> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}

/** What the vendor shows, what it gave its customer, and what it gave nobody. PEM. */
export interface Certificates {
  readonly server: KeyPair;
  readonly customer: KeyPair;
  readonly stranger: KeyPair;
}

export async function makeCertificates(): Promise<Certificates> {
  const [server, customer, stranger] = await Promise.all(
    ['localhost', 'customer', 'stranger'].map((name) => certificate(name)),
  );
  if (!server || !customer || !stranger) throw new Error('a certificate is missing');
  return { server, customer, stranger };
}
