import { type Section, toMarkdown } from './section.ts';

/** When and how a section was measured: parts may be measured on different days. */
export interface Circumstances {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly machine: string;
  /** The machine's load average around the measuring; more than its cores: others used it too. */
  readonly loadAverage: string;
}

export interface MeasuredSection {
  readonly section: Section;
  readonly circumstances: Circumstances;
}

const head = `# Benchmarks

Written by \`npm run bench\`: run it to have them for your machine. Every figure is printed beside a peer or a limit that
was measured in the same run; the ratio is what carries over to other machines. Where a load average is above the number
of cores, others shared the machine: absolute times are longer than they would be alone, and ratios of things that wait
for each other's processor too.`;

const textOf = ({ section, circumstances: { date, machine, loadAverage } }: MeasuredSection) =>
  `${toMarkdown(section)}\n\n*${date}, ${machine}, load average ${loadAverage}.*`;

/**
 * The page with these sections: each takes the place of the one of its title, or comes last.
 * @param before the page as it was; empty: none.
 */
export function withSections(before: string, measured: readonly MeasuredSection[]): string {
  const kept = before.split(/\n(?=## )/).slice(1);
  const sections = new Map(kept.map((text) => [text.split('\n')[0], text.trimEnd()]));
  for (const one of measured) sections.set(`## ${one.section.title}`, textOf(one));
  return `${[head, ...sections.values()].join('\n\n')}\n`;
}
