import { largestPhotoBytes } from './face-photo.ts';
import type { RequestProperty } from './field.ts';
import { statedAddressSchema } from './stated-address-schema.ts';

/** YYYYMMDD. Whether a month has the day is checked in parse-request.ts. */
const day = '[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])';

/** A PNG of one pixel: an image, and short enough to read over. */
const onePixelPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/**
 * The fields of the applicant, each declared once: validation, types, masking, labels, the console's form, the command line and
 * the documents derive from this table. docs/guides/adding-a-request-field.md says how to add one.
 */
export const applicantProperties = {
  name: {
    type: 'string',
    personal: true,
    // Allows ideographs of every plane, and 〇, which Unicode does not count as one. Radicals and other symbols do not match.
    // The middle dot of minority names may separate them. Lengths are counted in code points.
    pattern: '^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$',
    minLength: 2,
    maxLength: 50,
    description:
      'Legal name in Chinese characters, 2 to 50 of them, rare ones of every Unicode plane included. The parts of a minority name are separated by · (U+00B7). Characters that look like the separator are replaced by it. Radicals are replaced by the ideograph that looks the same. White space at both ends is removed.',
    // The pattern and the length apply to the normalized name. The raw one may be longer, and may have look-alikes of ·.
    published: { pattern: '^[^!-~]+$', maxLength: undefined },
    hint: 'must be the Chinese legal name: 2 to 50 Chinese characters, with · (U+00B7) as the only separator; the sources do not accept pinyin',
    examples: ['张三', '买买提·吐尔逊'],
    field: {
      applicant: true,
      label: { en: 'Name', zh: '姓名' },
      formHint: { en: 'Legal name in Chinese characters', zh: '中文法定姓名' },
      chineseHint: '须为中文法定姓名：2 至 50 个汉字，仅可使用 ·（U+00B7）分隔；数据源不接受拼音',
      otherNames: ['fullname', 'realname', 'username'],
      identifies: 'the name',
      masked: {
        start: 1,
        end: 0,
        hidden: 1,
        pattern: '^.\\*{1,49}$',
        description: 'The first character of the name, and a star for each other character.',
      },
      input: 'text',
      form: { group: 'person', maxLength: 60 },
      option: { flag: 'name', value: '姓名' },
      columnNames: ['姓名', '名字'],
    },
  },
  idNumber: {
    type: 'string',
    personal: true,
    pattern: '^[0-9]{17}[0-9Xx]$',
    description:
      'Number of the resident identity card, 18 characters. A wrong check digit causes a warning in the report, not a refusal.',
    hint: 'must be the 18 characters of a resident identity card number: 17 digits and a digit or X',
    examples: ['110101199001011234'],
    field: {
      applicant: true,
      label: { en: 'ID number', zh: '身份证号码' },
      formHint: { en: '18 characters', zh: '18 位' },
      chineseHint: '须为 18 位居民身份证号码：17 位数字加 1 位数字或 X',
      otherNames: [
        'id',
        'idno',
        'idcard',
        'idcardno',
        'idcardnumber',
        'identityno',
        'identitynumber',
        'certno',
      ],
      identifies: 'the ID number',
      masked: {
        start: 4,
        end: 4,
        pattern: '^[0-9]{4}\\*{10}[0-9]{3}[0-9X]$',
        description: 'The first and last 4 characters of the ID number.',
      },
      input: 'text',
      form: { group: 'person', maxLength: 24, digits: true },
      option: { flag: 'id', value: 'ID number' },
      columnNames: ['身份证', '身份证号', '身份证号码', '公民身份号码', '证件号', '证件号码'],
    },
  },
  idIssueDate: {
    type: 'string',
    personal: true,
    pattern: `^${day}$`,
    description:
      'First day of validity printed on the card, as YYYYMMDD. The day must exist. It is used only together with idExpiryDate.',
    hint: 'must be a day that exists, as YYYYMMDD',
    examples: ['20180501'],
    field: {
      applicant: true,
      label: { en: 'ID card issued', zh: '签发日期' },
      formHint: { en: 'YYYYMMDD', zh: 'YYYYMMDD' },
      chineseHint: '须为真实存在的日期，格式 YYYYMMDD',
      otherNames: ['issuedate', 'validfrom'],
      identifies: false,
      masked: { start: 4, end: 0, pattern: '^[0-9]{4}\\*{4}$', description: 'The year.' },
      input: 'text',
      form: { group: 'card', maxLength: 12, inputMode: 'numeric', digits: true },
      option: { flag: 'issued', value: 'YYYYMMDD' },
      columnNames: ['签发日期', '发证日期', '起始日期'],
    },
  },
  idExpiryDate: {
    type: 'string',
    personal: true,
    pattern: `^(${day}|长期)$`,
    description:
      'Last day of validity printed on the card, as YYYYMMDD, or 长期 for a card that does not expire. It is used only together with idIssueDate.',
    hint: 'must be a day that exists, as YYYYMMDD, or 长期',
    examples: ['20380501', '长期'],
    field: {
      applicant: true,
      label: { en: 'ID card expires', zh: '失效日期' },
      formHint: { en: 'YYYYMMDD or 长期', zh: 'YYYYMMDD 或 长期' },
      chineseHint: '须为真实存在的日期，格式 YYYYMMDD，或“长期”',
      otherNames: ['expirydate', 'validuntil', 'validto'],
      identifies: false,
      masked: {
        start: 4,
        end: 0,
        except: ['长期'],
        pattern: '^([0-9]{4}\\*{4}|长期)$',
        description: 'The year, or 长期.',
      },
      input: 'text',
      form: { group: 'card', maxLength: 12, digits: true },
      option: { flag: 'expires', value: 'YYYYMMDD or 长期' },
      columnNames: ['有效期', '有效期至', '有效期限', '截止日期'],
    },
  },
  facePhoto: {
    type: 'string',
    personal: true,
    minLength: 1,
    contentEncoding: 'base64',
    description:
      'JPEG or PNG of the face, as base64 (RFC 4648, section 4) without a data: prefix or line breaks. At most 4 MB once decoded; 2 MB or less is recommended. The image must be complete: a truncated or damaged image is refused. Data that a phone appends to the image, such as a film or a second picture, is removed. Turn the picture upright before you send it: many face engines ignore the EXIF orientation and find no face.',
    hint: 'must be the base64 of a JPEG or PNG image',
    examples: [onePixelPng],
    // A longer one is a 413, not a 400: see face-photo.ts.
    published: { maxLength: Math.ceil(largestPhotoBytes / 3) * 4 },
    field: {
      applicant: true,
      label: { en: 'Face photo', zh: '人像照片' },
      formHint: {
        en: 'JPEG or PNG, 2 MB or less recommended, 4 MB at most',
        zh: 'JPEG 或 PNG，建议不超过 2 MB，最大 4 MB',
      },
      chineseHint: '须为 JPEG 或 PNG 图片的 base64',
      otherNames: ['face', 'photo', 'image', 'faceimage', 'imagebase'],
      input: 'own',
      columnNames: ['照片', '人脸照片'],
    },
  },
  mobile: {
    type: 'string',
    personal: true,
    pattern: '^1[3-9][0-9]{9}$',
    description: 'Mainland mobile number: 11 digits, without country code, spaces or dashes.',
    hint: 'must be an 11-digit mainland mobile number, without +86, spaces or dashes',
    examples: ['13800138000'],
    field: {
      applicant: true,
      label: { en: 'Mobile', zh: '手机号' },
      formHint: { en: '11 digits, mainland China', zh: '11 位大陆手机号' },
      chineseHint: '须为 11 位大陆手机号，不含 +86、空格或短横线',
      otherNames: [
        'phone',
        'phoneno',
        'phonenumber',
        'mobilenumber',
        'mobilephone',
        'cellphone',
        'telephone',
        'tel',
      ],
      identifies: 'the mobile number',
      masked: {
        start: 3,
        end: 4,
        pattern: '^1[3-9][0-9]\\*{4}[0-9]{4}$',
        description: 'The first 3 and last 4 digits of the number.',
      },
      input: 'text',
      form: { group: 'contact', maxLength: 20, inputMode: 'numeric', digits: true },
      option: { flag: 'mobile', value: 'number' },
      columnNames: ['手机', '手机号', '手机号码', '电话', '联系电话'],
    },
  },
  bankCardNumber: {
    type: 'string',
    personal: true,
    pattern: '^[0-9]{12,19}$',
    description:
      'Bank card number, 12 to 19 digits. A number that fails the Luhn check causes a warning in the report, not a refusal.',
    hint: 'must be a bank card number: 12 to 19 digits, without spaces',
    examples: ['6222021234567890123'],
    field: {
      applicant: true,
      label: { en: 'Bank card', zh: '银行卡号' },
      formHint: { en: '12 to 19 digits', zh: '12 至 19 位' },
      chineseHint: '须为 12 至 19 位银行卡号，不含空格',
      otherNames: ['bankcard', 'bankcardno', 'cardnumber', 'cardno'],
      identifies: 'the bank card number',
      masked: {
        start: 4,
        end: 4,
        pattern: '^[0-9]{4}\\*{4,11}[0-9]{4}$',
        description: 'The first and last 4 digits of the card number.',
      },
      input: 'text',
      form: { group: 'contact', maxLength: 28, inputMode: 'numeric', digits: true },
      option: { flag: 'card', value: 'bank card number' },
      columnNames: ['银行卡', '银行卡号', '卡号'],
    },
  },
  addressesToVerify: {
    type: 'array',
    minItems: 1,
    maxItems: 5,
    description: 'Addresses to compare with where the phone usually is. Each costs one upstream call.',
    published: { minItems: undefined },
    hint: 'must be a list of 1 to 5 addresses',
    items: statedAddressSchema,
    field: {
      applicant: true,
      label: { en: 'Address', zh: '地址' },
      formHint: {
        en: 'Up to 5, each compared with where the phone usually is',
        zh: '最多 5 个，逐一与手机常驻位置比对',
      },
      chineseHint: '须为 1 至 5 个地址的列表',
      otherNames: ['address', 'addresses'],
      input: 'own',
    },
  },
} as const satisfies Readonly<Record<string, RequestProperty>>;
