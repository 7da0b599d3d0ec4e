import { outcomes, verdictNotes } from '@kyc-china/core/labels';
import { outcomeOf } from '@kyc-china/core/outcome-of';
import type { DeliveredReport } from '@kyc-china/core/report';
import { definitionOf } from '@kyc-china/core/sub-checks/catalogue';
import { isAdverse, verdictOnReport } from '@kyc-china/core/verdict';
import { verdictHeading } from '@kyc-china/core/verdict-heading';
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
