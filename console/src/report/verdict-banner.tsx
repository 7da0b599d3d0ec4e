import { outcomes, verdictNotes } from '../../../packages/core/labels.ts';
import { outcomeOf } from '../../../packages/core/outcome-of.ts';
import type { DeliveredReport } from '../../../packages/core/report.ts';
import { definitionOf } from '../../../packages/core/sub-checks/catalogue.ts';
import { isAdverse, verdictOnReport } from '../../../packages/core/verdict.ts';
import { verdictHeading } from '../../../packages/core/verdict-heading.ts';
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
