import type { Applicant } from '@kyc-china/core/applicant';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import { fieldsReadBy, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';

/** A made-up person with everything that can be asked about. */
export const person: Applicant = {
  name: '买买提·吐尔逊',
  idNumber: '11010519491231002X',
  idIssueDate: '20200101',
  idExpiryDate: '长期',
  facePhoto: true,
  mobile: '13800138000',
  bankCardNumber: '6222600260001072444',
};

/** Starts as a JPEG does; its base64 has `+`, `/` and `=` in it. */
export const smallPhoto = Uint8Array.from(
  { length: 1_000 },
  (_, i) => [0xff, 0xd8, 0xff, 0xfb][i] ?? i % 256,
);

/** What askUpstreams asks with: only the fields that the sub-check reads. */
export function unsignalledCall(subCheck: SubCheckId): Omit<UpstreamCall, 'signal'> {
  const read = new Set<string>(fieldsReadBy(subCheck));
  const applicant: Applicant = Object.fromEntries(
    Object.entries(person).filter(([field]) => read.has(field)),
  );
  return {
    subCheck,
    applicant,
    ...(read.has('facePhoto') && { photo: smallPhoto }),
    requestId: 'report/task',
    attempt: 1,
  };
}

/** The same, with all the time in the world unless said otherwise. */
export function callOf(subCheck: SubCheckId, more: Partial<UpstreamCall> = {}): UpstreamCall {
  return { ...unsignalledCall(subCheck), signal: new AbortController().signal, ...more };
}
