import {
  PDFArray,
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import type { Element } from './element.ts';

/** Somewhere in the document: a page, and a height on it from its bottom. */
export interface Place {
  readonly page: PDFRef;
  readonly y: number;
}

/** Left, bottom, right and top of a figure on its page. */
export type Area = readonly [number, number, number, number];

/** Marked content of an element: its page, and its number there. */
interface Content {
  readonly page: PDFRef;
  readonly number: number;
}

/** An element with what is in it, in reading order. */
interface Node {
  readonly ref: PDFRef;
  readonly parent: PDFRef;
  readonly element: Element | undefined;
  readonly children: (Node | Content)[];
  area?: Area;
}

/** The tree of what the pages' texts are, in reading order, for screen readers and converters (PDF 32000-1, 14.7 and 14.8). */
export class StructureTree {
  readonly #pdf: PDFDocument;
  readonly #root: PDFRef;
  readonly #document: Node;
  readonly #nodes = new Map<Element, Node>();
  readonly #byPage: PDFRef[][] = [];

  constructor(pdf: PDFDocument) {
    this.#pdf = pdf;
    this.#root = pdf.context.nextRef();
    this.#document = {
      ref: pdf.context.nextRef(),
      parent: this.#root,
      element: undefined,
      children: [],
    };
  }

  /** Starts the next page. @returns its key in the tree. */
  startPage(): number {
    return this.#byPage.push([]) - 1;
  }

  /**
   * Adds what is drawn next on the page that was started last.
   * @returns the number to mark its content with.
   */
  add(element: Element, page: PDFRef, area?: Area): number {
    const marked = this.#byPage.at(-1) as PDFRef[];
    const node = this.#node(element);
    if (area) node.area = area;
    const number = marked.push(node.ref) - 1;
    node.children.push({ page, number });
    return number;
  }

  /** Returns an element's node. The first time, it is put where its parent has got to. */
  #node(element: Element): Node {
    const known = this.#nodes.get(element);
    if (known) return known;
    const into = element.parent ? this.#node(element.parent) : this.#document;
    const node: Node = { ref: this.#pdf.context.nextRef(), parent: into.ref, element, children: [] };
    into.children.push(node);
    this.#nodes.set(element, node);
    return node;
  }

  /** Puts the tree into the document's catalog. */
  finish(): void {
    const { catalog, context } = this.#pdf;
    const numbers = this.#byPage.flatMap((elements, page) => [page, context.register(context.obj(elements))]);
    for (const node of [this.#document, ...this.#nodes.values()]) context.assign(node.ref, this.#dict(node));
    context.assign(
      this.#root,
      context.obj({
        Type: 'StructTreeRoot',
        K: this.#document.ref,
        ParentTree: { Nums: numbers },
        ParentTreeNextKey: this.#byPage.length,
      }),
    );
    catalog.set(PDFName.of('StructTreeRoot'), this.#root);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  }

  #dict({ element, parent, children, area }: Node): PDFDict {
    const { context } = this.#pdf;
    const dict = context.obj({
      S: element?.tag ?? 'Document',
      P: parent,
      ...(element?.language && { Lang: PDFString.of(element.language) }),
      ...(element?.alternative !== undefined && { Alt: PDFHexString.fromText(element.alternative) }),
      ...(element?.scope && { A: { O: 'Table', Scope: element.scope } }),
      ...(area && { A: { O: 'Layout', Placement: 'Block', BBox: [...area] } }),
    });
    const page = children.find((child) => 'page' in child)?.page;
    if (page) dict.set(PDFName.of('Pg'), page);
    const kids = children.map((child): PDFObject => {
      if (!('page' in child)) return child.ref;
      if (child.page === page) return PDFNumber.of(child.number);
      return context.obj({ Type: 'MCR', Pg: child.page, MCID: child.number });
    });
    dict.set(PDFName.of('K'), kids.length === 1 ? (kids[0] as PDFObject) : arrayOf(this.#pdf, kids));
    return dict;
  }
}

function arrayOf({ context }: PDFDocument, objects: readonly PDFObject[]): PDFArray {
  const array = PDFArray.withContext(context);
  for (const object of objects) array.push(object);
  return array;
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
