import type { Terminal } from '../terminal.ts';

/** A bar is drawn again at most so often, in milliseconds. */
const drawEveryMs = 100;
const barWidth = 30;

/** Shows how far a batch is: a bar on a terminal, and elsewhere a line for each tenth. */
export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #total: number;
  readonly #counts = new Map<string, number>();
  #done = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(terminal: Terminal, total: number) {
    this.#terminal = terminal;
    this.#total = total;
  }

  add(decision: string): void {
    const tenth = () => Math.floor((10 * this.#done) / this.#total);
    const before = tenth();
    this.#done += 1;
    this.#counts.set(decision, (this.#counts.get(decision) ?? 0) + 1);
    const { stderr } = this.#terminal;
    if (!stderr.isTTY) {
      if (tenth() > before) stderr.write(`${this.#text()}\n`);
      return;
    }
    const now = performance.now();
    if (now - this.#drawnAt < drawEveryMs && this.#done < this.#total) return;
    this.#drawnAt = now;
    const filled = Math.round((barWidth * this.#done) / this.#total);
    const line = `[${'#'.repeat(filled).padEnd(barWidth, '-')}] ${this.#text()}`;
    stderr.write(`\r${line.slice(0, (stderr.columns ?? 80) - 1)}\u001b[K`);
  }

  /** Leaves the terminal as a line's start. */
  end(): void {
    if (this.#terminal.stderr.isTTY) this.#terminal.stderr.write('\r\u001b[K');
  }

  #text(): string {
    const counts = [...this.#counts].map(([decision, count]) => `${count} ${decision}`);
    return [`${this.#done} of ${this.#total}`, ...counts].join(', ');
  }
}
