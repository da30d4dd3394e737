import { FerryError } from '#contract/errors';
import type { PausedContent, PausedEdit, PausedTransfer } from '#contract/panel-conditions';
import { createListeners } from '../../lib/listeners.ts';

/** One stop of one transfer. */
export interface Stop {
  readonly transfer: Omit<PausedTransfer, 'sinceEpochMs'>;
  /** Reads what can be edited, when somebody looks. */
  content(): Promise<PausedContent>;
}

/** The transfers of one program that stand at breakpoints. */
export interface Breakpoints {
  /**
   * Holds a transfer until somebody lets it go on.
   *
   * @returns what is to be changed of it
   * @throws what the signal is aborted with; FerryError `aborted` when the developer aborts it here
   */
  hold(stop: Stop, signal: AbortSignal): Promise<PausedEdit>;
  /** Oldest first. */
  list(): readonly PausedTransfer[];
  content(exchangeId: string): Promise<PausedContent | null>;
  resume(exchangeId: string, edit: PausedEdit): void;
  resumeAll(): void;
  abort(exchangeId: string): void;
  /** Returns its own end. */
  onChange(listener: () => void): () => void;
}

interface Held {
  readonly stop: Stop;
  readonly transfer: PausedTransfer;
  readonly resume: (edit: PausedEdit) => void;
  readonly abort: () => void;
}

export function createBreakpoints(now: () => number): Breakpoints {
  const held = new Map<string, Held>();
  const changed = createListeners<undefined>();
  return {
    async hold(stop, signal) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<PausedEdit>();
      const { exchangeId } = stop.transfer;
      const end = (): void => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', end, { once: true });
      held.set(exchangeId, {
        stop,
        transfer: { ...stop.transfer, sinceEpochMs: now() },
        resume: resolve,
        abort: () => {
          reject(new FerryError('aborted', 'It was aborted at a breakpoint.'));
        },
      });
      changed.emit(undefined);
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', end);
        held.delete(exchangeId);
        changed.emit(undefined);
      }
    },
    list: () => [...held.values()].map(({ transfer }) => transfer),
    content: async (exchangeId) => (await held.get(exchangeId)?.stop.content()) ?? null,
    resume(exchangeId, edit) {
      held.get(exchangeId)?.resume(edit);
    },
    resumeAll() {
      for (const { resume } of held.values()) resume({});
    },
    abort(exchangeId) {
      held.get(exchangeId)?.abort();
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
}
