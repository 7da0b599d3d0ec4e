/** What the vendor says of one call. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Whether the call reached the source of data. */
  readonly processed: boolean;
  readonly billed: boolean;
}

/** What a test can have the vendor say instead. */
export interface InjectedAnswer {
  /** Of the HTTP answer. */
  readonly status?: number;
  /** `Code`, when the call is not to be processed. */
  readonly code?: string | number;
  /** The verdict of a cloudauth product. */
  readonly bizCode?: string | number;
  readonly subCode?: string;
  /** The verdict of a dytnsapi product. */
  readonly isConsistent?: string | number;
  /** What a dytnsapi lookup finds; undefined leaves a field out. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export type Parameters = Readonly<Record<string, string>>;

interface VendorOperation {
  readonly product: 'cloudauth' | 'dytnsapi';
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** What every answer but a refusal has beside the verdict. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

const person = ['ParamType', 'UserName', 'IdentifyNum'];
export const vendorOperations: Readonly<Record<string, VendorOperation>> = {
  Id2MetaVerify: { product: 'cloudauth', required: person },
  Id2MetaPeriodVerify: {
    product: 'cloudauth',
    required: [...person, 'ValidityStartDate', 'ValidityEndDate'],
  },
  Mobile2MetaVerify: {
    product: 'cloudauth',
    required: ['ParamType', 'UserName', 'Mobile'],
    extra: { IspName: 'CMCC' },
  },
  Mobile3MetaSimpleVerify: {
    product: 'cloudauth',
    required: [...person, 'Mobile'],
    extra: { IspName: 'CUCC' },
  },
  BankMetaVerify: {
    product: 'cloudauth',
    required: [...person, 'VerifyMode', 'ProductType', 'BankCard'],
    optional: ['Mobile'],
  },
  DescribePhoneNumberOperatorAttribute: {
    product: 'dytnsapi',
    required: ['AuthCode', 'InputNumber', 'Mask'],
  },
  CertNoThreeElementVerification: {
    product: 'dytnsapi',
    required: ['AuthCode', 'CertName', 'CertNo', 'CertPicture'],
    optional: ['Mask'],
  },
};

/** The hosts that it stands in for. */
export const vendorHosts = {
  cloudauth: 'cloudauth.aliyuncs.com',
  dytnsapi: 'dytnsapi.aliyuncs.com',
} as const;

export const vendorVersions = { cloudauth: '2019-03-07', dytnsapi: '2020-02-17' } as const;

const forms: Readonly<Record<string, RegExp>> = {
  ParamType: /^normal$/,
  UserName: /^[\p{Script=Han}·]{2,50}$/u,
  CertName: /^[\p{Script=Han}·]{2,50}$/u,
  IdentifyNum: /^\d{17}[\dX]$/,
  CertNo: /^\d{17}[\dX]$/,
  ValidityStartDate: /^\d{8}$/,
  ValidityEndDate: /^(?:\d{8}|长期)$/,
  Mobile: /^1[3-9]\d{9}$/,
  InputNumber: /^1[3-9]\d{9}$/,
  BankCard: /^\d{12,19}$/,
  VerifyMode: /^VERIFY_BANK_CARD$/,
  ProductType: /^BANK_CARD_[234]_META$/,
  Mask: /^NORMAL$/,
  CertPicture: /^[A-Za-z0-9+/]+={0,2}$/,
};

/** What the vendor finds wrong with the parameters, as its products say it. */
export function parameterProblem(
  action: string,
  parameters: Parameters,
  authCodes: readonly string[],
): { status: number; code: string } | undefined {
  const operation = vendorOperations[action];
  if (!operation) return { status: 404, code: 'InvalidApi.NotFound' };
  const { product, required, optional = [] } = operation;
  const [missing, wrong] =
    product === 'cloudauth' ? ['400', '401'] : ['InvalidParameter', 'InvalidParameter'];
  const status = 200;
  if (required.some((name) => !parameters[name])) return { status, code: missing };
  const fourFactor = parameters.ProductType === 'BANK_CARD_4_META';
  if (action === 'BankMetaVerify' && fourFactor !== 'Mobile' in parameters) return { status, code: missing };
  if (product === 'dytnsapi' && !authCodes.includes(parameters.AuthCode ?? ''))
    return { status: 400, code: 'AuthCodeNotExist' };
  for (const [name, value] of Object.entries(parameters)) {
    if (![...required, ...optional].includes(name)) return { status, code: wrong };
    if (name === 'InputNumber' && !forms[name]?.test(value))
      return { status: 400, code: 'MobileNumberIllegal' };
    if (forms[name] && !forms[name].test(value)) return { status, code: wrong };
  }
  if ((parameters.CertPicture ?? '').length > 50 * 1024) return { status, code: wrong };
  return undefined;
}

const usualAttribution = {
  BasicCarrier: '中国移动',
  Carrier: '中国移动',
  Province: '浙江',
  City: '杭州',
  IsNumberPortability: false,
  NumberSegment: 1391234,
};

/** The vendor's envelope for an answer, and whether its price list has a price for it. */
export function vendorAnswer(action: string, requestId: string, injected: InjectedAnswer = {}): VendorAnswer {
  const status = injected.status ?? 200;
  const { product, extra = {} } = vendorOperations[action] ?? { product: 'cloudauth' };
  if (injected.code !== undefined) {
    const body = { Code: injected.code, Message: 'refused by the fake', RequestId: requestId };
    return { status, body, processed: false, billed: false };
  }
  if (product === 'cloudauth') {
    const BizCode = injected.bizCode ?? '1';
    const passed = action === 'BankMetaVerify' && injected.bizCode === undefined ? '101' : undefined;
    const SubCode = injected.subCode ?? passed;
    const ResultObject = { BizCode, ...(SubCode !== undefined && { SubCode }), ...extra };
    const body = { Code: '200', Message: 'success', RequestId: requestId, ResultObject };
    return { status, body, processed: true, billed: ['1', '2'].includes(String(BizCode)) };
  }
  const verifies = action === 'CertNoThreeElementVerification';
  const Data = verifies
    ? { IsConsistent: injected.isConsistent ?? '1' }
    : { ...usualAttribution, ...injected.data };
  const body = { Code: 'OK', Message: 'OK', RequestId: requestId, Data, AccessDeniedDetail: '-' };
  return { status, body, processed: true, billed: true };
}
