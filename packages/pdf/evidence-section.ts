import { fieldLabels } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import { definitionOf, type Label } from '@kyc-china/core/sub-checks/catalogue';
import type { TaskSource } from '@kyc-china/core/task-source';
import { providerLabelOf } from '@kyc-china/providers/provider-labels';
import type { Block } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { earlierReportOf, type PrintedReport } from './printed-report.ts';
import { section } from './section.ts';
import { bilingual, type CellText, columnsOf, type Row, tableRows } from './table.ts';
import { contentWidth, styles } from './theme.ts';
import { chinaTime, utcTime } from './times.ts';
import { printedWords } from './words.ts';

const layout = columnsOf([
  [printedWords.check, 176],
  [printedWords.source, 72],
  [printedWords.calledChina, 100],
  [printedWords.calledUtc, 94],
  [printedWords.took, contentWidth - 442 + 8],
]);

function nameOf({ task }: TaskSource): Label {
  const { label } = definitionOf(task.subCheck);
  if (task.addressIndex === undefined) return label;
  const { en, zh } = fieldLabels.addressesToVerify;
  const number = task.addressIndex + 1;
  return { en: `${label.en}: ${en} ${number}`, zh: `${label.zh}：${zh}${number}` };
}

/** Codes of a call that got no response: the time is then how long the service waited. */
const unanswered: readonly string[] = ['upstream-timeout', 'unknown-outcome', 'upstream-unavailable'];

function rowOf(report: Report, source: TaskSource): Row {
  const { provider, askedAt, answeredAt, task } = source;
  const carried = earlierReportOf(report).carried?.find(({ check }) => check === task.subCheck);
  const at = carried ? new Date(carried.answeredAt) : (askedAt ?? answeredAt);
  const code = report.summary.errored.find(({ check }) => check === task.subCheck)?.code;
  const time = (of: (moment: Date) => string): CellText[] =>
    at ? [[of(at), styles.body]] : bilingual(printedWords.noTime);
  const took = (): CellText[] => {
    if (carried) return bilingual(printedWords.carried);
    const seconds: CellText[] =
      askedAt && answeredAt
        ? [[`${((answeredAt.getTime() - askedAt.getTime()) / 1000).toFixed(2)} s`, styles.body]]
        : [];
    const isLost = !answeredAt || (task.addressIndex === undefined && code && unanswered.includes(code));
    return isLost ? [...seconds, ...bilingual(printedWords.noSource)] : seconds;
  };
  const from = provider ? providerLabelOf(provider) : printedWords.noTime;
  return {
    cells: [
      bilingual(nameOf(source)),
      from.zh === '' ? [[from.en, styles.body]] : bilingual(from),
      time(chinaTime),
      time(utcTime),
      took().length > 0 ? took() : bilingual(printedWords.noTime),
    ],
  };
}

/** Returns which source was called for each check, when, and how long it took. */
export function evidenceSection({ report, sources }: PrintedReport, fonts: Fonts): Block[] {
  const { evidence } = printedWords;
  const rows = sources.map((source) => rowOf(report, source));
  return rows.length === 0 ? [] : section(evidence, tableRows(layout, rows, fonts, evidence), fonts);
}
