import type { TransferKind } from '#contract/transfer';

/** WeChat lets ten of each kind run at once (documentation of the network API). */
export const MAX_CONCURRENT = 10;

/** A taken slot; releasing twice does nothing. */
export interface Slot {
  release(): void;
}

/** Hands out the slots of one launch: ten a kind, each kind on its own. */
export interface Limiter {
  /** A slot at once, or null when all are taken. */
  tryTake(kind: TransferKind): Slot | null;
  /** Waits its turn, first come first served; rejects with the signal's reason when that ends the wait. */
  take(kind: TransferKind, signal: AbortSignal): Promise<Slot>;
  taken(kind: TransferKind): number;
}

export function createLimiter(maxConcurrent = MAX_CONCURRENT): Limiter {
  const taken: Record<TransferKind, number> = { upload: 0, download: 0, request: 0 };
  const waiting: Record<TransferKind, (() => void)[]> = { upload: [], download: [], request: [] };

  const occupy = (kind: TransferKind): Slot => {
    taken[kind] += 1;
    let held = true;
    return {
      release() {
        if (!held) return;
        held = false;
        taken[kind] -= 1;
        waiting[kind].shift()?.();
      },
    };
  };
  const tryTake = (kind: TransferKind): Slot | null =>
    taken[kind] < maxConcurrent && waiting[kind].length === 0 ? occupy(kind) : null;

  return {
    tryTake,
    take(kind, signal) {
      const slot = tryTake(kind);
      if (slot) return Promise.resolve(slot);
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const turn = (): void => {
          signal.removeEventListener('abort', leave);
          resolve(occupy(kind));
        };
        const leave = (): void => {
          waiting[kind] = waiting[kind].filter((other) => other !== turn);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting[kind].push(turn);
      });
    },
    taken: (kind) => taken[kind],
  };
}
