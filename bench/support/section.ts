/** One table of figures: the first column is text, the others are figures. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a part of the benchmark has measured, ready to be shown. */
export interface Section {
  readonly title: string;
  /** How it was measured, in a sentence or two; then the tables; then what they mean. */
  readonly method: string;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

export interface BenchOptions {
  /** Fewer repetitions and smaller sizes: to see that the benchmark works. */
  readonly quick: boolean;
  /** Takes a line that says how far the part is. */
  readonly progress: (line: string) => void;
}

/** A part of the benchmark. It never fails on a time: it prints what it measured. */
export type Part = (options: BenchOptions) => Promise<Section>;

const escaped = (cell: string) => cell.replaceAll('|', '\\|');

function markdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(columns), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}

/** The section as Markdown, its title a second-level heading. */
export function toMarkdown({ title, method, tables, notes }: Section): string {
  const list = notes.map((note) => `- ${note}`).join('\n');
  return [`## ${title}`, method, ...tables.map(markdownTable), ...(list ? [list] : [])].join('\n\n');
}

function textTable({ columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map((cell) => cell.length)),
  );
  return [columns, ...rows]
    .map((row) =>
      row
        .map((cell, index) =>
          index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The section as lines for a terminal. */
export function toText({ title, method, tables, notes }: Section): string {
  return [title, method, ...tables.map(textTable), ...notes].join('\n\n');
}
