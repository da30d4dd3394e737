import type { ExchangeRow } from '#contract/panel-exchanges';
import type { Phase } from '#contract/transfer';
import { DIRECTIONS } from '../../exchange/exchange-view.ts';

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
  if (name === 'send' && direction !== 'down')
    return direction === 'up' ? 'var(--upload)' : 'var(--text-soft)';
  if (name === 'receive' && direction !== 'up') {
    return direction === 'down' ? 'var(--download)' : 'var(--text-soft)';
  }
  return name === 'wait' ? 'var(--fall-wait)' : 'var(--fall-connect)';
}
