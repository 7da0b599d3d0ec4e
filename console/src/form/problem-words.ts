import { applicantTexts, identifierOf } from '@kyc-china/core/contract/applicant-fields';
import type { RequestProperty } from '@kyc-china/core/contract/field';
import type { FieldProblem } from '@kyc-china/core/contract/problems';
import { requestFields } from '@kyc-china/core/contract/request-fields';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { fieldLabels } from '@kyc-china/core/labels';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import { chineseProblems } from '../chinese-answers.ts';
import { counts, texts } from '../texts.ts';
import { topField } from './draft.ts';

/** The hints of the request's fields in Chinese, by the English ones. */
const chineseHints: ReadonlyMap<string, string> = new Map(
  Object.values(requestSchema.properties).flatMap((property: RequestProperty) =>
    property.field ? [[property.hint, property.field.chineseHint] as const] : [],
  ),
);

const meant = /^is not a field of this request; (.+) was probably meant$/;

const lacking = /^cannot run: \S+ needs (.+), which was not sent$/;

const identifying = /^must not contain (.+) of the same request: it is kept in clear$/;

const hidden =
  /^holds (a variation selector|an invisible character|a private-use character) \((U\+[0-9A-F]+)\)/;
const hiddenKinds: Readonly<Record<string, string>> = {
  'a variation selector': '不可见的异体字选择符',
  'an invisible character': '不可见字符',
  'a private-use character': '自造字（专用区字符）',
};

/** What the API says is wrong, in Chinese; undefined where that is not known. */
export function chineseProblem(message: string): string | undefined {
  const [, field] = meant.exec(message) ?? [];
  if (field !== undefined) return `不是本请求的字段；可能是 ${field}`;
  const [, needed] = lacking.exec(message) ?? [];
  if (needed !== undefined)
    return `无法核验：缺少 ${needed.replaceAll(' and ', '、').replaceAll(' or ', ' 或 ')}`;
  const [, identifier] = identifying.exec(message) ?? [];
  const identified = applicantTexts.find((name) => identifierOf(name) === identifier);
  if (identifier !== undefined && identified)
    return `不得含本请求中的${fieldLabels[identified].zh}：该字段以明文保存`;
  const [, kind, codePoint] = hidden.exec(message) ?? [];
  if (kind !== undefined) return `含${hiddenKinds[kind]}（${codePoint}）：请重新手工输入`;
  return (
    chineseHints.get(message) ??
    (Object.hasOwn(chineseProblems, message) ? chineseProblems[message] : undefined)
  );
}

const address = /^addressesToVerify\[(\d+)\](?:\.(type|city|address))?$/;
const addressParts = {
  type: texts.addressType,
  city: texts.addressCity,
  address: texts.addressLine,
} as const;

/** What people call a field that a problem is about; its own name when the form does not have it. */
export function fieldName(field: string): Label {
  const [, position, part] = address.exec(field) ?? [];
  if (position !== undefined) {
    const { en, zh } = counts.address(Number(position) + 1);
    const { en: partEn, zh: partZh } = part
      ? addressParts[part as keyof typeof addressParts]
      : { en: '', zh: '' };
    return { en: `${en} ${partEn}`.trim(), zh: `${zh} ${partZh}`.trim() };
  }
  return requestFields.get(field)?.label ?? { en: field, zh: field };
}

/** The id of the control that a problem is about: where a reader of it wants to go. */
export function controlId(field: string): string {
  const [, position, part] = address.exec(field) ?? [];
  return position === undefined ? `field-${topField(field)}` : `address-${position}-${part ?? 'city'}`;
}

/** The first problem of one control. */
export function problemAt(problems: readonly FieldProblem[], id: string): FieldProblem | undefined {
  return problems.find(({ field }) => controlId(field) === id);
}
