import type { TransferKind } from '#contract/transfer';

/** WeChat lets ten of each kind run at once (documentation of the network API). */
export const MAX_CONCURRENT = 10;

/** A taken slot; releasing twice does nothing. */
export interface Slot {
  /** Its place among those of its kind: the lowest that was free. */
  readonly index: number;
  /** Whose end gave it to one that waited; null where there was no wait. */
  readonly freedBy: string | null;
  release(): void;
}

/** Hands out the slots of one launch: ten a kind, each kind on its own. `holder` is the exchange that takes one. */
export interface Limiter {
  /** A slot at once, or null when all are taken. */
  tryTake(kind: TransferKind, holder?: string): Slot | null;
  /** Waits its turn, first come first served; rejects with the signal's reason when that ends the wait. */
  take(kind: TransferKind, signal: AbortSignal, holder?: string): Promise<Slot>;
  taken(kind: TransferKind): number;
}

export function createLimiter(maxConcurrent = MAX_CONCURRENT): Limiter {
  const taken: Record<TransferKind, Set<number>> = {
    upload: new Set(),
    download: new Set(),
    request: new Set(),
  };
  const waiting: Record<TransferKind, ((freedBy: string | null) => void)[]> = {
    upload: [],
    download: [],
    request: [],
  };

  const occupy = (kind: TransferKind, holder: string | null, freedBy: string | null): Slot => {
    let index = 0;
    while (taken[kind].has(index)) index += 1;
    taken[kind].add(index);
    let held = true;
    return {
      index,
      freedBy,
      release() {
        if (!held) return;
        held = false;
        taken[kind].delete(index);
        waiting[kind].shift()?.(holder);
      },
    };
  };
  const tryTake = (kind: TransferKind, holder?: string): Slot | null =>
    taken[kind].size < maxConcurrent && waiting[kind].length === 0
      ? occupy(kind, holder ?? null, null)
      : null;

  return {
    tryTake,
    take(kind, signal, holder) {
      const slot = tryTake(kind, holder);
      if (slot) return Promise.resolve(slot);
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const turn = (freedBy: string | null): void => {
          signal.removeEventListener('abort', leave);
          resolve(occupy(kind, holder ?? null, freedBy));
        };
        const leave = (): void => {
          waiting[kind] = waiting[kind].filter((other) => other !== turn);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting[kind].push(turn);
      });
    },
    taken: (kind) => taken[kind].size,
  };
}
