import type { WireError } from '#contract/errors';
import { FerryError } from '#contract/errors';
import type { Reply } from '#contract/reply';
import type { CallSite, RequestBody, TaskEvent, TaskResult } from '#contract/transfer';
import { wxErrorFrom } from '#contract/wx-errors';
import type { PageHost } from '../host.ts';
import type { Callbacks, WxOutcome, WxResult } from './callbacks.ts';
import { argumentOf, callbacksOf, fireCallbacks } from './callbacks.ts';
import type { Defer } from './defer.ts';
import type { Library } from './library.ts';
import type { Listeners } from './listeners.ts';
import { createListeners } from './listeners.ts';
import type { WxOptions } from './parameters.ts';
import { flagOf, isOptions } from './parameters.ts';
import { plainCopy } from './plain-copy.ts';

type Ended = Extract<TaskResult, { ok: true }>;

/** What every transfer call carries whatever its kind. */
export interface CallBase {
  readonly taskId: string;
  readonly header: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  readonly wantsHttp2: boolean;
  readonly invokedAtEpochMs: number;
  readonly callSite: CallSite;
  readonly written: unknown;
}

/** How one of the three transfer functions differs from the others. */
export interface TransferSpec {
  readonly api: 'uploadFile' | 'downloadFile' | 'request';
  /** What has to travel before the call: a promise only where it is a large body. */
  prepare(): RequestBody | Promise<RequestBody>;
  /** Sends the call to main. */
  send(base: CallBase, body: RequestBody): Promise<Reply<null>>;
  /** The argument of `onProgressUpdate`; null for a function without progress. */
  progress: ((event: Extract<TaskEvent, { kind: 'progress' }>) => WxResult) | null;
  headers(event: Extract<TaskEvent, { kind: 'headers' }>): WxResult;
  /** What success gets, without `errMsg` and `profile`; may fetch a large body. */
  success(result: Ended): Promise<WxResult>;
  /** What fail gets beside `errMsg` and `errno`. */
  readonly failure?: WxResult;
}

/** UploadTask, DownloadTask or RequestTask (wx-api.md §4, §5, §7): plain closures, so that a copy of a method works. */
export type TransferTask = Readonly<Record<string, (...values: unknown[]) => void>>;

export interface TransferTasks {
  /**
   * Starts a transfer and returns its task object at once.
   *
   * @param written the options as the project wrote them
   * @param options of those, the ones that the base library knows
   */
  start(written: WxOptions, options: WxOptions, spec: TransferSpec): TransferTask;
  /** Fails a call that never became a task: bad parameters (wx-api.md §1). */
  refuse(api: string, options: unknown, reason: string, errno: number): void;
}

/** Header values as text; undefined ones are left out (the same rule as for form data, wx-api.md §4). */
export function headerOf(value: unknown): Record<string, string> {
  if (!isOptions(value)) return {};
  const entries = Object.entries(value).filter(
    ([, item]) => item !== undefined && typeof item !== 'function',
  );
  return Object.fromEntries(entries.map(([name, item]) => [name, String(item)]));
}

/** A task between its start and its end. */
interface LiveTask {
  readonly spec: TransferSpec;
  readonly callbacks: Callbacks;
  /** Whether success gets `profile` (wx-api.md §6). */
  readonly tellsProfile: boolean;
  readonly progress: Listeners;
  readonly headers: Listeners;
  readonly startedAtMs: number;
  /** True once main has said the end: from then on only the callbacks remain to be fired. */
  ended: boolean;
  sent: boolean;
  abortWanted: boolean;
}

/** The clock of a page. */
export interface TaskClock {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Where that clock is zero, in milliseconds since the epoch. */
  readonly originEpochMs: number;
}

