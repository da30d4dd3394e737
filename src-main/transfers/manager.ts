import { FerryError } from '#contract/errors';
import type { DownloadCall, RequestCall, TransferKind, UploadCall } from '#contract/transfer';
import type { TransferDeps, TransferOwner } from './context.ts';
import { planDownload } from './download.ts';
import type { TransferPlan } from './plan.ts';
import { planRequest } from './request.ts';
import { planResend, type Resend } from './resend.ts';
import { runTask, type Task } from './task.ts';
import { planUpload } from './upload.ts';

/**
 * Owns every live transfer: takes the slot, applies the rules, hands the bytes to the worker, tells the page and
 * the journal. Each task ends exactly once; nothing is told to a page that is gone.
 */
export interface TransferManager {
  upload(owner: TransferOwner, call: UploadCall): void;
  download(owner: TransferOwner, call: DownloadCall): void;
  request(owner: TransferOwner, call: RequestCall): void;
  /** Sends a transfer of the developer's own, recorded as such. Returns its exchange's id. */
  resend(owner: TransferOwner, resend: Resend): string;
  abort(owner: TransferOwner, taskId: string): void;
  /** Records a callback the page fired. */
  exchangeOf(owner: TransferOwner, taskId: string): string | null;
  /** Fails every task that is alive, and those that wait, with one error: what ends transfers from outside. */
  interrupt(owner: TransferOwner, error: FerryError): void;
  /** Ends every task of a page that is gone; it hears nothing more. */
  release(owner: TransferOwner): void;
  live(): number;
  /** Resolves when nothing is in flight and every hash asked for has come. */
  settled(): Promise<void>;
}

/** What the manager holds of one page: calls and plans go with a transfer's end, late callbacks still find its record. */
interface OwnTasks {
  readonly live: Map<string, Task>;
  /** Exchange ids by task id, oldest first. */
  readonly ended: Map<string, string>;
}

/** As many as the journal keeps in memory. */
const KEPT_ENDED = 2000;

export function createTransferManager(deps: TransferDeps): TransferManager {
  const tasks = new Map<TransferOwner, OwnTasks>();
  const pending = new Set<Promise<void>>();
  let exchangeCount = 0;

  const tasksOf = (owner: TransferOwner): OwnTasks => {
    const known = tasks.get(owner) ?? { live: new Map(), ended: new Map() };
    tasks.set(owner, known);
    return known;
  };

  const start = (
    owner: TransferOwner,
    kind: TransferKind,
    call: UploadCall | DownloadCall | RequestCall,
    method: string,
    plan: (exchangeId: string) => Promise<TransferPlan>,
  ): string => {
    const own = tasksOf(owner);
    if (own.live.has(call.taskId) || own.ended.has(call.taskId))
      throw new FerryError('request.invalid', `The task ${call.taskId} exists already.`);
    exchangeCount += 1;
    const task: Task = {
      exchangeId: `${Math.round(deps.clock.now()).toString(36)}-${String(exchangeCount)}`,
      kind,
      call,
      method,
      aborter: new AbortController(),
      context: owner.context,
      isSuspended: () => owner.isSuspended(),
      plan,
      end() {
        own.live.delete(call.taskId);
        own.ended.set(call.taskId, task.exchangeId);
        for (const taskId of own.ended.keys()) {
          if (own.ended.size <= KEPT_ENDED) break;
          own.ended.delete(taskId);
        }
      },
      emit(news) {
        if (!tasks.has(owner)) return;
        owner.emit({ ...news, taskId: call.taskId, generation: owner.generation });
      },
    };
    own.live.set(call.taskId, task);
    const running = runTask(deps, task).finally(() => pending.delete(running));
    pending.add(running);
    return task.exchangeId;
  };

  return {
    upload(owner, call) {
      start(owner, 'upload', call, 'POST', () => planUpload(owner.context, call));
    },
    download(owner, call) {
      start(owner, 'download', call, 'GET', (id) => planDownload(owner.context, call, `transfer:${id}`));
    },
    request(owner, call) {
      start(owner, 'request', call, call.method, () => planRequest(owner.context, call));
    },
    resend(owner, resend) {
      const { kind, call, of } = resend;
      const method = kind === 'request' ? resend.call.method : kind === 'upload' ? 'POST' : 'GET';
      const id = start(owner, kind, call, method, (exchangeId) =>
        planResend(owner.context, resend, exchangeId),
      );
      owner.context.journal.update(id, { origin: { kind: 'resend', of } });
      return id;
    },
    abort(owner, taskId) {
      tasks.get(owner)?.live.get(taskId)?.aborter.abort();
    },
    exchangeOf(owner, taskId) {
      const own = tasks.get(owner);
      return own?.live.get(taskId)?.exchangeId ?? own?.ended.get(taskId) ?? null;
    },
    interrupt(owner, error) {
      for (const task of tasks.get(owner)?.live.values() ?? []) task.aborter.abort(error);
    },
    release(owner) {
      const own = tasks.get(owner);
      tasks.delete(owner);
      for (const task of own?.live.values() ?? []) task.aborter.abort();
    },
    live: () => [...tasks.values()].reduce((sum, own) => sum + own.live.size, 0),
    async settled() {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
  };
}
