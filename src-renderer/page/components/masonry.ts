/** A tile's place in a masonry: its column and the distance from the top in CSS pixels. */
export interface Tile {
  readonly column: number;
  readonly topPx: number;
}

/** How many columns `grid-view` has: `cross-axis-count`, unless `max-cross-axis-extent` says how wide one may be. */
export function columnCount(widthPx: number, count: number, maxExtentPx: number, gapPx: number): number {
  if (maxExtentPx > 0) return Math.max(1, Math.ceil((widthPx + gapPx) / (maxExtentPx + gapPx)));
  return Math.max(1, Math.trunc(count) || 1);
}

/** Puts each tile, in order, under the column that is shortest so far, the leftmost of equals. */
export function masonryOf(
  heightsPx: readonly number[],
  columns: number,
  gapPx: number,
): { readonly tiles: readonly Tile[]; readonly heightPx: number } {
  const ends = Array.from({ length: columns }, () => 0);
  const tiles = heightsPx.map((heightPx): Tile => {
    const shortest = Math.min(...ends);
    const column = ends.findIndex((end) => end <= shortest + 0.5);
    const topPx = ends[column] ?? 0;
    ends[column] = topPx + heightPx + gapPx;
    return { column, topPx };
  });
  return { tiles, heightPx: Math.max(0, ...ends.map((end) => end - gapPx)) };
}
