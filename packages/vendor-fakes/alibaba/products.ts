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
  /** Of the HTTP answer; undefined: the one that is documented. */
  readonly status?: number;
  /** `Code`, when the call is not to be processed. */
  readonly code?: string | number;
  /** The verdict of a cloudauth product. */
  readonly bizCode?: string | number;
  readonly subCode?: string;
  /** The verdict of a dytnsapi product. */
  readonly isConsistent?: string | number;
  /** What a lookup of dytnsapi or saf finds; undefined leaves a field out. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export type Parameters = Readonly<Record<string, string>>;

/** What an AuthCode is approved for. */
export type AuthorisedProduct = 'attribution' | 'certificatePhoto';
export type AuthCodes = Readonly<Partial<Record<AuthorisedProduct, string>>>;

interface VendorOperation {
  readonly product: 'cloudauth' | 'dytnsapi' | 'saf';
  /** Where it looks for its parameters, by its metadata. */
  readonly in: 'form' | 'query';
  /** The product that its AuthCode has to be for. */
  readonly authorisedBy?: AuthorisedProduct;
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** The SubCode of what is consistent. */
  readonly passes?: string;
  /** What every answer but a refusal has beside the verdict. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

const person = ['ParamType', 'UserName', 'IdentifyNum'];
export const vendorOperations: Readonly<Record<string, VendorOperation>> = {
  Id2MetaVerify: { product: 'cloudauth', in: 'form', required: person },
  Id2MetaPeriodVerify: {
    product: 'cloudauth',
    in: 'form',
    required: [...person, 'ValidityStartDate', 'ValidityEndDate'],
  },
  Id3MetaVerify: {
    product: 'cloudauth',
    in: 'form',
    required: [...person, 'FacePicture'],
    optional: ['Crop'],
    passes: '101',
    extra: { FaceDetail: '{"verifyScore":91.28594166529785}' },
  },
  Mobile2MetaVerify: {
    product: 'cloudauth',
    in: 'form',
    required: ['ParamType', 'UserName', 'Mobile'],
    extra: { IspName: 'CMCC' },
  },
  Mobile3MetaSimpleVerify: {
    product: 'cloudauth',
    in: 'form',
    required: [...person, 'Mobile'],
    extra: { IspName: 'CUCC' },
  },
  BankMetaVerify: {
    product: 'cloudauth',
    in: 'query',
    required: [...person, 'VerifyMode', 'ProductType', 'BankCard'],
    optional: ['Mobile'],
    passes: '101',
  },
  DescribePhoneNumberOperatorAttribute: {
    product: 'dytnsapi',
    in: 'query',
    authorisedBy: 'attribution',
    required: ['AuthCode', 'InputNumber', 'Mask'],
  },
  ExecuteRequest: { product: 'saf', in: 'query', required: ['Service', 'ServiceParameters'] },
  CertNoThreeElementVerification: {
    product: 'dytnsapi',
    in: 'query',
    authorisedBy: 'certificatePhoto',
    required: ['AuthCode', 'CertName', 'CertNo', 'CertPicture'],
    optional: ['Mask'],
  },
};

/** The hosts that it fakes. */
export const vendorHosts = {
  cloudauth: 'cloudauth.aliyuncs.com',
  dytnsapi: 'dytnsapi.aliyuncs.com',
  saf: 'saf.cn-shanghai.aliyuncs.com',
} as const;

export const vendorVersions = {
  cloudauth: '2019-03-07',
  dytnsapi: '2020-02-17',
  saf: '2019-05-21',
} as const;

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
  Crop: /^[TF]$/,
  Service: /^risk_intelligence$/,
  // Either of both, and nothing else.
  ServiceParameters: /^\{"(?:mobile":"1\d{10}|mobileMd5":"[0-9a-f]{32})"\}$/,
};

