import type { DeliveredReport } from '../../../lambdas/domain/report.ts';
import { definitionOf } from '../../../lambdas/domain/sub-checks/catalogue.ts';
import { outcomes, verdictNotes } from '../../../lambdas/pdf/labels.ts';
import { outcomeOf } from '../../../lambdas/pdf/outcome-of.ts';
import { isAdverse, verdictOnReport } from '../../../lambdas/pdf/verdict.ts';
import { verdictHeading } from '../../../lambdas/pdf/verdict-heading.ts';
import { Icon, outcomeIcons } from '../shell/icons.tsx';
import { say } from '../shell/language.ts';

/** What the report comes to, in the PDF's words: what speaks against the person is named here, whatever follows. */
export function VerdictBanner({ report: { summary } }: { report: DeliveredReport }) {
  const verdict = verdictOnReport(summary);
  if (!verdict) return null;
  const { outcome } = verdict;
  const adverse = summary.ran.filter((id) => isAdverse(outcomeOf(summary, id)));
  return (
    <section class={`verdict outcome-${outcome}`} aria-labelledby="verdict-title">
      <Icon name={outcomeIcons[outcome]} />
      <div>
        <h2 id="verdict-title">{say(verdictHeading(summary, verdict))}</h2>
        <p>{say(verdictNotes[outcome])}</p>
        {adverse.length > 0 && (
          <ul>
            {adverse.map((id) => (
              <li key={id}>
                {say(outcomes[outcomeOf(summary, id)])}: {say(definitionOf(id).label)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
