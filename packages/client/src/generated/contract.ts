// Generated from the schemas of the contract: npm run contract

/**
 * What is known about the person. Every field is optional, but **mobile or idNumber is required**: each sub-check needs one of them. Every sub-check that can run with the fields that were sent runs, unless subChecks selects some of them. `null` and an empty list count as not sent. An unknown field is refused, so that a misspelled field cannot silently skip a sub-check.
 */
export interface VerificationRequest {
  /**
   * Legal name in Chinese characters, 2 to 50 of them, rare ones of every Unicode plane included. The parts of a minority name are separated by · (U+00B7). Characters that look like the separator are replaced by it. Radicals are replaced by the ideograph that looks the same. White space at both ends is removed.
   */
  name?: string;
  /**
   * Number of the resident identity card, 18 characters. A wrong check digit causes a warning in the report, not a refusal.
   */
  idNumber?: string;
  /**
   * First day of validity printed on the card, as YYYYMMDD. The day must exist. It is used only together with idExpiryDate.
   */
  idIssueDate?: string;
  /**
   * Last day of validity printed on the card, as YYYYMMDD, or 长期 for a card that does not expire. It is used only together with idIssueDate.
   */
  idExpiryDate?: string;
  /**
   * JPEG or PNG of the face, as base64 (RFC 4648, section 4) without a data: prefix or line breaks. At most 4 MB once decoded; 2 MB or less is recommended. The image must be complete: a truncated or damaged image is refused. Data that a phone appends to the image, such as a film or a second picture, is removed. Turn the picture upright before you send it: many face engines ignore the EXIF orientation and find no face.
   */
  facePhoto?: string;
  /**
   * Mainland mobile number: 11 digits, without country code, spaces or dashes.
   */
  mobile?: string;
  /**
   * Bank card number, 12 to 19 digits. A number that fails the Luhn check causes a warning in the report, not a refusal.
   */
  bankCardNumber?: string;
  /**
   * Addresses to compare with where the phone usually is. Each costs one upstream call.
   */
  addressesToVerify?: StatedAddress[];
  /**
   * Where to post the report when it is complete: an https URL on port 443 of a public address, without user info or a fragment. Without it, the report can only be polled.
   */
  callbackUrl?: string;
  /**
   * Run only these sub-checks. One that cannot run with the fields that were sent is a 400 that names the missing field. A weaker sub-check of an axis runs if it is named. Without this field, everything that can run does.
   */
  subChecks?: SubCheckId[];
  /**
   * The client's own id of the person or the case: 1 to 128 characters, no control characters. The report, the webhook and the PDF show it. It is kept in clear for as long as the report, so it must not contain the name, the ID number, the mobile or the card number of the request.
   */
  clientReference?: string;
  /**
   * Up to 20 texts of the client, by key: 1 to 40 letters, digits, `_`, `.` or `-`. A value has at most 200 characters. The report and the webhook return it as it was sent; the PDF does not show it. As for clientReference, no key or value may contain the name, the ID number, the mobile or the card number of the request.
   */
  metadata?: {
    [k: string]: string;
  };
  consent?: Consent;
  /**
   * The id of a completed report of the same client on the same person, which this request runs again. Send the person's fields again. The result of each sub-check that the earlier report answered for the same values of the fields it reads is carried over: no source is called for it, and nothing is billed. Everything else runs: what was errored, what reads a changed field, what a new field allows.
   */
  rerunOf?: string;
}

/**
 * An address that the applicant states, to be compared with where the phone usually is.
 */
export interface StatedAddress {
  type: AddressType;
  /**
   * The city, in Chinese: at least one letter or digit, no control characters.
   */
  city: string;
  /**
   * The rest of the address, in Chinese: district, street, number. At least one letter or digit, no control characters.
   */
  address: string;
}

/**
 * What the address is to the applicant.
 */
export type AddressType = "common" | "work" | "residential";

/**
 * The consent of the person. The operator can require it for some sub-checks: without it, a request that would run one of them is a 400 with the code consent-required. The report, the webhook and the PDF show it. It is kept in clear for as long as the report, so no text of it may contain the name, the ID number, the mobile or the card number of the request.
 */
export interface Consent {
  /**
   * When the person agreed: ISO 8601 with an offset, not in the future.
   */
  obtainedAt: string;
  /**
   * What the person agreed to: 1 to 200 characters, no control characters.
   */
  purpose: string;
  /**
   * Where the proof is kept: 1 to 128 characters, no control characters.
   */
  reference?: string;
  /**
   * The separate consents that the person gave.
   */
  separate?: SeparateConsent[];
}

