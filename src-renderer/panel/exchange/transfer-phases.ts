import type { Exchange, NetworkProfile, Phase } from '#contract/transfer';
import { isOver } from './exchange-view.ts';

/** The wire's phases, and what is between them: `prepare` from the slot to the socket, `finish` from the last byte. */
export type ShownPhaseName = Phase['name'] | 'prepare' | 'redirect' | 'finish';

export interface ShownPhase {
  readonly name: ShownPhaseName;
  /** Milliseconds since the `wx` call. */
  readonly startMs: number;
  readonly endMs: number;
  /** The transfer ended before this was done. */
  readonly isUndone: boolean;
}

/** Shorter than what is shown, a tenth of a millisecond. */
const NOTHING_MS = 0.05;

/**
 * The phases of a transfer as the panel shows them: those of a finished one add up to its duration. Main names the
 * phases that were completed; the one in which a transfer failed or was aborted follows the last of them and
 * reaches to the end.
 */
export function shownPhases(exchange: Exchange): readonly ShownPhase[] {
  const done = exchange.phases.map((phase): ShownPhase => ({ ...phase, isUndone: false }));
  const { durationMs } = exchange;
  if (!isOver(exchange) || durationMs === null) return done;
  const undone = undonePhase(exchange, durationMs);
  const known = undone ? [...done, undone] : done;
  if (known.every(({ name }) => name === 'queue')) return known;
  const phases: ShownPhase[] = [];
  let atMs = 0;
  for (const phase of known) {
    if (phase.startMs - atMs > NOTHING_MS) {
      const name = exchange.redirects.length > 0 ? 'redirect' : 'prepare';
      phases.push({ name, startMs: atMs, endMs: phase.startMs, isUndone: false });
    }
    phases.push(phase);
    atMs = Math.max(atMs, phase.endMs);
  }
  if (durationMs - atMs > NOTHING_MS) {
    phases.push({ name: 'finish', startMs: atMs, endMs: durationMs, isUndone: false });
  }
  return phases;
}

function undonePhase(exchange: Exchange, durationMs: number): ShownPhase | null {
  const { state, profile, url, redirects } = exchange;
  if ((state !== 'failed' && state !== 'aborted') || !profile) return null;
  const last = exchange.phases.findLast(({ name }) => name !== 'queue');
  const lastUrl = URL.parse(redirects.at(-1) ?? url);
  const name = last ? nameAfter(last.name, lastUrl) : firstName(profile, lastUrl);
  if (name === null) return null;
  const startMs = last ? last.endMs : firstMark(name, profile) - profile.invokeStart;
  return startMs < durationMs ? { name, startMs, endMs: durationMs, isUndone: true } : null;
}

function nameAfter(name: Phase['name'], url: URL | null): Phase['name'] | null {
  switch (name) {
    case 'queue':
    case 'receive':
      return null;
    case 'dns':
      return 'connect';
    case 'connect':
      return url?.protocol === 'https:' ? 'tls' : 'send';
    case 'tls':
      return 'send';
    case 'send':
      return 'wait';
    case 'wait':
      return 'receive';
  }
}

/** An open connection leads straight to sending, an address in figures to connecting. */
function firstName(profile: NetworkProfile, url: URL | null): Phase['name'] {
  if (profile.requestStart > profile.fetchStart) return 'send';
  return url !== null && /^[\d.]+$|^\[/u.test(url.hostname) ? 'connect' : 'dns';
}

function firstMark(name: Phase['name'], profile: NetworkProfile): number {
  if (name === 'send') return profile.requestStart;
  return name === 'connect' ? profile.connectStart : profile.domainLookUpStart;
}
