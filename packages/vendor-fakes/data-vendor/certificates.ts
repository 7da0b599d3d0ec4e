import { type KeyPair, loopbackCertificate } from '../tls.ts';

/** The vendor's own certificate, its customer's, and an unknown one. */
export interface Certificates {
  readonly server: KeyPair;
  readonly customer: KeyPair;
  readonly stranger: KeyPair;
}

export async function makeCertificates(hosts: readonly string[] = []): Promise<Certificates> {
  const [server, customer, stranger] = await Promise.all([
    loopbackCertificate(hosts),
    loopbackCertificate([], 'customer'),
    loopbackCertificate([], 'stranger'),
  ]);
  return { server, customer, stranger };
}
