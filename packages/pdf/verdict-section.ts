import { both, decisionHeadings, decisionLooks, words } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import type { TaskSource } from '@kyc-china/core/task-source';
import { providerLabelOf } from '@kyc-china/providers/provider-labels';
import { type Block, columns, frame, icon, moved, panel, paragraph, space, stack, textIn } from './blocks.ts';
import type { Element } from './element.ts';
import type { Fonts } from './fonts.ts';
import { bookmark } from './section.ts';
import type { TextStyle } from './text.ts';
import { colours, contentWidth, outcomeColours, styles } from './theme.ts';
import { identityStatement, notesOn, type Point, reasonsOf } from './verdict-findings.ts';
import { lookFirst, nextSteps, printedWords } from './words.ts';

const inset = 10;
const textLeft = 46;
const textWidth = contentWidth - textLeft - inset;

/** Returns what the report recommends, whether the identity is confirmed, and what to do: white on dark for a fail. */
function headPanel(report: Report, hasNotes: boolean, fonts: Fonts): Block {
  const { outcome } = report.decision;
  const shownAs = decisionLooks[outcome];
  const isFail = outcome === 'fail';
  const colour = outcomeColours[shownAs];
  const [ink, paper] = isFail ? [colours.white, colour] : [colour, colours.pale];
  const plain = { ...styles.body, colour: isFail ? colours.white : colours.ink };
  const line = (text: string, style: TextStyle, element?: Element) =>
    paragraph(text, { ...style }, textWidth, fonts, element);
  const twice = ({ en, zh }: Label, style: TextStyle) => [line(en, style), line(zh, style)];
  const next = outcome === 'pass' && hasNotes ? lookFirst : nextSteps[outcome];
  const sentence = stack(
    bookmark(both(printedWords.recommendation)),
    line(both(decisionHeadings[outcome]), { ...styles.decision, colour: ink }, { tag: 'H2' }),
    ...twice(identityStatement(report), plain),
    line(next.en, { ...plain, weight: 'bold' }),
    line(next.zh, plain),
  );
  const height = sentence.height + 10;
  return columns(
    panel(contentWidth, height, paper),
    ...(isFail ? [] : [panel(5, height, colour)]),
    moved(icon(shownAs, 28, ink, paper), 12, height / 2 - 14),
    moved(sentence, textLeft, 5),
  );
}

function pointList(points: readonly Point[], fonts: Fonts): Block {
  const list: Element = { tag: 'L' };
  const items = points.map(({ en, zh, outcome }) => {
    const body: Element = { tag: 'LBody', parent: { tag: 'LI', parent: list } };
    const colour = outcomeColours[outcome];
    const text = (value: string, style: TextStyle) => textIn(body, value, style, textWidth, fonts);
    const both = stack(
      text(en, styles.body),
      ...(zh === en ? [] : [text(zh, { ...styles.body, size: styles.body.size - 0.5 })]),
    );
    return stack(columns(moved(icon(outcome, 12, colour), 20, 3), moved(both, textLeft, 0)), space(2));
  });
  return stack(...items);
}

/** Returns the recommendation with its reasons, the worst first, and then what the rules did not decide by. */
export function verdictSection(report: Report, fonts: Fonts): Block {
  const [reasons, notes] = [reasonsOf(report), notesOn(report)];
  const head = headPanel(report, notes.length > 0, fonts);
  const also = paragraph(
    both(printedWords.alsoConsider),
    { ...styles.small, colour: colours.ink },
    textWidth,
    fonts,
  );
  const below = [
    ...(reasons.length > 0 ? [pointList(reasons, fonts)] : []),
    ...(notes.length > 0 ? [moved(also, textLeft, 0), pointList(notes, fonts)] : []),
  ];
  if (below.length === 0) return { ...head, lead: space(5) };
  const whole = stack(head, space(4), ...below, space(1));
  const colour = outcomeColours[decisionLooks[report.decision.outcome]];
  return { ...columns(whole, frame(contentWidth, whole.height, colour, 1.2)), lead: space(5) };
}

/** Returns the notice that no real source was called. Such a report proves nothing, and the small print is not enough to say so. */
export function simulationNotice(sources: readonly TaskSource[], fonts: Fonts): Block[] {
  const simulated = sources.some(({ provider }) => provider && providerLabelOf(provider).simulated);
  if (!simulated) return [];
  const style = { ...styles.body, weight: 'bold' } as const;
  const text = stack(
    paragraph(words.simulated.en, style, contentWidth - 2 * inset, fonts),
    paragraph(words.simulated.zh, styles.body, contentWidth - 2 * inset, fonts),
  );
  const height = text.height + 6;
  return [
    {
      ...columns(frame(contentWidth, height, colours.ink, 1), moved(text, inset, 3), space(height)),
      lead: space(5),
    },
  ];
}