export function createTransferTasks(
  host: PageHost,
  defer: Defer,
  clock: TaskClock,
  library: Library,
): TransferTasks {
  const { traits } = host.boot;
  const live = new Map<string, LiveTask>();
  let started = 0;

  function thrownByProject(error: unknown): void {
    host.reports.exception(error, { ours: false });
  }

  function thrownByFerry(error: unknown): void {
    host.reports.exception(error, { ours: true });
  }

  function report(taskId: string, task: LiveTask, name: string, argument: object): void {
    const atMs = clock.now() - task.startedAtMs;
    host.reports.callback({ taskId, name, atMs, argument: plainCopy(argument) });
  }

  function tell(taskId: string, task: LiveTask, name: string, listeners: Listeners, told: object): void {
    const argument = library.toldBy(task.spec.api, name, told);
    if (listeners.fire(argument, thrownByProject)) report(taskId, task, name, argument);
  }

  function finish(taskId: string, task: LiveTask, outcome: WxOutcome): void {
    live.delete(taskId);
    task.progress.clear();
    task.headers.clear();
    const argument = argumentOf(library, task.spec.api, outcome);
    fireCallbacks(task.callbacks, outcome, argument, {
      thrown: thrownByProject,
      fired: (name) => {
        report(taskId, task, name, argument);
      },
    });
  }

  function fail(taskId: string, task: LiveTask, error: WireError): void {
    task.ended = true;
    const failure = { ...wxErrorFrom(task.spec.api, error, traits.wording), ...task.spec.failure };
    defer(() => {
      finish(taskId, task, { ok: false, failure });
    });
  }

  async function succeed(taskId: string, task: LiveTask, result: Ended): Promise<void> {
    task.ended = true;
    try {
      const told = await task.spec.success(result);
      const profile = task.tellsProfile ? { profile: result.profile } : {};
      finish(taskId, task, { ok: true, result: { ...told, ...profile } });
    } catch (error) {
      fail(taskId, task, FerryError.from(error).toWire());
    }
  }

  host.onTaskEvent((event) => {
    const task = live.get(event.taskId);
    if (task === undefined || task.ended) return;
    if (task.abortWanted && event.kind !== 'ended') return;
    if (event.kind === 'progress') {
      const argument = task.spec.progress?.(event);
      if (argument) tell(event.taskId, task, 'onProgressUpdate', task.progress, argument);
    } else if (event.kind === 'headers') {
      tell(event.taskId, task, 'onHeadersReceived', task.headers, task.spec.headers(event));
    } else if (event.result.ok) {
      void succeed(event.taskId, task, event.result);
    } else {
      fail(event.taskId, task, event.result.error);
    }
  });

  async function send(taskId: string, task: LiveTask, base: CallBase): Promise<void> {
    try {
      const prepared = task.spec.prepare();
      // Awaiting what is ready would let calls overtake each other.
      const body = prepared instanceof Promise ? await prepared : prepared;
      const replied = task.spec.send(base, body);
      task.sent = true;
      if (task.abortWanted) abort(taskId, task);
      const reply = await replied;
      if (!reply.ok && !task.ended) fail(taskId, task, reply.error);
    } catch (error) {
      if (!task.ended) fail(taskId, task, FerryError.from(error).toWire());
    }
  }

  function abort(taskId: string, task: LiveTask): void {
    if (task.ended) return;
    task.abortWanted = true;
    // Main cannot abort what it has not heard of: a body on its way is let through first.
    if (task.sent) void host.bridge.call('wx:abort-task', host.stamp({ taskId })).catch(thrownByFerry);
  }

  return {
    start(written, options, spec) {
      started += 1;
      const taskId = `t${String(started)}`;
      const task: LiveTask = {
        spec,
        callbacks: callbacksOf(written),
        tellsProfile: traits.tellsProfile && flagOf(options, 'enableProfile', true),
        progress: createListeners(),
        headers: createListeners(),
        startedAtMs: clock.now(),
        ended: false,
        sent: false,
        abortWanted: false,
      };
      live.set(taskId, task);
      const timeout = options['timeout'];
      void send(taskId, task, {
        taskId,
        header: headerOf(options['header']),
        timeoutMs: typeof timeout === 'number' && Number.isFinite(timeout) && timeout > 0 ? timeout : null,
        wantsHttp2: flagOf(options, 'enableHttp2'),
        invokedAtEpochMs: clock.originEpochMs + task.startedAtMs,
        callSite: {
          page: host.router.current()?.route ?? host.launch.path,
          stack: new Error().stack ?? '',
        },
        written: plainCopy(written),
      });
      return {
        abort: () => {
          abort(taskId, task);
        },
        onHeadersReceived: (listener) => {
          task.headers.on(listener);
        },
        offHeadersReceived: (listener) => {
          task.headers.off(listener);
        },
        ...(spec.progress === null
          ? {}
          : {
              onProgressUpdate: (listener: unknown) => {
                task.progress.on(listener);
              },
              offProgressUpdate: (listener?: unknown) => {
                task.progress.off(listener);
              },
            }),
      };
    },

    refuse(api, options, reason, errno) {
      const outcome: WxOutcome = { ok: false, failure: { errMsg: `${api}:fail ${reason}`, errno } };
      defer(() => {
        fireCallbacks(callbacksOf(options), outcome, argumentOf(library, api, outcome), {
          thrown: thrownByProject,
        });
      });
    },
  };
}
