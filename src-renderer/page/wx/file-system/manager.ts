import { Refusal, type ApiKit, type WxFunction, type WxFunctions } from '../api-kit.ts';
import { logAdvice } from '../../errors/console.ts';
import { answersByPromise, callbacksOf, type WxResult } from '../callbacks.ts';
import { isOptions, parameterError, type WxOptions } from '../parameters.ts';
import type { FileMethod, SyncForm } from './method.ts';
import { fileMethods } from './methods.ts';
import type { FileSystemRunners } from './runners.ts';

/**
 * `wx.getFileSystemManager` (wx-api.md §11): one object for all, its methods those of the base library. Asynchronous
 * methods answer by callback alone (§1), failures carry their number as `errCode` too.
 */
export function createFileSystemManager(kit: ApiKit, runners: FileSystemRunners): WxFunctions {
  const advised = new Set<string>();
  const methods = Object.entries(fileMethods(kit.library)).flatMap(([name, method]) => [
    [name, asynchronousForm(name, method)] as const,
    ...(method.sync === null ? [] : [[`${name}Sync`, syncForm(`${name}Sync`, method, method.sync)] as const]),
  ]);
  const manager = kit.library.returned('getFileSystemManager', Object.fromEntries(methods));

  function asynchronousForm(api: string, { required, run }: FileMethod): WxFunction {
    const call = kit.asynchronous(api, required, (options) => runners.later(run(options)), {
      hasPromise: false,
      tellsErrCode: true,
    });
    return (...values) => {
      if (answersByPromise(callbacksOf(values[0]))) advise(api);
      return call(...values);
    };
  }

  /** Who waits for a promise waits for nothing, and hears of no failure: said once for each method (§1). */
  function advise(api: string): void {
    if (advised.has(api)) return;
    advised.add(api);
    logAdvice(`FileSystemManager.${api} returns no promise in WeChat: hand in success and fail.`);
  }

  function syncForm(api: string, { required, run }: FileMethod, form: SyncForm): WxFunction {
    return kit.synchronous(api, (...values) => {
      const argument = form.takes === null ? values[0] : named(form.takes, values);
      const wrong = parameterError(argument, required);
      if (wrong !== null || !isOptions(argument)) throw new Refusal(wrong ?? '', 1001);
      return returned(form, runners.atOnce(run(argument)));
    });
  }

  return { getFileSystemManager: () => manager };
}

function named(names: readonly string[], values: readonly unknown[]): WxOptions {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

function returned({ returns }: SyncForm, result: WxResult): unknown {
  if (returns === 'nothing') return undefined;
  return returns === 'all' ? result : result[returns.field];
}
