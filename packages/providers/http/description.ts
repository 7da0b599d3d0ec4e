import type { InputField, SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { DistanceBand, PoliceCategory, Severity } from '@kyc-china/core/sub-checks/findings';

/** A JMESPath expression; see expression.ts for its bounds. */
export type Expression = string;

/** Text with places to fill in: `Bearer {secret.token}`; see template.ts for what there is. */
export type Template = string;

/** The digests that a signature can be made with. */
export const digestAlgorithms = ['sha256', 'sha1', 'md5', 'sm3'] as const;

/** A digest, or with a key an HMAC, of some text that both sides know. */
export interface SignatureDescription {
  readonly algorithm: (typeof digestAlgorithms)[number];
  /** Makes it an HMAC. */
  readonly key?: Template;
  /** What is signed. */
  readonly signs: Template;
  readonly encoding: 'hex' | 'hex-upper' | 'base64';
  /** The field of the request that carries it; without, a header has to, by `{signature}`. */
  readonly field?: string;
}

/** How the vendor knows that it is us. All parts may go together; none of them: `{}`. */
export interface AuthDescription {
  readonly headers?: Readonly<Record<string, Template>>;
  /** Values for the request's expression, as `auth.<name>`: an account's name, a timestamp. */
  readonly values?: Readonly<Record<string, Template>>;
  readonly signature?: SignatureDescription;
  /** Names of the secret's values that hold PEM: our certificate and key, a private authority's certificate. */
  readonly tls?: { readonly cert?: string; readonly key?: string; readonly ca?: string };
}

/** A body that goes, and an answer that comes, as the encryption of its text. */
export interface EncryptionDescription {
  readonly cipher: 'aes-128-ecb' | 'aes-128-cbc' | 'aes-256-ecb' | 'aes-256-cbc' | 'sm4-ecb' | 'sm4-cbc';
  /** The secret's value that holds the key, and for CBC the one that holds the initialisation vector: UTF-8. */
  readonly key: string;
  readonly iv?: string;
  readonly encoding: 'base64' | 'hex';
  readonly answer: 'encrypted' | 'plain';
}

export interface RequestDescription {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, Template>>;
  readonly encoding: 'json' | 'form' | 'query';
  /**
   * What is sent, from `{ applicant, address, photo, requestId, requestKey, timestamp, timestampSeconds, today, nonce,
   * auth }`: an object. A field that comes out as null is left out.
   */
  readonly fields: Expression;
  readonly encryption?: EncryptionDescription;
}

/** What a vendor's code means. */
export const answerClasses = [
  'matched',
  'unmatched',
  'not-found',
  'data',
  'clear',
  'flagged',
  'invalid',
  'unsupported',
  'quota',
  'photo-unusable',
  'card-problem',
  'retry',
  'throttled',
  'permanent',
] as const;
export type AnswerClass = (typeof answerClasses)[number];

export interface CodeMeaning {
  readonly class: AnswerClass;
  /** Whether the vendor charges for it: known, or an expression over the answer that reads the vendor's own flag. */
  readonly billed: boolean | Expression;
}

/** A value of the answer, as it is or through a map of the vendor's values. */
export type Mapped<Value extends string | number = string> =
  | Expression
  | { readonly from: Expression; readonly map: Readonly<Record<string, Value>> };

/** Where a finding's data stand in an answer, by the names of the findings' fields. */
export interface DataDescription {
  readonly carrier?: Mapped;
  readonly province?: Mapped;
  readonly city?: Mapped;
  /** The distance from a stated address: in metres, or as one of the vendor's bands. */
  readonly distanceBand?:
    | { readonly metres: Expression }
    | { readonly from: Expression; readonly map: Readonly<Record<string, DistanceBand>> };
  /** One value or a list of them, of which the highest counts. */
  readonly severity?: Mapped<Exclude<Severity, 0>>;
  /** One of the vendor's codes or a list of them. */
  readonly categories?: { readonly from: Expression; readonly map: Readonly<Record<string, PoliceCategory>> };
}

export interface ResponseDescription {
  /** Content types of an answer; application/json unless said otherwise. */
  readonly contentTypes?: readonly string[];
  /** The vendor's code for the answer: a text or number; composed, where several fields decide. */
  readonly code: Expression;
  readonly codes: Readonly<Record<string, CodeMeaning>>;
  readonly data?: DataDescription;
}

export interface SubCheckDescription {
  /** What the vendor needs of the applicant; a call without it is refused before it is sent. */
  readonly needs?: readonly InputField[];
  readonly request: RequestDescription;
  readonly response: ResponseDescription;
}

/** A source of answers, described. It is JSON; description-schema.ts is its schema. */
export interface HttpProviderDescription {
  readonly name: string;
  readonly auth: AuthDescription;
  /** HTTP statuses by which the vendor says that it did not process the call and does not charge for it. */
  readonly notProcessedStatuses?: Readonly<Record<string, 'throttled' | 'unavailable'>>;
  readonly subChecks: Readonly<Partial<Record<SubCheckId, SubCheckDescription>>>;
}
