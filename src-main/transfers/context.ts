import type { TaskEvent } from '#contract/transfer';
import type { MappedStack } from '#contract/wx';
import type { FileTroubles } from '../files/file-troubles.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';
import type { BodyKeeper } from './evidence.ts';
import type { WireDeps } from './exchange-run.ts';
import type { Limiter } from './limiter.ts';
import type { PlanContext } from './plan.ts';

/** The project the transfers belong to. */
export interface TransferContext extends PlanContext {
  /** Where uses of dead paths are written down. */
  readonly troubles: Pick<FileTroubles, 'missing' | 'refused'>;
  readonly journal: Journal;
  /** Where what was sent and received is kept. */
  readonly kept: BodyKeeper;
  /** app.json's `networkTimeout` in milliseconds, by API name. */
  readonly networkTimeout: Readonly<Record<string, number>>;
  mapStack(stack: string): Promise<MappedStack>;
}

/** One run of a page: who made the call and hears what became of it. */
export interface TransferOwner {
  readonly generation: number;
  readonly context: TransferContext;
  /** Whether the app has been in the background for longer than WeChat lets transfers run there. */
  isSuspended(): boolean;
  emit(event: TaskEvent): void;
}

/** An event without the envelope that the manager adds. */
export type TaskNews = TaskEvent extends infer E
  ? E extends TaskEvent
    ? Omit<E, 'taskId' | 'generation'>
    : never
  : never;

export interface TransferDeps extends WireDeps {
  readonly limiter: Limiter;
  readonly clock: Clock;
}
