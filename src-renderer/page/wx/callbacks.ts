import type { WxFailure } from '#contract/wx-errors';
import type { Library } from './library.ts';
import { isOptions } from './parameters.ts';

/** What a successful `wx` call hands over, without `errMsg`. */
export type WxResult = Readonly<Record<string, unknown>>;

export type WxOutcome =
  { readonly ok: true; readonly result: WxResult } | { readonly ok: false; readonly failure: WxFailure };

type Callback = (argument: object) => unknown;

/** The three callbacks of an options object; those that are not functions are absent. */
export interface Callbacks {
  readonly success: Callback | null;
  readonly fail: Callback | null;
  readonly complete: Callback | null;
}

export type CallbackName = keyof Callbacks;

function functionAt(argument: unknown, key: CallbackName): Callback | null {
  const value = isOptions(argument) ? argument[key] : undefined;
  if (typeof value !== 'function') return null;
  return (result) => Reflect.apply(value, argument, [result]) as unknown;
}

export function callbacksOf(argument: unknown): Callbacks {
  return {
    success: functionAt(argument, 'success'),
    fail: functionAt(argument, 'fail'),
    complete: functionAt(argument, 'complete'),
  };
}

/** Whether a call answers by a promise: none of the three callbacks was given (wx-api.md §1). */
export function answersByPromise(callbacks: Callbacks): boolean {
  return callbacks.success === null && callbacks.fail === null && callbacks.complete === null;
}

/**
 * The object that goes to the callbacks: the result with `errMsg: '<api>:ok'`, or the failure, each without what came
 * after the base library.
 */
export function argumentOf(library: Library, api: string, outcome: WxOutcome): object {
  return outcome.ok
    ? { ...library.resultOf(api, 'success', outcome.result), errMsg: `${api}:ok` }
    : { ...library.resultOf(api, 'fail', outcome.failure) };
}

/**
 * Calls success or fail, then complete, with the same object (wx-api.md §1). A callback that throws does not keep
 * the next from being called; what it threw goes to `onThrown`. `onFired` hears of each before it runs.
 */
export function fireCallbacks(
  callbacks: Callbacks,
  outcome: WxOutcome,
  argument: object,
  on: { thrown(error: unknown): void; fired?(name: CallbackName): void },
): void {
  const names: readonly CallbackName[] = [outcome.ok ? 'success' : 'fail', 'complete'];
  for (const name of names) {
    const callback = callbacks[name];
    if (callback === null) continue;
    on.fired?.(name);
    try {
      callback(argument);
    } catch (error) {
      on.thrown(error);
    }
  }
}