/**
 * The values of SeparateConsent that this version of the client knows.
 */
export type KnownSeparateConsent =
  | "sensitive"
  | "face"
  | "third-party"
  | "cross-border";

/**
 * A consent that the person gave separately. `sensitive`: to the use of sensitive personal information (PIPL, article 29); `face`: to the recognition of the face (measures on face recognition, in force since 2025-06-01); `third-party`: to the transfer to other companies, such as data providers (PIPL, article 23); `cross-border`: to the transfer out of mainland China (PIPL, article 39). New values may be added.
 */
export type SeparateConsent = KnownSeparateConsent | (string & {});

/**
 * The request was accepted. Its client polls the report with this token.
 */
export interface Token {
  /**
   * The id of the report: a random UUID, which the report names too.
   */
  reportId: string;
  /**
   * A JSON Web Token that is valid for 7 days. Anyone can decode it: it names the report and the client, and holds no personal data.
   */
  token: string;
}

/**
 * Which report to read.
 */
export interface PollRequest {
  /**
   * The token from the response to the request. It can be polled for 7 days.
   */
  token: string;
  /**
   * Ignored: the token identifies the report. It is allowed so that the response to a request can be sent unchanged.
   */
  reportId?: string;
}

/**
 * The report is not complete yet.
 */
export interface Processing {
  /**
   * Always processing.
   */
  status: "processing";
  /**
   * How far the verification is, for a person.
   */
  message: string;
  progress: Progress;
}

/**
 * How far the verification is, in upstream calls.
 */
export interface Progress {
  /**
   * Calls that are done.
   */
  completed: number;
  /**
   * Calls to make in all.
   */
  total: number;
}

/**
 * A report by its id, whatever its status. Lists leave out report and progress.
 */
export interface StoredReport {
  /**
   * The id of the report: a random UUID.
   */
  reportId: string;
  status: ReportStatus;
  /**
   * When the request was accepted.
   */
  requestedAt: string;
  /**
   * When the report was completed.
   */
  completedAt?: string;
  /**
   * The client's own id of the person or the case: 1 to 128 characters, no control characters. The report, the webhook and the PDF show it. It is kept in clear for as long as the report, so it must not contain the name, the ID number, the mobile or the card number of the request.
   */
  clientReference?: string;
  decision?: Decision;
  counts?: Counts;
  /**
   * How far the verification is, while it is processing.
   */
  progress?: Progress;
  /**
   * The report as a poll returns it, if it is completed.
   */
  report?: Report;
  /**
   * Why the report failed, for a person.
   */
  message?: string;
  code?: ApiErrorCode;
}

/**
 * The status of a report. processing: sub-checks are running. completed: the report is complete. failed: it could not be produced, and never will be.
 */
export type ReportStatus = "processing" | "completed" | "failed";

/**
 * One page of the client's own reports, newest first.
 */
export interface ReportPage {
  /**
   * The reports that match. With filters, a page may hold fewer than limit, or none, although more follow.
   */
  reports: StoredReport[];
  /**
   * The cursor of the next page. The last page has none.
   */
  nextCursor?: string;
}

/**
 * Whether this service issued a report with the hash.
 */
export interface HashVerification {
  /**
   * true: a report or a PDF with this hash was issued. false: none was, or its hash is not kept any more.
   */
  issued: boolean;
  /**
   * When the report was completed, if it was issued.
   */
  issuedAt?: string;
  /**
   * When the report was erased, if it was. A report that was issued and then erased is still genuine.
   */
  erasedAt?: string;
}

/**
 * How many sub-checks each list of the summary holds.
 */
export interface Counts {
  /**
   * The number of entries of summary.ran.
   */
  ran: number;
  /**
   * The number of entries of summary.matched.
   */
  matched: number;
  /**
   * The number of entries of summary.unmatched.
   */
  unmatched: number;
  /**
   * The number of entries of summary.notFound.
   */
  notFound: number;
  /**
   * The number of entries of summary.flagged.
   */
  flagged: number;
  /**
   * The number of entries of summary.errored.
   */
  errored: number;
  /**
   * The number of entries of summary.notOffered.
   */
  notOffered: number;
}

/**
 * What the client used in a month, and what it cost. Each completed report counts once, in the month of its request, also after it was erased. The counts hold no personal data.
 */
