/* eslint-disable svelte/prefer-svelte-reactivity -- indexes beside the runes that tell of changes; a signal for each entry would cost more than the list */
import type { ExchangeRow } from '#contract/panel-exchanges';
import { isLive } from '../../app/exchange-table.svelte.ts';
import { movedBytes } from '../../exchange/exchange-view.ts';

/** No byte for this long is a stall. */
export const STALL_MS = 2000;
/** The rate is that of the last second. */
const RATE_MS = 1000;
const TICK_MS = 500;

interface Track {
  readonly samples: { readonly atMs: number; readonly bytes: number }[];
  row: ExchangeRow;
  lastByteAtMs: number;
}

/** How a transfer that is alive gets on. */
export interface LivePace {
  /** Bytes a second over the last second; 0 when nothing moves. */
  readonly bytesPerSecond: number;
  /** How long no byte has moved that should; 0 while they move. */
  readonly stalledMs: number;
  /** How long the server has had all of it without an answer; 0 where it has not. */
  readonly serverMs: number;
}

const NO_PACE: LivePace = { bytesPerSecond: 0, stalledMs: 0, serverMs: 0 };

/** Rates and stalls of what is alive, from the rows that main sends; ticks only while something is. */
export class LiveRates {
  #nowMs = $state(0);
  readonly #tracks = new Map<string, Track>();
  #timer: ReturnType<typeof setInterval> | null = null;
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  take(rows: readonly ExchangeRow[]): void {
    const atMs = this.#clock();
    for (const row of rows) {
      if (!isLive(row.state)) {
        this.#tracks.delete(row.id);
        continue;
      }
      const bytes = row.sentBytes + row.receivedBytes;
      const track = this.#tracks.get(row.id) ?? { samples: [], row, lastByteAtMs: atMs };
      const before = track.samples.at(-1)?.bytes ?? 0;
      if (bytes > before || row.state !== track.row.state || row.pausedAt !== track.row.pausedAt) {
        track.lastByteAtMs = atMs;
      }
      track.row = row;
      track.samples.push({ atMs, bytes });
      while (track.samples.length > 2 && (track.samples[1]?.atMs ?? atMs) <= atMs - RATE_MS) {
        track.samples.shift();
      }
      this.#tracks.set(row.id, track);
    }
    this.#keepTime();
  }

  /** Of a row that is alive; reading it follows the clock. */
  paceOf(row: ExchangeRow): LivePace {
    const nowMs = Math.max(this.#nowMs, 0);
    const track = this.#tracks.get(row.id);
    if (!track || row.state !== 'running' || row.pausedAt !== null) return NO_PACE;
    const idleMs = Math.max(0, nowMs - track.lastByteAtMs);
    const quiet = idleMs >= STALL_MS ? idleMs : 0;
    const isWithServer = row.statusCode === null && isAllSent(row);
    return {
      bytesPerSecond: rateOf(track, nowMs),
      stalledMs: isWithServer ? 0 : quiet,
      serverMs: isWithServer ? quiet : 0,
    };
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#tracks.clear();
  }

  #keepTime(): void {
    this.#nowMs = this.#clock();
    if (this.#tracks.size === 0) {
      if (this.#timer !== null) clearInterval(this.#timer);
      this.#timer = null;
      return;
    }
    this.#timer ??= setInterval(() => {
      this.#nowMs = this.#clock();
    }, TICK_MS);
  }
}

function isAllSent(row: ExchangeRow): boolean {
  return row.expectedSendBytes > 0 ? row.sentBytes >= row.expectedSendBytes : movedBytes(row) === 0;
}

function rateOf({ samples }: Track, nowMs: number): number {
  const recent = samples.filter(({ atMs }) => atMs >= nowMs - RATE_MS * 1.5);
  const first = recent[0];
  const last = recent.at(-1);
  if (!first || !last || last.atMs - first.atMs < 50) return 0;
  return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
}
