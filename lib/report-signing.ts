import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CertificateSource } from '@kyc-china/pdf/signature/certificate-source';
import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ReportCertificate } from './stage-configuration.ts';

/** The most bytes of certificates that a report's signature has room for. */
const mostCertificateBytes = 2800;

const pemCertificate = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

/**
 * Reads a chain: the certificate of the key, then those that issued it, in order. The root may be left out.
 * @throws RangeError for a file that is no chain, or a chain that is too large for a report.
 */
export function readCertificateChain(file: string): string[] {
  const chain = (readFileSync(file, 'utf8').match(pemCertificate) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
  if (chain.length === 0) throw new RangeError(`${file} holds no certificate in PEM form`);
  const broken = chain.findIndex(
    (certificate, index) => index > 0 && !chain[index - 1]?.checkIssued(certificate),
  );
  if (broken !== -1)
    throw new RangeError(
      `certificate ${broken + 1} of ${file} did not issue the one before it: begin with the key's own, and end with the root or below it`,
    );
  const bytes = chain.reduce((sum, { raw }) => sum + raw.length, 0);
  if (bytes > mostCertificateBytes)
    throw new RangeError(
      `the certificates of ${file} have ${bytes} bytes, and a report has room for ${mostCertificateBytes}: leave out the root`,
    );
  return chain.map(({ raw }) => raw.toString('base64'));
}

function sourceOf(certificate: ReportCertificate): CertificateSource {
  return 'chainFile' in certificate ? { chain: readCertificateChain(certificate.chainFile) } : certificate;
}

/**
 * The key that signs reports (RSA-2048; docs/adr/0014) and its certificate. RSA with PKCS #1 v1.5, because a repeated
 * rendering of a report has to give the same bytes (docs/adr/0009).
 */
export class ReportSigning extends Construct {
  readonly key: Key;
  readonly #source: CertificateSource;
  readonly #signers: string[];

  constructor(
    scope: Construct,
    id: string,
    props: { certificate: ReportCertificate; requesters: readonly string[]; retainData: boolean },
  ) {
    super(scope, id);
    this.#source = sourceOf(props.certificate);
    this.#signers = [...props.requesters];
    this.key = new Key(this, 'Key', {
      description: 'KYC China: signs reports, and nothing else',
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElseSigns',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:Sign'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': Lazy.list({ produce: () => this.#signers }) } },
      }),
    );
  }

  /** What the function that signs reads from its environment. */
  get environment() {
    return {
      REPORT_SIGNING_KEY_ARN: this.key.keyArn,
      REPORT_CERTIFICATE: JSON.stringify(this.#source),
    };
  }

  /**
   * Allows signing reports. The key's own policy refuses every other principal: an administrator would have to change it
   * first, and CloudTrail records that.
   */
  grantSign(grantee: IFunction): void {
    const { role } = grantee;
    if (!role) throw new Error('a function without a role of this stack cannot be let sign reports');
    this.#signers.push(role.roleArn);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Sign'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:SigningAlgorithm': 'RSASSA_PKCS1_V1_5_SHA_256' } },
      }),
    );
    if ('selfSigned' in this.#source)
      grantee.grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({ actions: ['kms:GetPublicKey'], resources: [this.key.keyArn] }),
      );
  }
}
