import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { errorCodeOf, type Verdict } from '@kyc-china/providers/code-table';
import { localClient } from '../../local/seed.ts';
import { nameOf } from './chinese-number.ts';
import type { EmbeddedStack } from './embedded-stack.ts';
import { jpegBase64 } from './images.ts';

/** A documented code of a vendor, to be answered to one sub-check. */
export interface CodeCase<Answer> {
  readonly subCheck: SubCheckId;
  readonly code: string;
  readonly answer: Answer;
  readonly verdict: Verdict;
}

/** Returns a fictitious person without a simulator scenario. No two share name and mobile. */
function personOf(index: number) {
  const digits = String(index).padStart(5, '0');
  return {
    name: nameOf(index),
    idNumber: '110101199001018885',
    idIssueDate: '20180501',
    idExpiryDate: '20380501',
    facePhoto: jpegBase64,
    mobile: `138${digits}888`,
    bankCardNumber: '6222021234567890888',
  };
}
type Person = ReturnType<typeof personOf>;

/** Bodies by which each variant of each axis runs in one of them: only the strongest that is eligible does. */
const shapes: readonly ((person: Person) => Partial<Person>)[] = [
  (person) => person,
  ({ name, idNumber, bankCardNumber }) => ({ name, idNumber, bankCardNumber }),
  ({ name, mobile }) => ({ name, mobile }),
];
const shapeOf: Readonly<Partial<Record<SubCheckId, number>>> = {
  'identity.two-factor': 1,
  'bank.three-factor': 1,
  'identity.name-mobile': 2,
};

/** Where a verdict lands in a report, when the vendor answers with it once and then as usual. */
function landingOf(verdict: Verdict): string {
  switch (verdict.class) {
    case 'match':
    case 'retry':
      return 'matched';
    case 'mismatch':
      return 'unmatched';
    case 'no-record':
      return 'notFound';
    case 'data':
    case 'unknown-outcome':
      return verdict.class;
    default:
      return errorCodeOf[verdict.class];
  }
}

interface Summary {
  readonly ran: readonly string[];
  readonly errored: readonly { readonly check: string; readonly code: string }[];
  readonly matched: readonly string[];
  readonly unmatched: readonly string[];
  readonly notFound: readonly string[];
}

function placeIn(summary: Summary, subCheck: SubCheckId): string {
  const errored = summary.errored.find(({ check }) => check === subCheck);
  if (errored) return errored.code;
  const lists = ['matched', 'unmatched', 'notFound'] as const;
  const list = lists.find((name) => summary[name].includes(subCheck));
  return list ?? (summary.ran.includes(subCheck) ? 'data' : 'absent');
}

/** Few: the machine's cores are what the time goes by, and the API's gateway waits for no request longer than 29 s. */
const inParallel = 6;

/** Requests a report. What a busy machine does not accept in time is repeated under the same key. */
async function acceptedBy(stack: EmbeddedStack, body: object, idempotencyKey: string): Promise<string> {
  const { clientId, clientSecret } = localClient;
  const headers = {
    'x-client-id': clientId,
    'x-client-secret': clientSecret,
    'idempotency-key': idempotencyKey,
  };
  for (;;) {
    const answer = await stack.post('/kyc/cn/request', body, headers);
    if (answer.status === 200) return answer.body.token;
    if (answer.status < 500) throw new Error(`the request was answered ${answer.status}`);
  }
}

/**
 * Runs reports until each code was answered once to its sub-check, and says where each landed.
 * @param plan has the vendor give an answer to the sub-check's next call about the person.
 * @returns a line for each case, as it came and as the table has it.
 */
export async function runCodes<Answer>(
  stack: EmbeddedStack,
  cases: readonly CodeCase<Answer>[],
  plan: (person: { name: string; mobile: string }, each: CodeCase<Answer>) => void,
): Promise<{ landed: string[]; expected: string[]; persons: number }> {
  const bySubCheck = [...Map.groupBy(cases, ({ subCheck }) => subCheck).values()];
  // Each begins elsewhere: the same code to all sub-checks at once, of a vendor that is busy, would open its circuit.
  const rows = bySubCheck.map((row, index) => {
    const first = Math.floor((index * row.length) / bySubCheck.length);
    return [...row.slice(first), ...row.slice(0, first)];
  });
  const reports = shapes.flatMap((shape, index) => {
    const own = rows.filter((row) => row[0] && (shapeOf[row[0].subCheck] ?? 0) === index);
    const length = Math.max(0, ...own.map((row) => row.length));
    return Array.from({ length }, (_, at) => ({ shape, cases: own.flatMap((row) => row[at] ?? []) }));
  });
  const lineOf = ({ subCheck, code }: CodeCase<Answer>, place: string) => `${subCheck} ${code}: ${place}`;
  const landed: string[] = [];
  const queue = [...reports.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, report] = next;
      const person = personOf(index);
      for (const each of report.cases) plan(person, each);
      const token = await acceptedBy(stack, report.shape(person), `codes-${index}`);
      const { answer } = await stack.pollToEnd(token);
      for (const each of report.cases) landed.push(lineOf(each, placeIn(answer.body.summary, each.subCheck)));
    }
  };
  await Promise.all(Array.from({ length: inParallel }, work));
  const expected = cases.map((each) =>
    lineOf(
      each,
      each.subCheck === 'mobile.attribution' && each.verdict.class === 'retry'
        ? 'data'
        : landingOf(each.verdict),
    ),
  );
  return { landed: landed.sort(), expected: expected.sort(), persons: reports.length };
}
