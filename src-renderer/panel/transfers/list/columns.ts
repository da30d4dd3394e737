import type { SortColumn } from '#contract/panel-exchanges';

/** Every column of the list, in the order they come in. */
export const COLUMN_IDS = [
  'state',
  'method',
  'host',
  'path',
  'page',
  'status',
  'warning',
  'type',
  'size',
  'time',
  'duration',
  'tags',
  'progress',
  'waterfall',
] as const;

export type ColumnId = (typeof COLUMN_IDS)[number];

interface ColumnKind {
  readonly widthPx: number;
  readonly leastPx: number;
  /** Share of the room that is left; 0 keeps its width. */
  readonly share: number;
  /** Which goes first where there is no room: the highest. */
  readonly order: number;
  readonly isShown: boolean;
  readonly isRight?: true;
  /** What a click on its head sorts by. */
  readonly sort?: SortColumn;
}

export const COLUMNS: Readonly<Record<ColumnId, ColumnKind>> = {
  state: { widthPx: 80, leastPx: 32, share: 0, order: 0, isShown: true, sort: 'state' },
  method: { widthPx: 64, leastPx: 28, share: 0, order: 3, isShown: true, sort: 'method' },
  host: { widthPx: 136, leastPx: 112, share: 0.6, order: 7, isShown: true, sort: 'host' },
  path: { widthPx: 200, leastPx: 120, share: 2, order: 1, isShown: true, sort: 'path' },
  page: { widthPx: 136, leastPx: 112, share: 0.8, order: 9, isShown: true, sort: 'page' },
  status: { widthPx: 56, leastPx: 48, share: 0, order: 2, isShown: true, isRight: true, sort: 'status' },
  warning: { widthPx: 24, leastPx: 24, share: 0, order: 4, isShown: true, sort: 'warnings' },
  type: { widthPx: 104, leastPx: 48, share: 0, order: 11, isShown: false, sort: 'type' },
  size: { widthPx: 64, leastPx: 56, share: 0, order: 5, isShown: true, isRight: true, sort: 'size' },
  time: { widthPx: 88, leastPx: 72, share: 0, order: 10, isShown: false, isRight: true, sort: 'time' },
  duration: { widthPx: 56, leastPx: 48, share: 0, order: 4, isShown: true, isRight: true, sort: 'duration' },
  tags: { widthPx: 96, leastPx: 48, share: 0.3, order: 8, isShown: true, sort: 'tags' },
  progress: { widthPx: 88, leastPx: 72, share: 0, order: 11, isShown: false, isRight: true },
  // By when it begins.
  waterfall: { widthPx: 128, leastPx: 96, share: 0.6, order: 6, isShown: true, sort: 'time' },
};

/** What the developer has set up: which columns, in which order, how wide. */
export interface ColumnChoice {
  readonly order: readonly ColumnId[];
  readonly shown: readonly ColumnId[];
  /** Of the columns whose width was set by hand. */
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
}

export const DEFAULT_COLUMNS: ColumnChoice = {
  order: COLUMN_IDS,
  shown: COLUMN_IDS.filter((id) => COLUMNS[id].isShown),
  widths: {},
};

/** A column as it is drawn. */
export interface PlacedColumn {
  readonly id: ColumnId;
  readonly widthPx: number;
}

/** Between two columns. */
export const COLUMN_GAP_PX = 8;
const MOST_WIDTH_PX = 1000;
const CHOSEN_ORDER = 3;

/**
 * The columns that have room, with their widths: those that do not fit at their least width go, the least important
 * first; what is left is shared out.
 */
