import {
  addressTypes,
  errorCodes,
  fieldLabels,
  outcomeMeanings,
  outcomes,
  warningLabels,
  words,
} from '@kyc-china/core/labels';
import type { DeliveredReport } from '@kyc-china/core/report';
import { categories, definitionOf, type InputField } from '@kyc-china/core/sub-checks/catalogue';
import type { ComponentChildren } from 'preact';
import { chineseFix, chineseWarnings } from '../chinese-answers.ts';
import { Icon } from '../shell/icons.tsx';
import { language, say } from '../shell/language.ts';
import { duration, InEnglish, Moment, OutcomeMark } from '../shell/words.tsx';
import { counts, texts } from '../texts.ts';
import { JsonPanel } from './json-panel.tsx';
import { type ErroredGroup, erroredTogether, type Row, rowsByCategory } from './report-model.ts';

function ResultRow({ row: { id, outcome, facts } }: { row: Row }) {
  return (
    <tr class={`outcome-${outcome}`}>
      <th scope="row">
        {say(definitionOf(id).label)}
        <code>{id}</code>
      </th>
      <td>
        <OutcomeMark outcome={outcome} />
      </td>
      <td>
        {facts.length === 0 ? (
          say(outcomeMeanings[outcome])
        ) : (
          <dl class="facts-list">
            {facts.map(({ label, value }) => (
              <div key={label.en}>
                <dt>{say(label)}</dt>
                <dd>{say(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </td>
    </tr>
  );
}

function Results({ report }: { report: DeliveredReport }) {
  return (
    <>
      {rowsByCategory(report).map(([category, rows]) => (
        <section key={category} class="panel" aria-labelledby={`category-${category}`}>
          <h2 id={`category-${category}`}>{say(categories[category])}</h2>
          <table class="stacking results">
            <thead>
              <tr>
                <th scope="col">{say(texts.subCheck)}</th>
                <th scope="col">{say(texts.outcome)}</th>
                <th scope="col">{say(texts.finding)}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ResultRow key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}

/** What a person can do about it: in Chinese where there is any. */
function Fix({ code, fix }: Pick<ErroredGroup, 'code' | 'fix'>) {
  const chinese = language.value === 'zh' ? chineseFix(code, fix) : undefined;
  return chinese === undefined ? <InEnglish>{fix}</InEnglish> : <span>{chinese}</span>;
}

/** What no source could decide, each with what a person can do about it. */
function Errored({ report }: { report: DeliveredReport }) {
  const groups = erroredTogether(report);
  if (groups.length === 0) return null;
  return (
    <section class="panel errored" aria-labelledby="errored-title">
      <h2 id="errored-title">{say(texts.errored)}</h2>
      <p class="hint">{say(texts.erroredNote)}</p>
      <ul>
        {groups.map(({ code, fix, of }) => (
          <li key={`${code} ${fix}`}>
            <p>
              <span class="mark outcome-errored">
                <Icon name="exclamation" />
                {say(code === undefined ? outcomes.errored : errorCodes[code])}
              </span>{' '}
              {code !== undefined && <code>{code}</code>}
            </p>
            <p>
              <span class="hint">{say(texts.fix)}</span> <Fix code={code} fix={fix} />
            </p>
            <ul class="affected">
              {of.map(({ check, positions }) => (
                <li key={check}>
                  <b>{say(definitionOf(check).label)}</b> <code>{check}</code>
                  {positions !== '' && <span class="hint">{positions}</span>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the service does not offer, and did not run. A report that an earlier release stored has no such list. */
function NotOffered({ report: { summary } }: { report: DeliveredReport }) {
  const { notOffered = [] } = summary;
  if (notOffered.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="not-offered-title">
      <h2 id="not-offered-title">{say(words.notOffered)}</h2>
      <p class="hint">{say(texts.notOfferedNote)}</p>
      <ul class="affected">
        {notOffered.map((check) => (
          <li key={check}>
            <b>{say(definitionOf(check).label)}</b> <code>{check}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Warnings({ report }: { report: DeliveredReport }) {
  const { warnings } = report.reportMetadata;
  if (warnings.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="warnings-title">
      <h2 id="warnings-title">{say(words.warnings)}</h2>
      <ul class="warnings">
        {warnings.map(({ field, code, message }) => (
          <li key={`${field} ${code}`}>
            <b>
              {say(fieldLabels[field])}: {say(warningLabels[code])}
            </b>{' '}
            <span>{language.value === 'zh' ? chineseWarnings[code] : message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pairs({ title, id, children }: { title: string; id: string; children: ComponentChildren }) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl class="pairs">{children}</dl>
    </section>
  );
}

function Pair({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Submitted({ report: { submitted } }: { report: DeliveredReport }) {
  const { facePhoto, addressesToVerify = [], ...rest } = submitted;
  return (
    <Pairs title={say(texts.submitted)} id="submitted-title">
      {Object.entries(rest).map(([field, value]) => (
        <Pair key={field} name={say(fieldLabels[field as InputField])}>
          <span class="digits">{value}</span>
        </Pair>
      ))}
      {facePhoto && <Pair name={say(fieldLabels.facePhoto)}>{say(texts.photoSent)}</Pair>}
      {addressesToVerify.map(({ type, city, address }, index) => (
        <Pair key={index} name={say(counts.address(index + 1))}>
          {city} {address} <span class="hint">{say(addressTypes[type])}</span>
        </Pair>
      ))}
    </Pairs>
  );
}

function About({ report: { reportMetadata } }: { report: DeliveredReport }) {
  const { reportId, requestedAt, completedAt, durationMs, upstreamCalls, clientReference, metadata } =
    reportMetadata;
  return (
    <Pairs title={say(texts.about)} id="about-title">
      <Pair name={say(words.reportId)}>
        <code>{reportId}</code>
      </Pair>
      <Pair name={say(texts.startedAt)}>
        <Moment at={requestedAt} />
      </Pair>
      <Pair name={say(texts.endedAt)}>
        <Moment at={completedAt} />
      </Pair>
      <Pair name={say(words.duration)}>{duration(durationMs)}</Pair>
      <Pair name={say(words.upstreamCalls)}>{upstreamCalls}</Pair>
      {clientReference !== undefined && (
        <Pair name={say(fieldLabels.clientReference)}>{clientReference}</Pair>
      )}
      {Object.entries(metadata ?? {}).map(([key, value]) => (
        <Pair key={key} name={key}>
          {value}
        </Pair>
      ))}
    </Pairs>
  );
}

/** The report to be read, and the JSON that it is beside it. */
export function ReportPart({ report }: { report: DeliveredReport }) {
  return (
    <div class="report-part">
      <div class="report">
        <Errored report={report} />
        <NotOffered report={report} />
        <Results report={report} />
        <Warnings report={report} />
        <Submitted report={report} />
        <About report={report} />
      </div>
      <JsonPanel report={report} />
    </div>
  );
}
