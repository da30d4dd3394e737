import dagre from '@dagrejs/dagre';
import type { Lineage } from '#contract/panel-files';

export const NODE_WIDTH = 244;
export const NODE_HEIGHT = 48;
const MARGIN = 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything of a graph stands, in CSS pixels. */
export interface LineageLayout {
  readonly width: number;
  readonly height: number;
  /** Left upper corners, by node. */
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    readonly how: Lineage['edges'][number]['how'];
    /** For an SVG path. */
    readonly path: string;
    readonly label: { readonly x: number; readonly y: number };
  }[];
}

/** Lays a graph out in ranks, from top to bottom, or from left to right where there is the width for it. */
export function layOut(
  lineage: Lineage,
  direction: 'TB' | 'LR',
  labelWidthOf: (how: string) => number,
): LineageLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: direction,
    nodesep: 16,
    ranksep: direction === 'TB' ? 32 : 40,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of lineage.nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { from, to, how } of lineage.edges) {
    graph.setEdge(from, to, { width: labelWidthOf(how), height: 16, labelpos: 'c' });
  }
  dagre.layout(graph);
  const places = new Map(
    lineage.nodes.map(({ id }) => {
      const { x, y } = graph.node(id) as Point;
      return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
    }),
  );
  const lines = lineage.edges.map(({ from, to, how }) => {
    const edge = graph.edge(from, to) as Partial<Point> & { readonly points?: readonly Point[] };
    const points = edge.points ?? [];
    const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
    return { from, to, how, path: smooth(points), label: { x: edge.x ?? middle.x, y: edge.y ?? middle.y } };
  });
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  return { width, height, places, lines };
}

/** A path through the middles of the stretches between points, bent at the points. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${String(point.x)} ${String(point.y)} ${String(end.x)} ${String(end.y)}`;
  });
  return `M${String(first.x)} ${String(first.y)}${bends.length > 0 ? bends.join('') : `L${String(last.x)} ${String(last.y)}`}`;
}

/**
 * The node to go to by an arrow key: the nearest in that direction.
 *
 * @returns the same node where there is none
 */
export function nodeTowards(layout: LineageLayout, from: string, key: string): string {
  const here = layout.places.get(from);
  const step = ({ ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] } as const)[
    key as 'ArrowUp'
  ] as readonly [number, number] | undefined;
  if (!here || !step) return from;
  let best = from;
  let bestCost = Infinity;
  for (const [id, place] of layout.places) {
    const [dx, dy] = [place.x - here.x, place.y - here.y];
    const along = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (along <= 4) continue;
    const cost = along + aside * 2;
    if (cost < bestCost) [best, bestCost] = [id, cost];
  }
  return best;
}
