import type { WriteStream } from 'node:tty';
import type { Exchange } from '#contract/transfer';
import type { Journal } from '../../journal/journal.ts';
import { inertLine } from '../../lib/inert-text.ts';
import { barText, bytesText, middleCut } from './terminal-text.ts';

const BAR_CELLS = 24;
const REDRAW_MS = 100;

/** Draws the live transfers as bars below the cursor while a terminal looks on; silent in a pipe. Returns its end. */
export function showProgress(journal: Journal, terminal: WriteStream): () => void {
  if (!terminal.isTTY) return () => undefined;
  const live = new Map<string, Exchange>();
  let drawn = 0;

  const clear = (): void => {
    if (drawn > 0) terminal.write(`\u001B[${String(drawn)}A\u001B[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    clear();
    const lines = [...live.values()].map((exchange) => lineOf(exchange, terminal.columns));
    if (lines.length > 0) terminal.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  const off = journal.onChange((exchange) => {
    if (exchange.durationMs === null) live.set(exchange.id, exchange);
    else live.delete(exchange.id);
  });
  const timer = setInterval(draw, REDRAW_MS);
  return () => {
    off();
    clearInterval(timer);
    clear();
  };
}

function lineOf(exchange: Exchange, columns: number): string {
  const isUpload = exchange.kind === 'upload';
  const moved = isUpload ? exchange.sentBytes : exchange.receivedBytes;
  const expected = isUpload ? exchange.expectedSendBytes : exchange.expectedReceiveBytes;
  const bar = barText(expected === 0 ? 0 : moved / expected, BAR_CELLS);
  const text = `${isUpload ? '↑' : '↓'} ${bar} ${bytesText(moved)}`;
  return `${text}  ${middleCut(inertLine(exchange.url), Math.max(20, columns - text.length - 4))}`;
}
