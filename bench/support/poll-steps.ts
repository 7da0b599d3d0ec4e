/** The steps of a poll, each as a handler of its own: source text, to be bundled as the functions are. */
export const pollSteps = {
  'verify the token': `
    import { verifyToken } from '@kyc-china/core/report-token';
    import { tokenKeyNamed } from '@kyc-china/storage/secrets';
    const { TOKEN_KEY_SECRET_ARN } = process.env;
    export const handler = async ({ token }) => {
      await verifyToken(token, (kid) => tokenKeyNamed(TOKEN_KEY_SECRET_ARN, kid), new Date());
      return { statusCode: 200 };
    };`,
  'read the report': `
    import { DynamoReportStore } from '@kyc-china/storage/report-store';
    import { documentClient } from '@kyc-china/storage/reports-table';
    const reports = new DynamoReportStore(documentClient(), process.env.REPORTS_TABLE);
    export const handler = async ({ reportId }) => {
      const found = await reports.find(reportId);
      return { statusCode: found ? 200 : 404 };
    };`,
  'sign the link': `
    import { S3Client } from '@aws-sdk/client-s3';
    import { S3PdfLinks } from '@kyc-china/storage/pdf-store';
    const { REPORTS_BUCKET, LINK_SIGNER_SECRET_ARN } = process.env;
    const pdfs = new S3PdfLinks({ bucket: REPORTS_BUCKET, signerSecretArn: LINK_SIGNER_SECRET_ARN });
    export const handler = async ({ reportId }) => {
      await pdfs.link(reportId, new Date());
      return { statusCode: 200 };
    };`,
} as const;
