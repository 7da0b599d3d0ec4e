import { Graph, layout as layOut } from '@dagrejs/dagre';
import { type Definition, end, start, transitionKey, transitionsOf } from './definition.ts';

export interface Box {
  readonly name: string;
  /** Of its top left corner, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly key: string;
  readonly onError: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const terminal: Size = { width: 64, height: 28 };

export interface Gaps {
  readonly between: number;
  readonly ranks: number;
}

/** How dagre may line nodes up within their ranks: which of them is narrowest depends on the machine. */
const alignments = [undefined, 'UL', 'UR', 'DL', 'DR'] as const;

function layoutAligned(
  definition: Definition,
  sizeOf: (name: string) => Size,
  gaps: Gaps,
  align: (typeof alignments)[number],
): GraphLayout {
  const graph = new Graph();
  graph.setGraph({
    rankdir: 'TB',
    nodesep: gaps.between,
    edgesep: gaps.between,
    ranksep: gaps.ranks,
    ...(align && { align }),
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of [start, ...Object.keys(definition.States), end])
    graph.setNode(name, name === start || name === end ? { ...terminal } : { ...sizeOf(name) });
  const transitions = transitionsOf(definition);
  for (const { from, to } of transitions) graph.setEdge(from, to, {});
  layOut(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: graph.nodes().map((name: string) => {
      const { x, y, width: w, height: h } = graph.node(name);
      return { name, x: x - w / 2, y: y - h / 2, width: w, height: h };
    }),
    lines: transitions.map((transition) => ({
      key: transitionKey(transition),
      onError: transition.onError,
      points: graph.edge(transition.from, transition.to).points,
    })),
  };
}

/**
 * Where each state of a machine is drawn, from its start at the top to its end.
 * @param sizeOf a state's size in pixels.
 */
export function layoutOf(definition: Definition, sizeOf: (name: string) => Size, gaps: Gaps): GraphLayout {
  const layouts = alignments.map((align) => layoutAligned(definition, sizeOf, gaps, align));
  return layouts.reduce((best, other) => (other.width < best.width ? other : best));
}

/** The path of a line through points, rounded at each, as SVG writes it. */
export function pathThrough(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const at = ({ x, y }: { x: number; y: number }) => `${x.toFixed(1)},${y.toFixed(1)}`;
  const last = rest.at(-1) ?? first;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLast = index === rest.length - 2;
    const to = isLast ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(to)}`;
  });
  return rest.length === 1 ? `M${at(first)} L${at(last)}` : `M${at(first)} ${bends.join(' ')}`;
}
