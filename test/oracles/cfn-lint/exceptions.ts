import path from 'node:path';

/** What cfn-lint reports, of the fields that are used here. */
export interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: {
    readonly Start: { readonly LineNumber: number };
    readonly Path?: readonly (string | number)[];
  };
}

interface Exception {
  readonly rule: string;
  /** Fits the message of each finding that is accepted. */
  readonly message: RegExp;
  readonly reason: string;
}

/** The findings that are accepted. One that fits nothing any more fails the part. */
const exceptions: readonly Exception[] = [
  {
    rule: 'W3005',
    message:
      /Role\w* dependency already enforced by a 'GetAtt'|Role\w*' dependency already enforced by a 'GetAtt'/,
    reason:
      'The CDK lets a function and a state machine depend on their role together with the policy of the role. ' +
      'The policy has to come first; naming the role again is redundant and harmless.',
  },
];

/**
 * Judges findings against the exceptions.
 * @returns a line for each finding that no exception accepts, and for each exception that accepts nothing.
 */
export function unexplained(findings: readonly Finding[]): string[] {
  const accepts = ({ rule, message }: Exception, finding: Finding) =>
    finding.Rule.Id === rule && message.test(finding.Message);
  const open = findings
    .filter((finding) => !exceptions.some((exception) => accepts(exception, finding)))
    .map(
      ({ Rule, Message, Filename, Location }) =>
        `${path.basename(Filename)}:${Location.Start.LineNumber} ${Rule.Id} ${Message}`,
    );
  const unused = exceptions
    .filter((exception) => !findings.some((finding) => accepts(exception, finding)))
    .map(({ rule, reason }) => `The exception for ${rule} accepts nothing any more: remove it (${reason})`);
  return [...open, ...unused];
}