export function placeColumns(choice: ColumnChoice, roomPx: number): readonly PlacedColumn[] {
  let ids = choice.order.filter((id) => choice.shown.includes(id));
  const needPx = (id: ColumnId): number =>
    choice.widths[id] ?? (COLUMNS[id].share > 0 ? COLUMNS[id].leastPx : COLUMNS[id].widthPx);
  const total = (of: readonly ColumnId[]): number =>
    of.reduce((sum, id) => sum + needPx(id), Math.max(0, of.length - 1) * COLUMN_GAP_PX);
  while (ids.length > 2 && total(ids) > roomPx) {
    const worst = ids.reduce((a, b) => (orderOf(b) > orderOf(a) ? b : a));
    ids = ids.filter((id) => id !== worst);
  }
  const restPx = Math.max(0, roomPx - total(ids));
  const shares = ids.reduce((sum, id) => sum + shareOf(id, choice), 0);
  let spentPx = 0;
  const lastFlexible = ids.findLast((id) => shareOf(id, choice) > 0);
  return ids.map((id) => {
    const share = shareOf(id, choice);
    // Whole pixels, and the last one takes what rounding has left.
    const extraPx =
      shares === 0 ? 0 : id === lastFlexible ? restPx - spentPx : Math.floor((restPx * share) / shares);
    if (share > 0) spentPx += extraPx;
    return { id, widthPx: Math.floor(needPx(id) + (share > 0 ? extraPx : 0)) };
  });
}

/** What somebody has asked for stays longer than what comes by itself. */
function orderOf(id: ColumnId): number {
  const { order, isShown } = COLUMNS[id];
  return isShown ? order : Math.min(order, CHOSEN_ORDER);
}

function shareOf(id: ColumnId, { widths }: ColumnChoice): number {
  return widths[id] === undefined ? COLUMNS[id].share : 0;
}

export function withWidth(choice: ColumnChoice, id: ColumnId, widthPx: number): ColumnChoice {
  const fitting = Math.round(Math.max(COLUMNS[id].leastPx, Math.min(MOST_WIDTH_PX, widthPx)));
  return { ...choice, widths: { ...choice.widths, [id]: fitting } };
}

export function withoutWidth(choice: ColumnChoice, id: ColumnId): ColumnChoice {
  const others = Object.entries(choice.widths).filter(([one]) => one !== id);
  return { ...choice, widths: Object.fromEntries(others) };
}

export function withColumn(choice: ColumnChoice, id: ColumnId, isShown: boolean): ColumnChoice {
  const shown = choice.shown.filter((one) => one !== id);
  // The path stays: a list of nothing but numbers is none.
  return { ...choice, shown: isShown || id === 'path' ? [...shown, id] : shown };
}

/** Moves a column before or behind the one shown next to it. */
export function withMoved(choice: ColumnChoice, id: ColumnId, by: -1 | 1): ColumnChoice {
  const shown = choice.order.filter((one) => choice.shown.includes(one));
  const other = shown[shown.indexOf(id) + by];
  if (other === undefined) return choice;
  const rest = choice.order.filter((one) => one !== id);
  const at = rest.indexOf(other) + (by === 1 ? 1 : 0);
  return { ...choice, order: rest.toSpliced(at, 0, id) };
}

/** Reads what was kept; what it does not know is as it comes. */
export function readChoice(text: string | null): ColumnChoice {
  if (text === null) return DEFAULT_COLUMNS;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return DEFAULT_COLUMNS;
    const order = idsIn(Reflect.get(kept, 'order'));
    const shown = idsIn(Reflect.get(kept, 'shown'));
    const widths: unknown = Reflect.get(kept, 'widths');
    if (!order || !shown) return DEFAULT_COLUMNS;
    let choice: ColumnChoice = {
      order: [...order, ...COLUMN_IDS.filter((id) => !order.includes(id))],
      shown: [...new Set([...shown, 'path' as const])],
      widths: {},
    };
    for (const id of COLUMN_IDS) {
      const width: unknown = typeof widths === 'object' && widths !== null ? Reflect.get(widths, id) : null;
      if (typeof width === 'number' && Number.isFinite(width)) choice = withWidth(choice, id, width);
    }
    return choice;
  } catch {
    return DEFAULT_COLUMNS;
  }
}

function idsIn(value: unknown): readonly ColumnId[] | null {
  if (!Array.isArray(value)) return null;
  return [...new Set(COLUMN_IDS.filter((id) => value.includes(id)))].sort(
    (a, b) => value.indexOf(a) - value.indexOf(b),
  );
}
