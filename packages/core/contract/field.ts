import type { Label } from '../sub-checks/catalogue.ts';

/** How the report shows a text of the applicant. */
export interface Masking {
  /** How many characters it shows at the beginning and at the end. */
  readonly start: number;
  readonly end: number;
  /** The fewest characters to hide: a shorter text is hidden as a whole. 4 by default. */
  readonly hidden?: number;
  /** Values that identify no one, shown as they are. */
  readonly except?: readonly string[];
  /** The form of the masked text, as a regular expression and in words. */
  readonly pattern: string;
  readonly description: string;
}

/** What people see of a field. */
interface Shown {
  readonly label: Label;
  /** The text under the field in the console's form. Absent if the form does not have the field. */
  readonly formHint?: Label;
  /** The schema's `hint` in Chinese. */
  readonly chineseHint: string;
  /** Names that people and other APIs use for the field, in lower-case letters alone: an error suggests the field for them. */
  readonly otherNames: readonly string[];
  /** What Chinese spreadsheets call its column. Absent if a batch's file has no column of the field's name. */
  readonly columnNames?: readonly string[];
}

/** The line of a text in the console's form. */
export interface TextForm {
  readonly group: 'person' | 'card' | 'contact' | 'delivery';
  readonly maxLength: number;
  readonly inputMode?: 'numeric' | 'url';
  /** Whether it is shown in a monospaced font, to be compared digit by digit. */
  readonly digits?: true;
}

/** A field that is one text: a line of the console's form, an option of `kyc-cn verify` and a column of its batches. */
interface TextField extends Shown {
  readonly input: 'text';
  readonly formHint: Label;
  readonly columnNames: readonly string[];
  readonly form: TextForm;
  readonly option: { readonly flag: string; readonly value: string };
}

/** A text of the applicant: sub-checks may read it, and the report shows it masked. */
export interface ApplicantTextField extends TextField {
  readonly applicant: true;
  readonly masked: Masking;
  /** What an error calls it, if it identifies the person: no text that is kept in clear may contain it. */
  readonly identifies: string | false;
}

/** A text that no sub-check reads. */
export interface OtherTextField extends TextField {
  readonly applicant?: never;
}

/** A field of another shape, a photo or a list: the form, the command line, masking and the PDF have code of their own for it. */
interface ShapedField extends Shown {
  readonly applicant?: true;
  readonly input: 'own';
}

export type Field = ApplicantTextField | OtherTextField | ShapedField;

/**
 * What the schema of a request field has to say. A text of the applicant is personal and has an example; a field that only
 * the API knows has no `field`.
 */
export type RequestProperty = Readonly<Record<string, unknown>> & { readonly hint: string } & (
    | {
        readonly type: 'string';
        readonly personal: true;
        readonly examples: readonly [string, ...string[]];
        readonly field: ApplicantTextField;
      }
    | { readonly field?: OtherTextField | ShapedField }
  );
