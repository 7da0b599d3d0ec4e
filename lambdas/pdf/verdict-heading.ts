import type { Summary } from '../domain/report.ts';
import type { Label } from '../domain/sub-checks/catalogue.ts';
import { verdictHeadings } from './labels.ts';
import type { Verdict } from './verdict.ts';

/**
 * A verdict in one sentence, for a place that lists below it all that speaks against the person: where there are
 * several kinds of that, it counts each.
 */
export function verdictHeading(summary: Summary, { outcome, count, total }: Verdict): Label {
  const heading = verdictHeadings[outcome](count, total);
  const others = summary.unmatched.length;
  if (outcome !== 'flagged' || others === 0) return heading;
  const other = verdictHeadings.unmatched(others, total);
  return { en: `${heading.en}. ${other.en}`, zh: `${heading.zh}；${other.zh}` };
}