export interface Usage {
  /**
   * A month in UTC, YYYY-MM.
   */
  month: string;
  /**
   * The reports of the month that were completed.
   */
  reports: number;
  /**
   * Each sub-check that ran in a report of the month.
   */
  subChecks: SubCheckUsage[];
  cost: UsageCost;
  /**
   * When the counts were read. Those of a month are final some hours after it ended, when its last reports are complete.
   */
  asOf: string;
}

/**
 * How often a sub-check ran in a month, and what it cost.
 */
export interface SubCheckUsage {
  check: SubCheckId;
  /**
   * How often it ran. mobile.address-verify runs once for each address.
   */
  ran: number;
  /**
   * How many of these were billed, or may have been: the answer of the source may be lost.
   */
  billed: number;
  /**
   * The price of the billed calls, in the currency of the total.
   */
  cost: string;
}

/**
 * What the month costs.
 */
export interface UsageCost {
  /**
   * A decimal number with two to six decimals, as a string: do not read it as a binary fraction.
   */
  amount: string;
  /**
   * The currency (ISO 4217).
   */
  currency: string;
}

/**
 * What happened to a report, and who read it, oldest first.
 */
export interface ReportEvents {
  /**
   * The events, oldest first.
   */
  events: ReportEvent[];
}

/**
 * One event of a report.
 */
export interface ReportEvent {
  type: ReportEventType;
  /**
   * When it happened. Reads within ten minutes by the same key and route are one event, with the time of the latest.
   */
  at: string;
  by?: ReportEventBy;
  /**
   * The id of the key that was used. Absent if the secret has no id.
   */
  keyId?: string;
  /**
   * With the webhook: which sending it is. 0 is the first one.
   */
  resend?: number;
  /**
   * With webhook-attempted: its number within the sending.
   */
  attempt?: number;
  outcome?: WebhookOutcome;
  /**
   * With webhook-attempted: the status of the response, if one came.
   */
  httpStatus?: number;
  /**
   * With webhook-attempted: how long the attempt took, in milliseconds.
   */
  durationMs?: number;
  /**
   * With webhook-attempted: why no response came, as the name of an error.
   */
  error?: string;
}

/**
 * The values of ReportEventType that this version of the client knows.
 */
export type KnownReportEventType =
  | "requested"
  | "completed"
  | "failed"
  | "read"
  | "webhook-attempted"
  | "webhook-resent";

/**
 * What happened. `requested`: the request was accepted; `completed`: the report is complete; `failed`: the report could not be produced; `read`: the report was handed out; `webhook-attempted`: the webhook was posted once, or could not be; `webhook-resent`: the webhook was started again. New values may be added.
 */
export type ReportEventType = KnownReportEventType | (string & {});

/**
 * The values of ReportEventBy that this version of the client knows.
 */
export type KnownReportEventBy =
  | "poll"
  | "id"
  | "client"
  | "operator";

/**
 * How the report was read, or who had the webhook resent. `poll`: the report was read by its token; `id`: the report was read by its id; `client`: the client had the webhook resent, by the API; `operator`: the operator of the service had the webhook resent. New values may be added.
 */
export type ReportEventBy = KnownReportEventBy | (string & {});

/**
 * The values of WebhookOutcome that this version of the client knows.
 */
export type KnownWebhookOutcome =
  | "delivered"
  | "failed"
  | "given-up";

/**
 * What became of the attempt. `delivered`: the receiver took it; `failed`: another attempt follows; `given-up`: no other attempt follows. New values may be added.
 */
export type WebhookOutcome = KnownWebhookOutcome | (string & {});

/**
 * Proof that a report was erased. It holds no personal data. Keep it: it is returned once.
 */
export interface ErasureReceipt {
  /**
   * The id of the report: a random UUID.
   */
  reportId: string;
  /**
   * The client that requested the report.
   */
  clientId?: string;
  /**
   * When the report was erased.
   */
  erasedAt: string;
  /**
   * Who erased it: the client with the id of its key, or the operator.
   */
  erasedBy: string;
  erased: ErasedCounts;
  /**
   * True, and present only, if the request stated the consent of the person. What it said is erased.
   */
  consentGiven?: boolean;
}

/**
 * How many items of each kind were deleted.
 */
export interface ErasedCounts {
  /**
   * Reports: 1.
   */
  reports: number;
  /**
   * Records of provider calls, webhook attempts, events and the applicant's encrypted fields.
   */
  otherRows: number;
  /**
   * Records of the Idempotency-Key of the request.
   */
  idempotencyRecords: number;
  /**
   * Keys that the applicant's data were encrypted with.
   */
  dataKeys: number;
  /**
   * Face photos, with every version.
   */
  photos: number;
  /**
   * PDFs, with every version.
   */
  pdfs: number;
}

