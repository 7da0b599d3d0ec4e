import { type Block, bottomOf, type Mark, moved, stack } from './blocks.ts';

/** Fills pages with blocks from top to bottom. */
export class PageFlow {
  readonly pages: Mark[][] = [];
  readonly #left: number;
  readonly #top: number;
  readonly #bottom: number;
  readonly #head: () => Block;
  #cursor = 0;
  #freshCursor = 0;

  /** @param head the block at the top of every page but the first. */
  constructor(frame: { left: number; top: number; bottom: number }, head: () => Block) {
    this.#left = frame.left;
    this.#top = frame.top;
    this.#bottom = frame.bottom;
    this.#head = head;
    this.#startPage();
  }

  /** Places a block below the last one, or at the top of a new page if it does not fit. */
  place(block: Block): void {
    const above = this.#isFresh() ? block.resumption : block.lead;
    const led = above ? stack(above, block) : block;
    if (this.#fits(led)) {
      this.#put(led.marks, 0, led.height);
      return;
    }
    if (!this.#isFresh()) this.#startPage();
    const resumed = block.resumption ? stack(block.resumption, block) : block;
    if (this.#fits(resumed)) this.#put(resumed.marks, 0, resumed.height);
    else this.#split(resumed);
  }

  #fits(block: Block): boolean {
    return this.#cursor + block.height <= this.#bottom;
  }

  /** Places a block that is taller than a page: as many of its marks as fit, then the rest on the next page. */
  #split(block: Block): void {
    let start = 0;
    let pending: Mark[] = [];
    let reach = 0;
    for (const mark of block.marks.toSorted((a, b) => a.y - b.y)) {
      if (this.#cursor + bottomOf(mark) - start > this.#bottom && pending.length > 0) {
        this.#put(pending, start, reach - start);
        this.#startPage();
        pending = [];
        start = mark.y;
      }
      pending.push(mark);
      reach = Math.max(reach, bottomOf(mark));
    }
    this.#put(pending, start, block.height - start);
  }

  #put(marks: readonly Mark[], from: number, height: number): void {
    const placed = moved({ marks, height }, this.#left, this.#cursor - from);
    this.pages.at(-1)?.push(...placed.marks);
    this.#cursor += height;
  }

  #isFresh(): boolean {
    return this.#cursor === this.#freshCursor;
  }

  #startPage(): void {
    const isFirst = this.pages.length === 0;
    this.pages.push([]);
    this.#cursor = this.#top;
    if (!isFirst) {
      const head = this.#head();
      this.#put(head.marks, 0, head.height);
    }
    this.#freshCursor = this.#cursor;
  }
}
