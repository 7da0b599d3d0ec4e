import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from 'pdf-lib';

/** Marked content: the index of its page, and its number there. */
export interface StructureContent {
  readonly page: number;
  readonly number: number;
}

/** An element of a PDF's structure tree. */
export interface StructureNode {
  readonly tag: string;
  readonly language: string | undefined;
  readonly scope: string | undefined;
  readonly dict: PDFDict;
  /** The elements around it, the nearest one first. */
  readonly ancestors: readonly StructureNode[];
  readonly kids: (StructureNode | StructureContent)[];
}

/** Reads a PDF's structure tree. @returns its elements and its marked content, both in reading order. */
export function structureOf(pdf: PDFDocument): { nodes: StructureNode[]; contents: StructureContent[] } {
  const nodes: StructureNode[] = [];
  const contents: StructureContent[] = [];
  const pages = pdf.getPages().map(({ ref }) => ref);
  const nameOf = (dict: PDFDict | undefined, key: string) => dict?.get(PDFName.of(key))?.toString().slice(1);

  function content(page: PDFObject | undefined, number: number): StructureContent {
    const found = { page: pages.indexOf(page as PDFRef), number };
    contents.push(found);
    return found;
  }

  function read(dict: PDFDict, ancestors: readonly StructureNode[]): StructureNode {
    const node: StructureNode = {
      tag: nameOf(dict, 'S') ?? '',
      language: dict.lookupMaybe(PDFName.of('Lang'), PDFString)?.asString(),
      scope: nameOf(dict.lookupMaybe(PDFName.of('A'), PDFDict), 'Scope'),
      dict,
      ancestors,
      kids: [],
    };
    nodes.push(node);
    const kids = dict.get(PDFName.of('K'));
    for (const kid of kids instanceof PDFArray ? kids.asArray() : [kids]) {
      if (kid instanceof PDFNumber) node.kids.push(content(dict.get(PDFName.of('Pg')), kid.asNumber()));
      else if (kid instanceof PDFRef)
        node.kids.push(read(pdf.context.lookup(kid, PDFDict), [node, ...ancestors]));
      else if (kid instanceof PDFDict)
        node.kids.push(
          content(kid.get(PDFName.of('Pg')), kid.lookup(PDFName.of('MCID'), PDFNumber).asNumber()),
        );
    }
    return node;
  }

  const root = pdf.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict).lookup(PDFName.of('K'), PDFDict);
  read(root, []);
  return { nodes, contents };
}
