import type { RowGroup } from '#contract/panel-exchanges';

/** A line of the list: a row, or what stands above some of them. */
export type ListLine =
  | { readonly kind: 'row'; readonly place: number }
  | { readonly kind: 'divider'; readonly isEarlierAbove: boolean }
  | { readonly kind: 'group'; readonly group: RowGroup; readonly isOpen: boolean };

export interface ListLines {
  readonly count: number;
  /** The line at a place counted from 0; undefined beyond the end. */
  readonly at: (line: number) => ListLine | undefined;
  /** Which line a row is on; that of its group where that is closed. */
  readonly lineOf: (place: number) => number;
  /** The row at a line, or the next one below it; the last row where there is none. */
  readonly placeNear: (line: number) => number;
}

interface Section {
  readonly head: Exclude<ListLine, { kind: 'row' }> | null;
  readonly fromLine: number;
  readonly fromPlace: number;
  /** Of its rows, those that have a line. */
  readonly shown: number;
  readonly places: number;
}

export interface LineOptions {
  readonly count: number;
  readonly groups: readonly RowGroup[];
  /** Pages of groups that are closed. */
  readonly closed: ReadonlySet<string>;
  /** How many rows stand before the divider between launches; 0 or all of them for none. */
  readonly dividerAt: number;
  /** Whether the rows above the divider are of earlier launches: the list runs from old to new. */
  readonly isEarlierAbove: boolean;
}

/** Puts the lines of a list together; nothing is made for each row. */
export function linesOf(options: LineOptions): ListLines {
  const sections = sectionsOf(options);
  const last = sections.at(-1);
  const count = last ? last.fromLine + (last.head ? 1 : 0) + last.shown : 0;
  return {
    count,
    at(line) {
      if (line < 0 || line >= count) return undefined;
      const section = lastBelow(sections, (one) => one.fromLine <= line);
      if (!section) return undefined;
      const into = line - section.fromLine - (section.head ? 1 : 0);
      if (into < 0) return section.head ?? undefined;
      return { kind: 'row', place: section.fromPlace + into };
    },
    lineOf(place) {
      const section = lastBelow(sections, (one) => one.fromPlace <= place);
      if (!section) return 0;
      const head = section.head ? 1 : 0;
      return section.shown === 0 ? section.fromLine : section.fromLine + head + place - section.fromPlace;
    },
    placeNear(line) {
      const section = lastBelow(sections, (one) => one.fromLine <= Math.max(0, line));
      if (!section) return 0;
      const into = Math.max(0, line - section.fromLine - (section.head ? 1 : 0));
      const place = section.fromPlace + Math.min(into, Math.max(0, section.places - 1));
      return Math.min(place, Math.max(0, options.count - 1));
    },
  };
}

function sectionsOf({ count, groups, closed, dividerAt, isEarlierAbove }: LineOptions): readonly Section[] {
  const sections: Section[] = [];
  let fromLine = 0;
  const add = (head: Section['head'], fromPlace: number, places: number, isOpen = true): void => {
    const shown = isOpen ? places : 0;
    sections.push({ head, fromLine, fromPlace, shown, places });
    fromLine += shown + (head ? 1 : 0);
  };
  if (groups.length > 0) {
    for (const group of groups) {
      const isOpen = !closed.has(group.page);
      add({ kind: 'group', group, isOpen }, group.from, group.count, isOpen);
    }
  } else if (dividerAt > 0 && dividerAt < count + (isEarlierAbove ? 1 : 0)) {
    add(null, 0, dividerAt);
    add({ kind: 'divider', isEarlierAbove }, dividerAt, count - dividerAt);
  } else add(null, 0, count);
  return sections;
}

/** The last section for which `isBelow` holds, when it holds for all before it. */
function lastBelow(
  sections: readonly Section[],
  isBelow: (section: Section) => boolean,
): Section | undefined {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const section = sections[middle];
    if (section && isBelow(section)) low = middle;
    else high = middle - 1;
  }
  return sections[low];
}
