import type { ApiError } from './gatekeeper.ts';

/** What the vendor documents of one parameter. */
interface ParameterForm {
  readonly type: 'string' | 'number';
  readonly form?: RegExp;
  readonly values?: readonly unknown[];
  readonly longest?: number;
  readonly optional?: true;
}

interface Service {
  readonly parameters: Readonly<Record<string, ParameterForm>>;
  /** Calls a second. */
  readonly rate: number;
  readonly success: string;
  /** What is documented as billed. */
  readonly billed: readonly string[];
  /** What is documented as free; what is in neither list is billed here, so that tests assume the worst. */
  readonly free: readonly string[];
  readonly fields?: Readonly<Record<string, unknown>>;
}

const text = { type: 'string' } as const;
const digits = (form: RegExp) => ({ ...text, form }) as const;
const person = { IdCard: digits(/^\d{17}[\dX]$/), Name: text };
const mobile = digits(/^1\d{10}$/);
const card = {
  ...person,
  BankCard: digits(/^\d{12,19}$/),
  CertType: { type: 'number', values: [0], optional: true },
} as const;
const minus = (...numbers: number[]) => numbers.map((n) => `-${n}`);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** By X-TC-Action. */
export const services: Readonly<Record<string, Service>> = {
  IdCardVerification: {
    parameters: person,
    rate: 100,
    success: '0',
    billed: ['0', '-1'],
    free: minus(2, 3, 4, 5, 6, 7),
  },
  CheckIdNameDate: {
    parameters: { ...person, ValidityBegin: digits(/^\d{8}$/), ValidityEnd: digits(/^\d{8}$/) },
    rate: 20,
    success: '0',
    billed: ['0', '-1'],
    free: minus(2, 3, 4, 5, 6, 7, 8),
  },
  CheckPhoneAndName: {
    parameters: { Mobile: mobile, Name: text },
    rate: 20,
    success: '0',
    billed: ['0', '1'],
    free: minus(1, 2, 3, 4, 5, 6, 13),
  },
  PhoneVerification: {
    parameters: { ...person, Phone: mobile, VerifyMode: { ...text, values: ['0', '1'], optional: true } },
    rate: 20,
    success: '0',
    billed: ['0', '-4'],
    free: minus(6, 7, 8, 9, 11, 12, 13),
    fields: { Isp: '移动', ResultDetail: '' },
  },
  BankCardVerification: {
    parameters: card,
    rate: 20,
    success: '0',
    billed: ['0', ...minus(1, ...range(5, 16), 20)],
    free: minus(2, 3, 4, 17, 18, 19),
  },
  BankCard4EVerification: {
    parameters: { ...card, Phone: mobile },
    rate: 20,
    success: '0',
    billed: ['0', ...minus(1, ...range(6, 17), 21)],
    free: minus(2, 3, 4, 5, 18, 19, 20),
  },
  ImageRecognitionV2: {
    parameters: {
      ...person,
      ImageBase64: {
        ...text,
        form: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
        longest: 3 * 1024 * 1024,
      },
      Extra: { ...text, form: /^.{1,10}$/u, optional: true },
    },
    rate: 20,
    success: 'Success',
    billed: ['Success', 'FailedOperation.CompareLowSimilarity', 'FailedOperation.IdNameMisMatch'],
    free: [
      'IdPhotoPoorQuality',
      'LifePhotoDetectFaces',
      'LifePhotoDetectNoFaces',
      'LifePhotoDetectFake',
      'CompareFail',
      'CoveredFace',
      'DetectEngineSystemError',
      'ImageDecodeFailed',
      'IncompleteFace',
      'PoorImageQuality',
    ].map((code) => `FailedOperation.${code}`),
    fields: { Sim: 91.5, Extra: '' },
  },
};

/** What the gateway refuses is free; a fault of the service (InternalError and its like) may not be. */
const refusals =
  /^(RequestLimitExceeded|FailedOperation\.RequestLimitExceeded|AuthFailure|UnauthorizedOperation|InvalidParameter|InvalidParameterValue|MissingParameter|UnknownParameter|InvalidAction|InvalidRequest|DryRunOperation|OperationDenied|UnsupportedOperation|UnsupportedProtocol|UnsupportedRegion|ActionOffline|NoSuch\w+|RequestSizeLimitExceeded|Ip\w+)(\.|$)/;

export function isBilled(action: string, code: string): boolean {
  const service = services[action];
  return !service?.free.includes(code) && !refusals.test(code);
}

/** What the service says of the parameters; undefined: nothing is wrong with them. */
export function parameterProblem(action: string, body: Buffer): ApiError | undefined {
  const service = services[action];
  if (!service) return { Code: 'InvalidAction', Message: 'There is no such action.' };
  let sent: Record<string, unknown>;
  try {
    sent = JSON.parse(body.toString('utf8'));
  } catch {
    return { Code: 'InvalidParameter', Message: 'The body is not JSON.' };
  }
  for (const name of Object.keys(sent)) {
    if (!Object.hasOwn(service.parameters, name))
      return { Code: 'UnknownParameter', Message: `The parameter ${name} is not recognized.` };
  }
  for (const [name, { type, form, values, longest, optional }] of Object.entries(service.parameters)) {
    const value = sent[name];
    if (value === undefined && optional) continue;
    if (value === undefined || value === '')
      return { Code: 'MissingParameter', Message: `${name} is missing.` };
    if (typeof value !== type) return { Code: 'InvalidParameter', Message: `${name} must be a ${type}.` };
    const fits =
      (!form || form.test(String(value))) &&
      (!values || values.includes(value)) &&
      (longest === undefined || String(value).length <= longest);
    if (!fits) return { Code: 'InvalidParameterValue', Message: `The value of ${name} is not valid.` };
  }
  return undefined;
}