/**
 * The webhook is being sent again.
 */
export interface WebhookResend {
  /**
   * The id of the report: a random UUID.
   */
  reportId: string;
  /**
   * The number of the resend, which the events of its attempts name.
   */
  resend: number;
}

/**
 * Says that there will be no report. It is posted to callbackUrl in place of the report.
 */
export interface FailedReport {
  reportMetadata: FailedReportMetadata;
  /**
   * What to do, for a person.
   */
  message: string;
  code: ApiErrorCode;
}

/**
 * Which report failed.
 */
export interface FailedReportMetadata {
  /**
   * The id of the report: a random UUID.
   */
  reportId: string;
  /**
   * Always failed.
   */
  status: "failed";
  /**
   * When the request was accepted.
   */
  requestedAt: string;
  /**
   * The client's own id of the person or the case: 1 to 128 characters, no control characters. The report, the webhook and the PDF show it. It is kept in clear for as long as the report, so it must not contain the name, the ID number, the mobile or the card number of the request.
   */
  clientReference?: string;
}

/**
 * The report on one request. A category is present if at least one of its sub-checks ran. The polled report and the posted one differ in pdfUrl alone.
 */
export interface Report {
  reportMetadata: ReportMetadata;
  decision: Decision;
  submitted: SubmittedFields;
  identity?: IdentityResults;
  mobile?: MobileResults;
  risk?: RiskResults;
  bank?: BankResults;
  summary: Summary;
  /**
   * The link to the report as a PDF. A page can show the PDF in a frame, or save it under its name: it is served `inline`, with `Cache-Control: private, no-store`. The link carries its own authorization and is valid for 7 days after it was signed. Each poll signs a new link. The link of a webhook is signed as of completedAt, whenever the webhook arrives. Use it unchanged, with GET: HEAD and an appended parameter such as utm_source get a 403, because the signature covers method and query.
   */
  pdfUrl: string;
  /**
   * The PDF's file name.
   */
  pdfFileName: string;
}

/**
 * Which report this is, and how it was produced.
 */
export interface ReportMetadata {
  /**
   * The id of the report: a random UUID.
   */
  reportId: string;
  /**
   * Always completed.
   */
  status: "completed";
  /**
   * When the request was accepted: ISO 8601, UTC, to the millisecond.
   */
  requestedAt: string;
  /**
   * When the report was completed: ISO 8601, UTC, to the millisecond.
   */
  completedAt: string;
  /**
   * Time from requestedAt to completedAt, in milliseconds.
   */
  durationMs: number;
  /**
   * How many upstream calls were billed, or may have been.
   */
  upstreamCalls: number;
  /**
   * What the service itself doubts.
   */
  warnings: Warning[];
  /**
   * The clientReference of the request, if it had one.
   */
  clientReference?: string;
  /**
   * The metadata of the request, if it had any, as it was sent.
   */
  metadata?: {
    [k: string]: string;
  };
  consent?: RecordedConsent;
  /**
   * The earlier report that this one runs again, if the request named one.
   */
  rerunOf?: string;
  /**
   * Of a re-run, the sub-checks whose results are those of the earlier report. No source was called for them. Empty if nothing could be carried over.
   */
  carried?: CarriedResult[];
}

/**
 * The consent of the person, as the request stated it.
 */
export interface RecordedConsent {
  /**
   * When the person agreed: ISO 8601 with an offset, not in the future.
   */
  obtainedAt: string;
  /**
   * What the person agreed to: 1 to 200 characters, no control characters.
   */
  purpose: string;
  /**
   * Where the proof is kept: 1 to 128 characters, no control characters.
   */
  reference?: string;
  /**
   * The separate consents that the person gave.
   */
  separate?: SeparateConsent[];
}

/**
 * A sub-check whose result is carried over from an earlier report.
 */
export interface CarriedResult {
  check: SubCheckId;
  /**
   * When the source returned the result: ISO 8601, UTC, to the millisecond.
   */
  answeredAt: string;
}

/**
 * A doubt of the service itself about a field. A warning never causes a refusal.
 */
export interface Warning {
  field: WarningField;
  code: WarningCode;
  /**
   * The same in a sentence. It never holds a value that was sent.
   */
  message: string;
}

/**
 * The values of WarningField that this version of the client knows.
 */
