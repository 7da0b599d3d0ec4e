import { KMSClient } from '@aws-sdk/client-kms';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { type CertificateSource, reportSigner } from '@kyc-china/pdf/signature/certificate-source';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { KmsSigningKey } from '@kyc-china/storage/kms-signing-key';

/** The signer that the stack configures. Loaded with the renderer: a report that fails needs none of it. */
export function signerOfStage(stage: {
  REPORT_SIGNING_KEY_ARN: string;
  REPORT_CERTIFICATE: string;
}): ReportSigner {
  const key = new KmsSigningKey(new KMSClient(clientSettings), stage.REPORT_SIGNING_KEY_ARN);
  return reportSigner(key, JSON.parse(stage.REPORT_CERTIFICATE) as CertificateSource);
}
