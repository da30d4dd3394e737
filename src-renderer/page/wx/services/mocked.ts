import type { MockAnswer } from '#contract/mocks';
import type { ApiKit, WxFunction, WxFunctions } from '../api-kit.ts';
import { syncError, ToldFailure } from '../api-kit.ts';
import type { WxFailure } from '#contract/wx-errors';
import { isOptions } from '../parameters.ts';
import type { Notices } from './notices.ts';

const LISTENER = /^on[A-Z]/;
const UNLISTENER = /^off[A-Z]/;
/** What these return is used at once, whatever becomes of the call. */
const TASKS: ReadonlySet<string> = new Set(['request', 'uploadFile', 'downloadFile', 'connectSocket']);
/** These read the mock file themselves, as the answer is not all there is to them. */
const READS_ITSELF: ReadonlySet<string> = new Set(['getUpdateManager', 'getPerformance']);
/** What an inert task has; none of it does anything. */
const TASK_METHODS = [
  'abort',
  'onProgressUpdate',
  'offProgressUpdate',
  'onHeadersReceived',
  'offHeadersReceived',
  'onChunkReceived',
  'offChunkReceived',
  'send',
  'close',
  'onOpen',
  'onMessage',
  'onClose',
  'onError',
] as const;

/**
 * The functions that `ferry.mock.json` sets, in the place of Ferry's own; those that Ferry does not have included.
 *
 * An `on…` gives its listener the value once. What returns (`…Sync`, `get…Info`) returns it, or throws. All others
 * answer after WeChat's calling convention.
 */
export function createMockedFunctions(kit: ApiKit, notices: Notices): WxFunctions {
  const { apis } = kit.host.boot.mocks;
  return Object.fromEntries(
    Object.entries(apis)
      .filter(([api]) => !READS_ITSELF.has(api))
      .map(([api, answer]) => [api, mocked(kit, api, answer, notices)]),
  );
}

function mocked(kit: ApiKit, api: string, answer: MockAnswer, notices: Notices): WxFunction {
  const { host, library } = kit;
  if (UNLISTENER.test(api)) return () => undefined;
  if (LISTENER.test(api)) {
    return (listener) => {
      notices.fromFile(api);
      if (typeof listener !== 'function') return;
      const value = 'success' in answer ? answer.success : failureOf(api, answer.fail);
      setTimeout(() => {
        try {
          Reflect.apply(listener, undefined, [structuredClone(value)]);
        } catch (error) {
          host.reports.exception(error, { ours: false });
        }
      }, answer.delayMs ?? 0);
    };
  }
  const row = library.schema.row(api);
  const returns =
    api.endsWith('Sync') || (row !== null && row.object === undefined && row.return !== undefined);
  if (returns) {
    return () => {
      notices.fromFile(api);
      if ('fail' in answer) throw syncError(failureOf(api, answer.fail));
      return structuredClone(answer.success);
    };
  }
  const call = kit.asynchronous(
    api,
    {},
    async () => {
      notices.fromFile(api);
      if (answer.delayMs !== undefined) await pause(answer.delayMs);
      if ('fail' in answer) throw new ToldFailure(failureOf(api, answer.fail));
      return isOptions(answer.success) ? { ...structuredClone(answer.success) } : {};
    },
    { hasPromise: !TASKS.has(api), tellsErrCode: false },
  );
  if (!TASKS.has(api)) return call;
  return (options) => {
    call(options);
    return Object.fromEntries(TASK_METHODS.map((name) => [name, () => undefined]));
  };
}

/** With `<api>:fail ` before the text where it is missing. */
export function failureOf(
  api: string,
  written: Readonly<Record<string, unknown>>,
): WxFailure & Readonly<Record<string, unknown>> {
  const { errMsg } = written;
  const text = typeof errMsg === 'string' ? errMsg : '';
  return {
    ...written,
    errMsg: text.includes(':fail') ? text : `${api}:fail${text === '' ? '' : ` ${text}`}`,
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