/** HTTP statuses of codes, by the vendor's OpenAPI metadata and error tables. */
const statuses: Readonly<Record<string, number>> = {
  OK: 200,
  OperatorLimit: 200,
  RequestFrequencyLimit: 200,
  InternalError: 500,
  SystemError: 500,
  Unknown: 500,
  RequestTimeout: 500,
  RequestSupplierError: 500,
  ServiceUnavailable: 503,
  NoPermission: 403,
  Forbidden: 403,
  'Forbidden.RAM': 403,
  'Permission.NotAuthorized': 403,
  ActionUnauthorized: 403,
  InvalidAction: 403,
  'InvalidApi.NotFound': 404,
  'InvalidAccessKeyId.NotFound': 404,
};

/** The status that a code comes with: numbers are the products' own codes, in an answer like any other. */
export function statusOf(code: string | number): number {
  if (Object.hasOwn(statuses, code)) return statuses[code] ?? 400;
  return /^\d+$/.test(String(code)) ? 200 : 400;
}

interface ParameterProblem {
  readonly status: number;
  readonly code: string;
}
const problem = (code: string): ParameterProblem => ({ code, status: statusOf(code) });

function authCodeProblem(
  wanted: AuthorisedProduct | undefined,
  sent: string | undefined,
  approved: AuthCodes,
): ParameterProblem | undefined {
  if (!wanted || (sent !== undefined && sent === approved[wanted])) return undefined;
  return problem(Object.values(approved).includes(sent ?? '') ? 'AuthCodeIllegal' : 'AuthCodeNotExist');
}

/** What the vendor finds wrong with a face photo. */
function faceProblem(picture: string): ParameterProblem | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(picture))
    return problem('405');
  return Buffer.byteLength(picture, 'base64') >= 1024 * 1024 ? problem('421') : undefined;
}

/** What the vendor finds wrong with the parameters, as its products say it. */
export function parameterProblem(
  action: string,
  parameters: Parameters,
  authCodes: AuthCodes,
): ParameterProblem | undefined {
  const operation = vendorOperations[action];
  if (!operation) return problem('InvalidApi.NotFound');
  const { product, required, optional = [], authorisedBy } = operation;
  const [missing, wrong] = product === 'dytnsapi' ? ['InvalidParameter', 'InvalidParameter'] : ['400', '401'];
  if (required.some((name) => !parameters[name])) return problem(missing);
  const fourFactor = parameters.ProductType === 'BANK_CARD_4_META';
  if (action === 'BankMetaVerify' && fourFactor !== 'Mobile' in parameters) return problem(missing);
  const unauthorised = authCodeProblem(authorisedBy, parameters.AuthCode, authCodes);
  if (unauthorised) return unauthorised;
  for (const [name, value] of Object.entries(parameters)) {
    if (![...required, ...optional].includes(name)) return problem(wrong);
    if (name === 'InputNumber' && !forms[name]?.test(value)) return problem('MobileNumberIllegal');
    if (forms[name] && !forms[name].test(value)) return problem(wrong);
  }
  if ((parameters.CertPicture ?? '').length > 50 * 1024) return problem(wrong);
  return parameters.FacePicture === undefined ? undefined : faceProblem(parameters.FacePicture);
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
  const operation = vendorOperations[action];
  if (injected.code !== undefined) {
    const body = { Code: injected.code, Message: 'refused by the fake', RequestId: requestId };
    const status = injected.status ?? statusOf(injected.code);
    return { status, body, processed: false, billed: false };
  }
  const status = injected.status ?? 200;
  if (operation?.product === 'saf') {
    const Data = { score: 0.12, tags: 'no_tag', ...injected.data };
    const body = { Code: 200, Message: 'OK', RequestId: requestId, Data };
    // No document says what is billed: the worst is assumed.
    return { status, body, processed: true, billed: true };
  }
  if (operation?.product !== 'dytnsapi') {
    const BizCode = injected.bizCode ?? '1';
    const SubCode = injected.subCode ?? (injected.bizCode === undefined ? operation?.passes : undefined);
    const ResultObject = { BizCode, ...(SubCode !== undefined && { SubCode }), ...operation?.extra };
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