export type KnownWarningField =
  | "name"
  | "idNumber"
  | "idIssueDate"
  | "idExpiryDate"
  | "facePhoto"
  | "mobile"
  | "bankCardNumber"
  | "addressesToVerify";

/**
 * A field of the request that a warning is about: `name`, `idNumber`, `idIssueDate`, `idExpiryDate`, `facePhoto`, `mobile`, `bankCardNumber`, `addressesToVerify`. New values may be added.
 */
export type WarningField = KnownWarningField | (string & {});

/**
 * The values of WarningCode that this version of the client knows.
 */
export type KnownWarningCode =
  | "id-check-digit"
  | "id-region"
  | "id-birth-date"
  | "minor"
  | "card-check-digit"
  | "validity-period"
  | "card-expired"
  | "card-not-yet-valid"
  | "date-unpaired"
  | "rare-character"
  | "traditional-character"
  | "virtual-operator";

/**
 * What is doubtful, as a code. `id-check-digit`: the last character is not the check digit of the others (GB 11643-1999); `id-region`: the first two digits are not a region of GB/T 2260; `id-birth-date`: digits 7 to 14 are not a possible date of birth; `minor`: under 18 by the date of birth in the ID number; `card-check-digit`: the last digit does not pass the Luhn check (ISO/IEC 7812-1); `validity-period`: the dates are not 5, 10 or 20 years apart nor 长期, or do not fit the age at issue; a residence permit (81, 82, 83) is valid for 5 years, a permanent residence card (9) for 5 or 10; `card-expired`: the last day of the card is before today in China; `card-not-yet-valid`: the card is issued on a day after today in China; `date-unpaired`: only one of the two card dates was sent, so it was not used; `rare-character`: a character beyond U+4E00-U+9FA5, for which police records may hold another code point: a mismatch is weak evidence; `traditional-character`: a traditional character in the name: cards are printed in simplified characters; `virtual-operator`: a number of a virtual operator or of Broadnet, which many sources do not serve. New values may be added.
 */
export type WarningCode = KnownWarningCode | (string & {});

/**
 * What the report recommends by the rules of the client's policy. It is a recommendation made by rules, not a legal decision. It is made once, when the report is completed: changing the policy changes no report that exists.
 */
export interface Decision {
  outcome: DecisionOutcome;
  /**
   * The name and the version of the policy. A client without a policy of its own has standard@1.
   */
  policy: string;
  /**
   * Every reason for more than pass, the strictest first.
   */
  reasons: Reason[];
}

/**
 * What the report recommends. `pass`: no rule asks for more; `review`: a person has to look at it; `fail`: the report speaks against the person.
 */
export type DecisionOutcome = "pass" | "review" | "fail";

/**
 * Why a rule of the policy applies.
 */
export interface Reason {
  code: ReasonCode;
  /**
   * The sub-check that the reason is about, if it is about one.
   */
  check?: SubCheckId;
  /**
   * The same in a sentence. It never holds a value that was sent.
   */
  message: string;
}

/**
 * The values of ReasonCode that this version of the client knows.
 */
export type KnownReasonCode =
  | "mismatch"
  | "fugitive"
  | "fraud-severity-high"
  | "flagged"
  | "no-record"
  | "errored"
  | "card-expired"
  | "minor"
  | "traditional-character"
  | "no-verification";

/**
 * Why, as a code. `mismatch`: The source says that the details differ; `fugitive`: The person is on record as a wanted fugitive; `fraud-severity-high`: Listed for fraud, gambling or money laundering, with the highest severity; `flagged`: The source holds a risk record; `no-record`: The source holds no record: no conclusion; `errored`: The source could not decide: not a mismatch; `card-expired`: The ID card has expired; `minor`: The person is under 18; `traditional-character`: The name holds a traditional character: cards are printed in simplified characters; `no-verification`: No verification ran: no details were compared. A policy may have other codes. New values may be added.
 */
export type ReasonCode = KnownReasonCode | (string & {});

/**
 * What was sent, masked: enough for the sender to recognize it. A field that was not sent is absent.
 */
export interface SubmittedFields {
  /**
   * The first character of the name, and a star for each other character.
   */
  name?: string;
  /**
   * The first and last 4 characters of the ID number.
   */
  idNumber?: string;
  /**
   * The year.
   */
  idIssueDate?: string;
  /**
   * The year, or 长期.
   */
  idExpiryDate?: string;
  /**
   * The first 3 and last 4 digits of the number.
   */
  mobile?: string;
  /**
   * The first and last 4 digits of the card number.
   */
  bankCardNumber?: string;
  /**
   * Always true: a photo was sent.
   */
  facePhoto?: boolean;
  /**
   * The addresses, in the order in which they were sent.
   */
  addressesToVerify?: SubmittedAddress[];
}

