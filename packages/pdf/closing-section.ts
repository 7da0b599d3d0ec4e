import { decisionNote } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import { type Category, categories, type Label, placeOf } from '@kyc-china/core/sub-checks/catalogue';
import type { TaskSource } from '@kyc-china/core/task-source';
import { providerLabelOf } from '@kyc-china/providers/provider-labels';
import { type Block, columns, moved, paragraph, rule, space, stack, textIn } from './blocks.ts';
import type { Element } from './element.ts';
import type { Fonts } from './fonts.ts';
import type { PrintedReport } from './printed-report.ts';
import { section } from './section.ts';
import { bilingual } from './table.ts';
import { colours, contentWidth, styles } from './theme.ts';
import { authorities, printedWords, reviewer } from './words.ts';

function providersOf(category: Category, sources: readonly TaskSource[]): Label {
  const names = new Set(
    sources.flatMap(({ task, provider }) =>
      provider !== undefined && placeOf(task.subCheck).category === category ? [provider] : [],
    ),
  );
  const labels = [...names].map(providerLabelOf);
  if (labels.length === 0) return printedWords.noProvider;
  return {
    en: labels.map(({ en }) => en).join(', '),
    zh: labels.map(({ en, zh }) => (zh === '' ? en : zh)).join('、'),
  };
}

/** Returns whose records the results are, and who provided them, for each category of which a check ran. */
function authorityOf({ summary }: Report, sources: readonly TaskSource[]): Label {
  const all = (Object.keys(categories) as Category[])
    .filter((category) => summary.ran.some((id) => placeOf(id).category === category))
    .map((category) => ({
      name: categories[category],
      records: authorities[category],
      by: providersOf(category, sources),
    }));
  return {
    en: all.map(({ name, records, by }) => `${name.en}: ${records.en}, by ${by.en}.`).join(' '),
    zh: all.map(({ name, records, by }) => `${name.zh}：${records.zh}，${by.zh}提供。`).join(''),
  };
}

/** Returns a text in both languages, one below the other. */
function twice({ en, zh }: Label, fonts: Fonts): Block {
  return stack(
    paragraph(en, styles.small, contentWidth, fonts),
    paragraph(zh, styles.small, contentWidth, fonts),
  );
}

/** Returns the lines that a reviewer fills in on paper. */
function reviewerBox(fonts: Fonts): Block {
  const list: Element = { tag: 'L' };
  const width = contentWidth / reviewer.length;
  const fields = reviewer.map((label, index) => {
    const body: Element = { tag: 'LBody', parent: { tag: 'LI', parent: list } };
    const name = stack(
      ...bilingual(label, styles.small).map(([text, style]) => textIn(body, text, style, width - 16, fonts)),
    );
    return moved(stack(space(24), rule(width - 16, colours.ink, 0.6), space(2), name), index * width, 0);
  });
  return columns(...fields);
}

/**
 * Returns the end of the report as one block, which no page break divides: the last page always has all of it. It says what the
 * report covers, whose records it rests on, by which rules it decides, how it is verified, and who reviewed it.
 */
export function closingBlock({ report, sources }: PrintedReport, fonts: Fonts): Block {
  const { scope, scopeText, proof, proofText, review, rules } = printedWords;
  const { policy } = report.decision;
  const sections = [
    section(
      scope,
      [
        stack(
          twice(authorityOf(report, sources), fonts),
          twice(scopeText, fonts),
          twice(
            {
              en: `${rules.en} ${policy}: ${decisionNote.en}`,
              zh: `${rules.zh} ${policy}：${decisionNote.zh}`,
            },
            fonts,
          ),
        ),
      ],
      fonts,
    ),
    section(proof, [twice(proofText, fonts)], fonts),
    section(review, [reviewerBox(fonts)], fonts),
  ];
  const blocks = sections.flat();
  const whole = stack(
    ...blocks.flatMap(({ lead, ...block }, index) => (lead && index > 0 ? [lead, block] : [block])),
  );
  return { ...whole, lead: space(10) };
}
