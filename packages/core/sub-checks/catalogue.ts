/**
 * The catalog of sub-checks. This file alone defines which sub-checks exist, what each needs, which ones share an axis,
 * what kind of result each has, and its label. Eligibility, the report's keys and types, the simulator, the PDF's labels
 * and the documentation derive from it.
 *
 * The order matters: on one axis, the stronger sub-check comes before the weaker one.
 */

import type { InputField } from '../contract/applicant-fields.ts';

export { type InputField, inputFields } from '../contract/applicant-fields.ts';

/** A label for readers, in English and in Chinese. */
export interface Label {
  readonly en: string;
  readonly zh: string;
}

/** The report's categories, in the report's order. */
export const categories = {
  identity: { en: 'Identity', zh: '身份核验' },
  mobile: { en: 'Mobile', zh: '手机号核验' },
  risk: { en: 'Risk', zh: '风险筛查' },
  bank: { en: 'Bank card', zh: '银行卡核验' },
} as const satisfies Record<string, Label>;
export type Category = keyof typeof categories;

/** The kind of a sub-check: it confirms details, looks up data, or screens the person against lists. */
export type Kind = 'verification' | 'lookup' | 'screening';

/** The shapes of a sub-check's result in the report, and the kind that each belongs to. */
export const resultShapes = {
  verification: 'verification',
  faceComparison: 'verification',
  attribution: 'lookup',
  activeCity: 'lookup',
  addressDistance: 'lookup',
  severity: 'screening',
  policeRecord: 'screening',
} as const satisfies Record<string, Kind>;
export type ResultShape = keyof typeof resultShapes;

interface SubCheckDefinition {
  /** Sets of fields: the sub-check can run when every field of at least one set is present. */
  readonly needs: readonly (readonly InputField[])[];
  /** Sub-checks on one axis answer the same question; only the first eligible one runs. */
  readonly axis: string;
  readonly shape: ResultShape;
  /** A list-valued field: the sub-check runs once for each of its entries. */
  readonly oncePerEntryOf?: 'addressesToVerify';
  readonly label: Label;
}

/** Every sub-check, by its id: `<category>.<key in the report>`. */
export const catalogue = {
  'identity.four-factor': {
    needs: [['name', 'idNumber', 'idIssueDate', 'idExpiryDate']],
    axis: 'document',
    shape: 'verification',
    label: { en: 'Name, ID number and card validity', zh: '身份证四要素（姓名、号码、有效期）' },
  },
  'identity.two-factor': {
    needs: [['name', 'idNumber']],
    axis: 'document',
    shape: 'verification',
    label: { en: 'Name and ID number', zh: '身份证二要素（姓名、号码）' },
  },
  'identity.image': {
    needs: [['name', 'idNumber', 'facePhoto']],
    axis: 'image',
    shape: 'faceComparison',
    label: { en: 'Face against the photo on police file', zh: '人像比对（公安留存照片）' },
  },
  'identity.three-factor': {
    needs: [['name', 'idNumber', 'mobile']],
    axis: 'mobile-cross',
    shape: 'verification',
    label: { en: 'Name, ID number and mobile', zh: '手机三要素（姓名、身份证、手机号）' },
  },
  'identity.name-mobile': {
    needs: [['name', 'mobile']],
    axis: 'mobile-cross',
    shape: 'verification',
    label: { en: 'Name and mobile', zh: '手机二要素（姓名、手机号）' },
  },
  'identity.id-mobile': {
    needs: [['idNumber', 'mobile']],
    axis: 'mobile-cross',
    shape: 'verification',
    label: { en: 'ID number and mobile', zh: '手机二要素（身份证、手机号）' },
  },
  'mobile.attribution': {
    needs: [['mobile']],
    axis: 'attribution',
    shape: 'attribution',
    label: { en: 'Carrier and home region', zh: '手机号归属地' },
  },
  'mobile.location-work': {
    needs: [['mobile']],
    axis: 'location-work',
    shape: 'activeCity',
    label: { en: 'City in working hours', zh: '工作时段常驻城市' },
  },
  'mobile.location-residential': {
    needs: [['mobile']],
    axis: 'location-residential',
    shape: 'activeCity',
    label: { en: 'City at night', zh: '夜间时段常驻城市' },
  },
  'mobile.address-verify': {
    needs: [['mobile', 'addressesToVerify']],
    axis: 'address-verify',
    shape: 'addressDistance',
    oncePerEntryOf: 'addressesToVerify',
    label: { en: 'Distance from a stated address', zh: '地址核验（常驻位置距离）' },
  },
  'risk.fraud': {
    needs: [['mobile'], ['idNumber']],
    axis: 'fraud',
    shape: 'severity',
    label: { en: 'Fraud, gambling and money-mule lists', zh: '涉诈、涉赌、洗钱风险名单' },
  },
  'risk.criminal': {
    needs: [['name', 'idNumber']],
    axis: 'criminal',
    shape: 'policeRecord',
    label: { en: 'Police records', zh: '公安不良记录' },
  },
  'bank.four-factor': {
    needs: [['name', 'idNumber', 'bankCardNumber', 'mobile']],
    axis: 'bank',
    shape: 'verification',
    label: { en: 'Name, ID number, card and mobile', zh: '银行卡四要素（姓名、身份证、卡号、手机号）' },
  },
  'bank.three-factor': {
    needs: [['name', 'idNumber', 'bankCardNumber']],
    axis: 'bank',
    shape: 'verification',
    label: { en: 'Name, ID number and card', zh: '银行卡三要素（姓名、身份证、卡号）' },
  },
} as const satisfies Record<`${Category}.${string}`, SubCheckDefinition>;

export type SubCheckId = keyof typeof catalogue;
export const subCheckIds = Object.keys(catalogue) as SubCheckId[];

/** A sub-check's id taken apart: `identity.four-factor` is `four-factor` of category `identity`. */
export type CategoryOf<Id extends SubCheckId> = Id extends `${infer C extends Category}.${string}`
  ? C
  : never;
export type KeyOf<Id extends SubCheckId> = Id extends `${Category}.${infer K}` ? K : never;
export type ShapeOf<Id extends SubCheckId> = (typeof catalogue)[Id]['shape'];

/** Returns the definition of one sub-check, as the catalog's general type. */
export function definitionOf(id: SubCheckId): SubCheckDefinition {
  return catalogue[id];
}

/** Returns the kind of a sub-check. */
export function kindOf(id: SubCheckId): Kind {
  return resultShapes[definitionOf(id).shape];
}

/** Returns the place of a sub-check in the report: its category and its key there. */
export function placeOf(id: SubCheckId): { category: Category; key: string } {
  const dot = id.indexOf('.');
  return { category: id.slice(0, dot) as Category, key: id.slice(dot + 1) };
}

/** Returns every field that a sub-check may read, whichever set of its needs is met. */
export function fieldsReadBy(id: SubCheckId): readonly InputField[] {
  return [...new Set(definitionOf(id).needs.flat())];
}
