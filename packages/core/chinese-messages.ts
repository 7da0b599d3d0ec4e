import { applicantGone, type ErrorCode, notServed } from './sub-checks/findings.ts';
import type { WarningCode } from './warnings.ts';

/** What to do about a sub-check that no source could decide, in Chinese. The report's own message says it in English. */
export const chineseFixes: Record<ErrorCode, string> = {
  'invalid-input': '数据源不接受其中某项内容。请与证件逐项核对后重新提交。',
  unsupported: '数据源不支持该号段、银行卡或证件。请更换后重试，或以其他方式核验。',
  quota: '本服务在该数据源的额度已用尽。请联系运营方增加额度后重新提交。',
  'photo-unusable': '照片中没有单一、清晰的正面人像。请重新拍摄：单人、正面、光线均匀、对焦清晰。',
  'card-problem': '银行卡挂失、过期或受限，与本人身份无关。请更换银行卡。',
  'upstream-unavailable': '数据源不可用或繁忙，未产生费用。请稍后重新提交。',
  'upstream-timeout':
    '数据源未在规定时间内应答。因可能已计费，未再次请求；重新提交将再次请求，可能再次计费。',
  'unknown-outcome': '请求已发出但应答丢失。因可能已计费，未再次请求；重新提交将再次请求，可能再次计费。',
  'unknown-code': '数据源返回了未知代码。请将报告编号告知运营方。',
};

/** The domain's own messages in Chinese, by the English: where the code alone would mislead. */
const chineseReasons: Readonly<Record<string, string>> = {
  [notServed.message]: '该核验项未配置数据源，未发出请求。请联系运营方。',
  [applicantGone.message]: '执行该核验项时，提交的数据已被删除。请重新提交。',
};

/** Returns in Chinese what to do about an errored sub-check; undefined for a code that is not known. */
export function chineseFix(code: ErrorCode | undefined, message: string): string | undefined {
  if (Object.hasOwn(chineseReasons, message)) return chineseReasons[message];
  return code && chineseFixes[code];
}

/** The messages of the warnings in Chinese. */
export const chineseWarnings: Record<WarningCode, string> = {
  'id-check-digit': '末位与校验码不符（GB 11643-1999）。',
  'id-region': '前两位不是 GB/T 2260 中的地区代码。',
  'id-birth-date': '第 7 至 14 位不是可能的出生日期（GB 11643-1999）。',
  minor: '按身份证号码中的出生日期，未满 18 周岁。',
  'card-check-digit': '末位未通过 Luhn 校验（ISO/IEC 7812-1）。',
  'validity-period': '有效期与该证件的规定不符，或与签发时年龄不符。',
  'card-expired': '证件已过有效期。请向本人索取有效证件。',
  'card-not-yet-valid': '签发日期在今天之后。请核对日期。',
  'date-unpaired': '仅提交了一个证件日期，未予使用。请同时提交签发日期和有效期截止日期。',
  'rare-character': '含 U+4E00-U+9FA5 以外的字符：公安记录可能使用其他编码，不一致时参考意义有限。',
  'traditional-character': '姓名含繁体字。证件使用简体字，请与证件核对。',
  'virtual-operator': '虚拟运营商或广电号段，多数数据源不支持。',
};
