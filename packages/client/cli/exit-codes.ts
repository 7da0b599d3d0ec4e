/** What the command line ends with. */
export const exitCodes = {
  /** verify: the report recommends pass. batch: every person has a report. */
  ok: 0,
  /** No report: the API could not be reached, failed, or took too long. verify: or a report whose PDF was not saved. */
  failed: 1,
  /** The command, its input, or a field is wrong: nothing was started. */
  wrongInput: 2,
  /** verify: the report recommends fail. */
  fail: 3,
  /** verify: the report recommends review. */
  review: 4,
  /** verify-report: the file is changed, forged, or not a signed report. */
  notGenuine: 3,
  /** verify-report: it is unchanged, and its signer is not known. */
  unknownSigner: 4,
  /** The client's id and secret were refused. */
  refusedClient: 5,
  /** batch: some people have no report yet, or will have none. */
  incomplete: 6,
  /** A limit of the client leaves no room: nothing was started before it resets. */
  limitReached: 7,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What is wrong with a command or its input, for its user. It holds no personal data. */
export class UsageError extends Error {
  override name = 'UsageError';
}
