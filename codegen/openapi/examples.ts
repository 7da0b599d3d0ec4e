import { presentFields } from '@kyc-china/core/applicant';
import { requestSchema, type VerificationRequest } from '@kyc-china/core/contract/request-schema';
import { signToken } from '@kyc-china/core/report-token';
import { eligibleSubChecks } from '@kyc-china/core/sub-checks/eligibility';
import { errorExamples } from './error-examples.ts';
import { exampleApplicant, exampleReportId, exampleRequestedAt, reportExamples } from './report-examples.ts';
import { storedReportExamples } from './stored-report-examples.ts';
import { usageExamples } from './usage-examples.ts';

function requestExamples() {
  const { name, idNumber, mobile } = exampleApplicant;
  const everything = {
    ...exampleApplicant,
    facePhoto: requestSchema.properties.facePhoto.examples[0],
    callbackUrl: 'https://example.com/webhooks/kyc',
    consent: {
      obtainedAt: '2026-03-01T10:00:00+08:00',
      purpose: 'Identity verification for a loan application',
      reference: 'consent-2026-4711',
      separate: ['sensitive', 'face', 'third-party'],
    },
  } as VerificationRequest;
  return {
    everything: {
      summary: `All that can be sent: ${eligibleSubChecks(presentFields(exampleApplicant)).length} sub-checks`,
      value: everything,
    },
    nameAndIdNumber: { summary: 'Name and ID number: 3 sub-checks', value: { name, idNumber } },
    mobileOnly: { summary: 'Only a mobile number: 4 sub-checks', value: { mobile } },
  };
}

/** Every example of the document: `{ name: { summary, value } }`, made by the code that makes the real ones. */
export async function openApiExamples() {
  // A key that signs nothing else: the token is to be looked at, and good for nothing.
  const key = { kid: 'example', secret: new Uint8Array(32) };
  const token = await signToken(
    { reportId: exampleReportId, clientId: 'example-client' },
    exampleRequestedAt,
    key,
  );
  const report = await reportExamples();
  return {
    request: requestExamples(),
    poll: { poll: { summary: 'The token of the request', value: { token } } },
    token: { accepted: { summary: 'Started', value: { token, reportId: exampleReportId } } },
    processing: {
      processing: {
        summary: 'Not yet done',
        value: {
          status: 'processing',
          message:
            'KYC verification still processing: 4 of 10 upstream calls are done. Poll again in 2 seconds.',
          progress: { completed: 4, total: 10 },
        },
      },
    },
    report,
    ...storedReportExamples(report),
    usage: usageExamples(),
    errors: errorExamples(),
  };
}

export type OpenApiExamples = Awaited<ReturnType<typeof openApiExamples>>;