/**
 * An address that was sent, masked.
 */
export interface SubmittedAddress {
  type: AddressType;
  /**
   * Its city.
   */
  city: string;
  /**
   * The first 2 characters of an address of 6 or more, and a star for each other character.
   */
  address: string;
}

/**
 * Identity (身份核验): a property for each sub-check that a source answered. Empty when they all are errored.
 */
export interface IdentityResults {
  /**
   * Name, ID number and card validity (身份证四要素（姓名、号码、有效期）). Whether the source confirms what was sent.
   */
  "four-factor"?: VerificationResult;
  /**
   * Name and ID number (身份证二要素（姓名、号码）). Whether the source confirms what was sent.
   */
  "two-factor"?: VerificationResult;
  /**
   * Face against the photo on police file (人像比对（公安留存照片）). Whether the source confirms that the face is the person’s, and how alike it finds the faces.
   */
  image?: FaceComparisonResult;
  /**
   * Name, ID number and mobile (手机三要素（姓名、身份证、手机号）). Whether the source confirms what was sent.
   */
  "three-factor"?: VerificationResult;
  /**
   * Name and mobile (手机二要素（姓名、手机号）). Whether the source confirms what was sent.
   */
  "name-mobile"?: VerificationResult;
  /**
   * ID number and mobile (手机二要素（身份证、手机号）). Whether the source confirms what was sent.
   */
  "id-mobile"?: VerificationResult;
}

/**
 * Mobile (手机号核验): a property for each sub-check that a source answered. Empty when they all are errored.
 */
export interface MobileResults {
  /**
   * Carrier and home region (手机号归属地). Which carrier issued the number, and where.
   */
  attribution?: AttributionResult;
  /**
   * City in working hours (工作时段常驻城市). The city in which the phone was most active in the last 3 months: in working hours (07:00-19:00 on weekdays) or at night (21:00-07:00).
   */
  "location-work"?: ActiveCityResult;
  /**
   * City at night (夜间时段常驻城市). The city in which the phone was most active in the last 3 months: in working hours (07:00-19:00 on weekdays) or at night (21:00-07:00).
   */
  "location-residential"?: ActiveCityResult;
  /**
   * Distance from a stated address (地址核验（常驻位置距离）). One entry for each of addressesToVerify that a source answered for, in their order.
   */
  "address-verify"?: AddressDistanceResult[];
}

/**
 * Risk (风险筛查): a property for each sub-check that a source answered. Empty when they all are errored.
 */
export interface RiskResults {
  /**
   * Fraud, gambling and money-mule lists (涉诈、涉赌、洗钱风险名单). Whether the number or the person is on a fraud, gambling or money-mule list.
   */
  fraud?: FraudScreeningResult;
  /**
   * Police records (公安不良记录). Which categories of police record the person has.
   */
  criminal?: PoliceRecordResult;
}

/**
 * Bank card (银行卡核验): a property for each sub-check that a source answered. Empty when they all are errored.
 */
export interface BankResults {
  /**
   * Name, ID number, card and mobile (银行卡四要素（姓名、身份证、卡号、手机号）). Whether the source confirms what was sent.
   */
  "four-factor"?: VerificationResult;
  /**
   * Name, ID number and card (银行卡三要素（姓名、身份证、卡号）). Whether the source confirms what was sent.
   */
  "three-factor"?: VerificationResult;
}

/**
 * Whether the source confirms what was sent.
 */
export interface VerificationResult {
  /**
   * true: the details agree; false: they do not; null: the source holds no record.
   */
  consistent: boolean | null;
  code: VerificationCode;
  /**
   * The same in a sentence for a person.
   */
  message: string;
}

/**
 * Whether the source confirms that the face is the person’s, and how alike it finds the faces.
 */
export interface FaceComparisonResult {
  /**
   * true: the details agree; false: they do not; null: the source holds no record.
   */
  consistent: boolean | null;
  code: VerificationCode;
  /**
   * The same in a sentence for a person.
   */
  message: string;
  /**
   * How alike the source finds the faces, of 100. Missing if the source returned no score.
   */
  score?: number;
  /**
   * The score from which on the source reports a match, of 100. Missing if its documentation names none.
   */
  threshold?: number;
}

/**
 * Which carrier issued the number, and where.
 */
