import { verdictHeadings } from './labels.ts';
import type { Summary } from './report.ts';
import type { Label } from './sub-checks/catalogue.ts';
import type { Verdict } from './verdict.ts';

/**
 * Returns the verdict in one sentence, for a section that lists the adverse findings below it. If there are several kinds
 * of them, the sentence counts each kind.
 */
export function verdictHeading(summary: Summary, { outcome, count, total }: Verdict): Label {
  const heading = verdictHeadings[outcome](count, total);
  const others = summary.unmatched.length;
  if (outcome !== 'flagged' || others === 0) return heading;
  const other = verdictHeadings.unmatched(others, total);
  return { en: `${heading.en}. ${other.en}`, zh: `${heading.zh}；${other.zh}` };
}
