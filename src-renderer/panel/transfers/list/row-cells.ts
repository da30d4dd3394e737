import type { ExchangeRow } from '#contract/panel-exchanges';
import type { Phase } from '#contract/transfer';
import { formatBytes, formatDuration } from '../../../lib/format.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { cutInTheMiddle } from '../../../ui/middle-ellipsis.ts';
import { textWidth } from '../../../ui/text-width.ts';
import { DIRECTIONS, addressFromUrl, isErrorStatus, isOver, sizeBytesOf } from '../exchange-view.ts';

/** What the cells of a row say, made once for each record. */
export interface RowCells {
  readonly host: string;
  readonly path: string;
  readonly page: string;
  readonly status: string;
  readonly isBadStatus: boolean;
  readonly type: string;
  readonly size: string;
  readonly duration: string;
  readonly time: string;
  /** A CSS gradient of the phases; empty where none is known. */
  readonly phases: string;
  /** Milliseconds from the call to the end, for the waterfall. */
  readonly longMs: number;
}

const cells = new WeakMap<ExchangeRow, RowCells>();

export function cellsOf(row: ExchangeRow): RowCells {
  let made = cells.get(row);
  if (!made) cells.set(row, (made = makeCells(row)));
  return made;
}

function makeCells(row: ExchangeRow): RowCells {
  const { host, path } = addressFromUrl(row.url);
  const sizeBytes = sizeBytesOf(row);
  return {
    host: visibleText(host),
    path: visibleText(path),
    page: visibleText(row.page),
    status: row.statusCode === null ? '–' : String(row.statusCode),
    isBadStatus: isErrorStatus(row),
    type: row.mediaType === null ? '–' : visibleText(row.mediaType.replace(/;.*$/u, '')),
    size: sizeBytes > 0 ? formatBytes(sizeBytes) : '–',
    duration: row.durationMs === null ? '…' : formatDuration(row.durationMs),
    time: clockOf(row.calledAtEpochMs),
    phases: isOver(row) ? phaseGradient(row) : '',
    longMs: row.durationMs ?? 0,
  };
}

function clockOf(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = `${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return `${two(date.getHours())}:${two(date.getMinutes())}:${seconds}`;
}

/** The colours of a transfer's life from left to right, as one gradient: cheaper to draw than boxes. */
export function phaseGradient(row: Pick<ExchangeRow, 'kind' | 'state' | 'phases' | 'durationMs'>): string {
  const { durationMs } = row;
  if (durationMs === null || durationMs <= 0) return '';
  const stops: string[] = [];
  let atMs = 0;
  const paint = (color: string, toMs: number): void => {
    const from = percent(atMs, durationMs);
    const to = percent(toMs, durationMs);
    stops.push(`${color} ${from} ${to}`);
    atMs = Math.max(atMs, toMs);
  };
  for (const phase of row.phases) {
    if (phase.startMs > atMs) paint('var(--fall-gap)', phase.startMs);
    paint(phaseColor(phase.name, row.kind), Math.min(phase.endMs, durationMs));
  }
  const isUndone = row.state === 'failed' || row.state === 'aborted';
  if (atMs < durationMs) paint(isUndone ? 'var(--fall-undone)' : 'var(--fall-gap)', durationMs);
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function percent(atMs: number, ofMs: number): string {
  return `${String(Math.round(Math.min(1, Math.max(0, atMs / ofMs)) * 1000) / 10)}%`;
}

function phaseColor(name: Phase['name'], kind: ExchangeRow['kind']): string {
  const direction = DIRECTIONS[kind];
  if (name === 'queue') return 'var(--fall-queue)';
  if (name === 'send' && direction !== 'down') return direction === 'up' ? 'var(--upload)' : 'var(--text-soft)';
  if (name === 'receive' && direction !== 'up') {
    return direction === 'down' ? 'var(--download)' : 'var(--text-soft)';
  }
  return name === 'wait' ? 'var(--fall-wait)' : 'var(--fall-connect)';
}

const cut = new Map<string, string>();
const KEPT_CUTS = 20_000;
const ROUNDING_PX = 0.5;

/** A text cut in its middle to a width; remembered, as the same hosts, pages and widths come again and again. */
export function fitted(text: string, widthPx: number, font: string): string {
  if (font === '') return text;
  const key = `${String(widthPx)} ${text}`;
  let shown = cut.get(key);
  if (shown === undefined) {
    shown = cutInTheMiddle(text, (candidate) => textWidth(candidate, font) <= widthPx + ROUNDING_PX);
    if (cut.size >= KEPT_CUTS) cut.clear();
    cut.set(key, shown);
  }
  return shown;
}
