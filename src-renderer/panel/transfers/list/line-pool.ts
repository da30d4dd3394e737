import { createHeadLine, type HeadLine, type HeadOfLines } from './head-line.ts';
import { AttributePart } from './row-parts.ts';
import { createRowLine, type RowLine } from './row-line.ts';
import type { RowLook, ShownRow } from './row-look.ts';

/** A line in sight: the head of some rows, or a row, null while it is on its way. */
export type DrawnLine =
  | { readonly kind: 'head'; readonly head: HeadOfLines }
  | { readonly kind: 'row'; readonly row: ShownRow | null };

/** Heads counted, lines of the grid are numbered from 2: the heads of the columns are the first. */
const FIRST_ROW_INDEX = 2;
/** After this long without scrolling, elements are put in the order they are read in. */
const REST_MS = 150;

type Drawn = { readonly place: (line: number) => void; readonly node: HTMLDivElement } & (
  { readonly kind: 'row'; readonly line: RowLine } | { readonly kind: 'head'; readonly line: HeadLine }
);

/**
 * The elements of the lines in sight. A line that scrolls out of sight leaves its element to one that comes: it is
 * filled and placed anew, where it stands among the others. That order is put right when the list rests, for whoever
 * reads one line after the other.
 */
export class LinePool {
  readonly #all: HTMLElement;
  readonly #heightPx: number;
  #drawn = new Map<number, Drawn>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #movedAtMs = 0;

  constructor(all: HTMLElement, heightPx: number) {
    this.#all = all;
    this.#heightPx = heightPx;
  }

  /** Draws a stretch of lines; what is in the page for others is taken for them or removed. */
  draw(from: number, lines: readonly DrawnLine[], look: RowLook): void {
    const free = { row: [] as Drawn[], head: [] as Drawn[] };
    const next = new Map<number, Drawn>();
    for (const [number, drawn] of this.#drawn) {
      if (lines[number - from]?.kind === drawn.kind) next.set(number, drawn);
      else free[drawn.kind].push(drawn);
    }
    const hasMoved = next.size < lines.length;
    for (const [index, line] of lines.entries()) {
      const number = from + index;
      let drawn = next.get(number);
      if (!drawn) {
        drawn = free[line.kind].pop() ?? this.#create(line.kind);
        drawn.place(number);
        next.set(number, drawn);
      }
      if (line.kind === 'row' && drawn.kind === 'row') drawn.line.show(line.row, look);
      else if (line.kind === 'head' && drawn.kind === 'head') drawn.line.show(line.head, look.texts);
    }
    for (const { node } of [...free.row, ...free.head]) node.remove();
    this.#drawn = next;
    if (hasMoved) this.#orderLater();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #create(kind: DrawnLine['kind']): Drawn {
    const made =
      kind === 'row'
        ? ({ kind, line: createRowLine() } as const)
        : ({ kind, line: createHeadLine() } as const);
    const { node } = made.line;
    const rowIndex = new AttributePart(node, 'aria-rowindex');
    const place = (number: number): void => {
      rowIndex.show(String(number + FIRST_ROW_INDEX));
      node.dataset['line'] = String(number);
      node.style.transform = `translateY(${String(number * this.#heightPx)}px)`;
    };
    this.#all.append(node);
    return { ...made, node, place };
  }

  /** One timer for all of a scroll: setting one with every frame would cost more than drawing a row. */
  #orderLater(): void {
    this.#movedAtMs = performance.now();
    this.#timer ??= setTimeout(this.#lookForRest, REST_MS);
  }

  readonly #lookForRest = (): void => {
    const leftMs = this.#movedAtMs + REST_MS - performance.now();
    this.#timer = leftMs > 0 ? setTimeout(this.#lookForRest, leftMs) : null;
    if (leftMs <= 0) this.#putInOrder();
  };

  /** After scrolling the first lines stand behind the last ones: the smaller part of them is moved. */
  #putInOrder(): void {
    const numbers = [...this.#drawn.keys()].sort((a, b) => a - b);
    const nodes = numbers.flatMap((number) => this.#drawn.get(number)?.node ?? []);
    const [first] = nodes;
    if (!first) return;
    const isNearEnd = [...this.#all.children].indexOf(first) > nodes.length / 2;
    if (isNearEnd) {
      let before: Element | null = null;
      for (const node of nodes) {
        const wanted: Element | null = before ? before.nextElementSibling : this.#all.firstElementChild;
        if (wanted !== node) this.#all.insertBefore(node, wanted);
        before = node;
      }
    } else {
      let behind: Element | null = null;
      for (const node of nodes.reverse()) {
        if (node.nextElementSibling !== behind) this.#all.insertBefore(node, behind);
        behind = node;
      }
    }
  }
}
