import { decisionHeadings, decisionLooks, decisionNote, reasonLabel, words } from '@kyc-china/core/labels';
import type { DeliveredReport } from '@kyc-china/core/report';
import { definitionOf } from '@kyc-china/core/sub-checks/catalogue';
import { Icon, outcomeIcons } from '../shell/icons.tsx';
import { say } from '../shell/language.ts';

/** What the report recommends and why, in the PDF's words. A report that an earlier release completed has no decision. */
export function DecisionBanner({
  report,
}: {
  report: Pick<DeliveredReport, 'summary'> & Partial<DeliveredReport>;
}) {
  const { decision } = report;
  if (!decision) return null;
  const { outcome, policy, reasons } = decision;
  const look = decisionLooks[outcome];
  return (
    <section class={`decision outcome-${look}`} aria-labelledby="decision-title">
      <Icon name={outcomeIcons[look]} />
      <div>
        <h2 id="decision-title">{say(decisionHeadings[outcome])}</h2>
        <p>
          {say(words.policy)} <code>{policy}</code>. {say(decisionNote)}
        </p>
        {reasons.length > 0 && (
          <ul>
            {reasons.map((reason) => (
              <li key={`${reason.code} ${reason.check}`}>
                {reason.check !== undefined && `${say(definitionOf(reason.check).label)}: `}
                {say(reasonLabel(reason))}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
