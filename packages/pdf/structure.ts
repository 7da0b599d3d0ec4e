import { type PDFDict, type PDFDocument, PDFHexString, PDFName, type PDFRef, PDFString } from 'pdf-lib';
import type { Group, Part } from './blocks.ts';

/** Somewhere in the document: a page, and a height on it from its bottom. */
export interface Place {
  readonly page: PDFRef;
  readonly y: number;
}

/** Chinese makes a text Chinese, whatever Latin is in it: readers take Latin words for what they are. */
const chinese = /\p{Script=Han}/u;

/** What the pages' texts are, in reading order, for readers that do not look (PDF 32000-1, 14.7 and 14.8). */
export class StructureTree {
  readonly #pdf: PDFDocument;
  readonly #root: PDFRef;
  readonly #document: PDFRef;
  readonly #elements: PDFRef[] = [];
  readonly #byPage: PDFRef[][] = [];
  /** What is in each group, in order. */
  readonly #groups = new Map<Group, { readonly ref: PDFRef; readonly members: PDFRef[] }>();

  constructor(pdf: PDFDocument) {
    this.#pdf = pdf;
    this.#root = pdf.context.nextRef();
    this.#document = pdf.context.nextRef();
  }

  /** Starts the next page. @returns its key in the tree. */
  startPage(): number {
    return this.#byPage.push([]) - 1;
  }

  /**
   * Adds what is drawn next on the page that was started last.
   * @param area left, bottom, right and top of a figure on its page.
   * @returns the number to mark its content with.
   */
  add(
    { tag, group, alternative }: Part,
    page: PDFRef,
    text: string,
    area?: readonly [number, number, number, number],
  ): number {
    const { context } = this.#pdf;
    const marked = this.#byPage.at(-1) as PDFRef[];
    const into = group && this.#group(group);
    const element = context.obj({
      S: tag,
      P: into?.ref ?? this.#document,
      Pg: page,
      K: marked.length,
      ...(!chinese.test(alternative ?? text) && { Lang: PDFString.of('en') }),
      ...(alternative !== undefined && { Alt: PDFHexString.fromText(alternative) }),
      ...(area && { A: { O: 'Layout', Placement: 'Block', BBox: [...area] } }),
    });
    const ref = context.register(element);
    (into?.members ?? this.#elements).push(ref);
    return marked.push(ref) - 1;
  }

  /** Returns a group. The first time, it is put where the document has got to. */
  #group(group: Group): { readonly ref: PDFRef; readonly members: PDFRef[] } {
    const known = this.#groups.get(group);
    if (known) return known;
    const added = { ref: this.#pdf.context.nextRef(), members: [] };
    this.#groups.set(group, added);
    this.#elements.push(added.ref);
    return added;
  }

  /** Puts the tree into the document's catalogue. */
  finish(): void {
    const { catalog, context } = this.#pdf;
    const numbers = this.#byPage.flatMap((elements, page) => [page, context.register(context.obj(elements))]);
    for (const [{ tag }, { ref, members }] of this.#groups)
      context.assign(ref, context.obj({ S: tag, P: this.#document, K: members }));
    context.assign(
      this.#document,
      context.obj({ Type: 'StructElem', S: 'Document', P: this.#root, K: this.#elements }),
    );
    context.assign(
      this.#root,
      context.obj({
        Type: 'StructTreeRoot',
        K: this.#document,
        ParentTree: { Nums: numbers },
        ParentTreeNextKey: this.#byPage.length,
      }),
    );
    catalog.set(PDFName.of('StructTreeRoot'), this.#root);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  }
}

/** Writes the outline that a reader shows beside the pages (PDF 32000-1, 12.3.3): one level, in their order. */
export function addOutline(pdf: PDFDocument, entries: readonly { title: string; place: Place }[]): void {
  const { catalog, context } = pdf;
  const root = context.nextRef();
  const refs = entries.map(() => context.nextRef());
  for (const [index, { title, place }] of entries.entries()) {
    const item: PDFDict = context.obj({
      Title: PDFHexString.fromText(title),
      Parent: root,
      Dest: [place.page, 'XYZ', null, place.y, null],
    });
    const [before, after] = [refs[index - 1], refs[index + 1]];
    if (before) item.set(PDFName.of('Prev'), before);
    if (after) item.set(PDFName.of('Next'), after);
    context.assign(refs[index] as PDFRef, item);
  }
  const [first, last] = [refs[0], refs.at(-1)];
  if (!first || !last) return;
  context.assign(root, context.obj({ Type: 'Outlines', First: first, Last: last, Count: refs.length }));
  catalog.set(PDFName.of('Outlines'), root);
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
}