export interface AttributionResult {
  /**
   * Whether the source holds data. When false, the properties with what it knows are null.
   */
  found: boolean;
  /**
   * Carrier, in Chinese; null when not found.
   */
  carrier: string | null;
  /**
   * Province or municipality, in Chinese; null when not found.
   */
  province: string | null;
  /**
   * City, in Chinese; null when not found.
   */
  city: string | null;
}

/**
 * The city in which the phone was most active in the last 3 months: in working hours (07:00-19:00 on weekdays) or at night (21:00-07:00).
 */
export interface ActiveCityResult {
  /**
   * Whether the source holds data. When false, the properties with what it knows are null.
   */
  found: boolean;
  /**
   * Province or municipality, in Chinese; null when not found.
   */
  province: string | null;
  /**
   * City, in Chinese; null when not found.
   */
  city: string | null;
}

/**
 * How far one stated address is from where the phone usually is.
 */
export interface AddressDistanceResult {
  /**
   * Which address: its position in addressesToVerify, from 0.
   */
  index: number;
  type: AddressType;
  /**
   * The address's city, as it was sent.
   */
  city: string;
  /**
   * Whether the source holds data. When false, the properties with what it knows are null.
   */
  found: boolean;
  /**
   * The band that the distance lies in; null when not found.
   */
  distanceBand: DistanceBand | null;
}

/**
 * Whether the number or the person is on a fraud, gambling or money-mule list.
 */
export interface FraudScreeningResult {
  /**
   * How bad the listing is; null when the source holds no record.
   */
  severity: FraudSeverity | null;
  /**
   * Whether the person is listed: severity 1 or more.
   */
  flagged: boolean;
  /**
   * The same in a sentence for a person.
   */
  message: string;
}

/**
 * Which categories of police record the person has.
 */
export interface PoliceRecordResult {
  /**
   * The categories of record; empty when the person is known and has none, null when the source holds no record.
   */
  categories: PoliceCategory[] | null;
  /**
   * Whether there is a police record: at least one category.
   */
  flagged: boolean;
  /**
   * The same in a sentence for a person.
   */
  message: string;
}

/**
 * The values of VerificationCode that this version of the client knows.
 */
export type KnownVerificationCode =
  | "match"
  | "mismatch"
  | "no-record";

/**
 * The outcome of a verification, in a word. `match`: the details agree; `mismatch`: the details do not agree; `no-record`: the source holds no record. New values may be added.
 */
export type VerificationCode = KnownVerificationCode | (string & {});

/**
 * The band that a distance lies in, in kilometers.
 */
export type DistanceBand = "≤3 km" | "3-10 km" | "10-20 km" | "20-50 km" | ">50 km";

/**
 * How bad a listing is: 0 none, 1 low, 2 medium, 3 high.
 */
export type FraudSeverity = 0 | 1 | 2 | 3;

/**
 * The values of PoliceCategory that this version of the client knows.
 */
export type KnownPoliceCategory =
  | "offender"
  | "drug-related"
  | "drug-user"
  | "fugitive"
  | "case-involved"
  | "other";

/**
 * A category of police record: `offender` Criminal record (前科), `drug-related` Drug offences (涉毒), `drug-user` Drug use (吸毒), `fugitive` Wanted fugitive (在逃), `case-involved` Involved in a case (涉案), `other` Other misconduct (其他不良记录). New values may be added.
 */
export type PoliceCategory = KnownPoliceCategory | (string & {});

/**
 * The outcome of every sub-check. Lookups with data and clear screenings are in ran alone. Every other sub-check that ran is also in exactly one more list. What the service does not offer is in notOffered alone.
 */
export interface Summary {
  /**
   * Every sub-check that was started.
   */
  ran: SubCheckId[];
  /**
   * Verifications that the source confirms.
   */
  matched: SubCheckId[];
  /**
   * Verifications in which the source finds a difference.
   */
  unmatched: SubCheckId[];
  /**
   * Sub-checks for which the source holds no record. This speaks neither for nor against the person.
   */
  notFound: SubCheckId[];
  /**
   * Screenings in which the person is listed.
   */
  flagged: SubCheckId[];
  /**
   * Sub-checks that no source could decide, and why.
   */
  errored: ErroredSubCheck[];
  /**
   * Sub-checks that the fields allow and that the service does not offer. They did not run and cost nothing. If a weaker variant is offered, it ran in their place.
   */
  notOffered: SubCheckId[];
}

/**
 * The values of SubCheckId that this version of the client knows.
 */
