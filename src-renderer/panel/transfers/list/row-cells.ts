import type { ExchangeRow } from '#contract/panel-exchanges';
import { formatBytes, formatDuration } from '../../../lib/format.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { cutInTheMiddle } from '../../../ui/middle-ellipsis.ts';
import { textWidth } from '../../../ui/text-width.ts';
import { addressFromUrl, isErrorStatus, isOver, sizeBytesOf } from '../../exchange/exchange-view.ts';
import { phaseGradient } from './phase-gradient.ts';

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
