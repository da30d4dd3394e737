/** Where an arrow key leads: the sign along each axis. */
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Moves the focus among tiles as they lie on the screen, and the one stop of the Tab key with it; to the first tile when
 * none has the focus. False for a key that is no arrow.
 */
export function focusByArrow(tiles: readonly HTMLElement[], key: string): boolean {
  const arrow = ARROWS[key];
  if (arrow === undefined) return false;
  const current = tiles.find((tile) => tile === document.activeElement);
  const next = current === undefined ? tiles[0] : neighbour(tiles, current, arrow);
  if (next === undefined) return true;
  for (const tile of tiles) tile.tabIndex = tile === next ? 0 : -1;
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

/** The tile before or after; above and below, the nearest one of the next line. */
function neighbour(
  tiles: readonly HTMLElement[],
  current: HTMLElement,
  [stepX, stepY]: readonly [number, number],
): HTMLElement | undefined {
  if (stepY === 0) return tiles[tiles.indexOf(current) + stepX];
  const from = middleOf(current);
  const beyond = tiles
    .map((tile) => ({ tile, ...middleOf(tile) }))
    .filter(({ y }) => (y - from.y) * stepY > 1);
  const nearestY = beyond.reduce((nearest, { y }) => Math.min(nearest, Math.abs(y - from.y)), Infinity);
  return beyond
    .filter(({ y }) => Math.abs(Math.abs(y - from.y) - nearestY) < 1)
    .sort((a, b) => Math.abs(a.x - from.x) - Math.abs(b.x - from.x))[0]?.tile;
}

function middleOf(tile: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = tile.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