export type KnownSubCheckId =
  | "identity.four-factor"
  | "identity.two-factor"
  | "identity.image"
  | "identity.three-factor"
  | "identity.name-mobile"
  | "identity.id-mobile"
  | "mobile.attribution"
  | "mobile.location-work"
  | "mobile.location-residential"
  | "mobile.address-verify"
  | "risk.fraud"
  | "risk.criminal"
  | "bank.four-factor"
  | "bank.three-factor";

/**
 * A sub-check: its category in the report, a dot, and its key there. `identity.four-factor`: Name, ID number and card validity; `identity.two-factor`: Name and ID number; `identity.image`: Face against the photo on police file; `identity.three-factor`: Name, ID number and mobile; `identity.name-mobile`: Name and mobile; `identity.id-mobile`: ID number and mobile; `mobile.attribution`: Carrier and home region; `mobile.location-work`: City in working hours; `mobile.location-residential`: City at night; `mobile.address-verify`: Distance from a stated address; `risk.fraud`: Fraud, gambling and money-mule lists; `risk.criminal`: Police records; `bank.four-factor`: Name, ID number, card and mobile; `bank.three-factor`: Name, ID number and card. New values may be added.
 */
export type SubCheckId = KnownSubCheckId | (string & {});

/**
 * A sub-check that no source could decide. This says nothing about the person.
 */
export interface ErroredSubCheck {
  check: SubCheckId;
  /**
   * What happened and what to do about it. It never holds a value that was sent.
   */
  error: string;
  code: ErrorCode;
}

/**
 * The values of ErrorCode that this version of the client knows.
 */
export type KnownErrorCode =
  | "invalid-input"
  | "unsupported"
  | "quota"
  | "photo-unusable"
  | "card-problem"
  | "upstream-unavailable"
  | "upstream-timeout"
  | "unknown-outcome"
  | "unknown-code";

/**
 * Why no source could decide a sub-check, as a code. `invalid-input`: the source rejects one of the values; `unsupported`: the source does not serve this number segment, card or document; `quota`: the service's quota at the source is used up; `photo-unusable`: the source cannot use the photo; `card-problem`: the card is lost, expired or restricted, which says nothing about the person; `upstream-unavailable`: the source could not be reached, or did not accept the call at any retry; `upstream-timeout`: the source did not respond in time; `unknown-outcome`: the source was called and its response was lost; the call was not repeated, because it may have been billed; `unknown-code`: the source returned a code or a value that the service does not know. New values may be added.
 */
export type ErrorCode = KnownErrorCode | (string & {});

/**
 * Why the call failed, and what to do about it.
 */
export interface ApiError {
  /**
   * What is wrong, for a person.
   */
  message: string;
  /**
   * Identifies this call in the logs: quote it to the operator. It is "-" if the call ended before it had an id.
   */
  requestId: string;
  code?: ApiErrorCode;
  /**
   * With limit-reached: when the limit resets, in ISO 8601, UTC.
   */
  resetsAt?: string;
  /**
   * Every problem of the request. Absent if no problem belongs to a single field.
   */
  errors?: FieldProblem[];
}

/**
 * The values of ApiErrorCode that this version of the client knows.
 */
export type KnownApiErrorCode =
  | "report-failed"
  | "limit-reached"
  | "quota-exceeded"
  | "idempotency-conflict"
  | "consent-required"
  | "not-the-same-person"
  | "scope-missing"
  | "network-not-allowed";

/**
 * What is wrong, as a stable code for programs. `report-failed`: the report could not be produced, and polling again changes nothing; `limit-reached`: a limit of the client's own leaves no room for the request; nothing was started; `quota-exceeded`: the monthly quota of calls of the client's plan is used up; `idempotency-conflict`: the Idempotency-Key was used with another request; `scope-missing`: the key does not have the scope that the call needs; `network-not-allowed`: the key may not be used from the network address of the call; `consent-required`: the operator requires the person's consent for a sub-check; nothing was started; `not-the-same-person`: the name or the ID number differs from that of the report in rerunOf; nothing was started. New values may be added.
 */
export type ApiErrorCode = KnownApiErrorCode | (string & {});

/**
 * One thing that is wrong with a request.
 */
export interface FieldProblem {
  /**
   * The field, such as addressesToVerify[0].city. (body) is the whole body; (unknown) is a field whose name is not repeated here.
   */
  field: string;
  /**
   * What the field must be, in words. It never holds a value that was sent.
   */
  message: string;
}
