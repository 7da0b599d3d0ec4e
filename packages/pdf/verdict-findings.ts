import { decisionLooks, fieldLabels, reasonLabel, warningLabels } from '@kyc-china/core/labels';
import { isAdverse, outcomeOf, resultOf } from '@kyc-china/core/outcome-of';
import type { Report } from '@kyc-china/core/report';
import { definitionOf, kindOf, type Label } from '@kyc-china/core/sub-checks/catalogue';
import type { DistanceBand, Outcome } from '@kyc-china/core/sub-checks/findings';
import { factOf, printedBand } from './facts.ts';
import { notCheckedIn } from './not-checked.ts';
import { printedWords } from './words.ts';

/** Something that a reader must know before the tables: with the outcome that it looks like. */
export interface Point extends Label {
  readonly outcome: Outcome;
}

/** The most checks that one reason names: the table below names all. */
const mostNames = 3;

/** Returns the reasons of the decision, the worst first, each with the checks that it is about. */
export function reasonsOf(report: Report): Point[] {
  const { decision, summary } = report;
  const byText = Map.groupBy(decision.reasons, ({ code, message }) => `${code} ${message}`);
  return [...byText.values()].flatMap((reasons): Point[] => {
    const [first] = reasons;
    if (!first) return [];
    const { en, zh } = reasonLabel(first);
    const checks = reasons.flatMap(({ check }) => check ?? []);
    const [only] = checks;
    if (!only) return [{ en, zh, outcome: decisionLooks[decision.outcome] }];
    const outcome = outcomeOf(summary, only);
    if (checks.length > mostNames)
      return [{ en: `${checks.length} checks: ${en}`, zh: `${checks.length}项核验：${zh}`, outcome }];
    const labels = checks.map((check) => definitionOf(check).label);
    const fact = checks.length === 1 && outcome === 'flagged' ? factOf(report, only) : undefined;
    return [
      {
        en: `${labels.map((label) => label.en).join('; ')}: ${en}${fact ? ` ${fact.en}.` : ''}`,
        zh: `${labels.map((label) => label.zh).join('、')}：${zh}${fact ? `${fact.zh}。` : ''}`,
        outcome,
      },
    ];
  });
}

/** Distances at which a person usually is not where the stated address is. */
const farBands: readonly DistanceBand[] = ['20-50 km', '>50 km'];

/** Returns what the rules did not decide by, and a reader must know all the same: doubts, distances, and what was not checked. */
export function notesOn(report: Report): Point[] {
  const { decision, summary, reportMetadata } = report;
  const isReason = new Set(decision.reasons.map(({ code }) => code));
  const decided = new Set(decision.reasons.map(({ check }) => check));
  const notes: Point[] = summary.ran
    .filter((id) => isAdverse(outcomeOf(summary, id)) && !decided.has(id))
    .map((id) => {
      const { en, zh } = definitionOf(id).label;
      const fact = factOf(report, id);
      return { en: `${en}: ${fact.en}`, zh: `${zh}：${fact.zh}`, outcome: outcomeOf(summary, id) };
    });
  for (const { field, code } of reportMetadata.warnings) {
    if (isReason.has(code)) continue;
    const [name, label] = [fieldLabels[field], warningLabels[code]];
    notes.push({
      en: `${name.en}: ${label.en}.`,
      zh: `${name.zh}：${label.zh}。`,
      outcome: 'errored',
    });
  }
  for (const band of farBands) {
    const far = (resultOf(report, 'mobile.address-verify') ?? []).filter(
      ({ distanceBand }) => distanceBand === band,
    );
    if (far.length > 0)
      notes.push({
        en: `Stated address ${far.map(({ index }) => index + 1).join(', ')}: ${printedBand(band)} from where the phone usually is.`,
        zh: `地址${far.map(({ index }) => index + 1).join('、')}：距常驻位置 ${printedBand(band)}。`,
        outcome: 'errored',
      });
  }
  const missing = notCheckedIn(report);
  if (missing.length > 0) {
    const { en, zh } = printedWords.notChecked;
    const names = missing.map(({ id }) => definitionOf(id).label);
    notes.push({
      en: `${en}: ${missing.length > mostNames ? `${missing.length} checks, with their reasons in the table below` : names.map((name) => name.en).join('; ')}.`,
      zh: `${zh}：${missing.length > mostNames ? `${missing.length}项，原因见下表` : names.map((name) => name.zh).join('、')}。`,
      outcome: 'notFound',
    });
  }
  return notes;
}

/** Returns whether the person is who they say, as far as the comparisons go. */
export function identityStatement({ summary }: Report): Label {
  const compared = summary.ran.filter((id) => kindOf(id) === 'verification');
  const count = compared.length;
  const by = (outcome: Outcome) => compared.filter((id) => outcomeOf(summary, id) === outcome).length;
  const [matched, unmatched] = [by('matched'), by('unmatched')];
  if (count === 0) return { en: 'Identity: no details were compared.', zh: '身份：未比对任何信息。' };
  if (unmatched > 0)
    return {
      en: `Identity: ${unmatched} of ${count} comparisons do not agree.`,
      zh: `身份：${count}项比对中${unmatched}项不一致。`,
    };
  if (matched === count)
    return {
      en: count === 1 ? 'Identity: the one comparison agrees.' : `Identity: all ${count} comparisons agree.`,
      zh: `身份：${count}项比对全部一致。`,
    };
  return {
    en: `Identity: ${matched} of ${count} comparisons agree; the others are open.`,
    zh: `身份：${count}项比对中${matched}项一致，其余未能判断。`,
  };
}
