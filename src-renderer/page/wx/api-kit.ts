import type { WxCalls } from '#contract/wx';
import { FerryError } from '#contract/errors';
import type { Wording, WxFailure } from '#contract/wx-errors';
import { wxErrorFrom } from '#contract/wx-errors';
import { fileFailureIn } from './file-failure.ts';
import type { PageHost } from '../host.ts';
import type { WxOutcome, WxResult } from './callbacks.ts';
import { answersByPromise, argumentOf, callbacksOf, fireCallbacks } from './callbacks.ts';
import type { Defer } from './defer.ts';
import type { Library } from './library.ts';
import type { ParameterType, WxOptions } from './parameters.ts';
import { isOptions, parameterError } from './parameters.ts';

export type WxFunction = (...values: unknown[]) => unknown;
/** Some functions of `wx`, by name. */
export type WxFunctions = Readonly<Record<string, WxFunction>>;

/** A failure that the facade itself knows of, in WeChat's words: the text after `<api>:fail `. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errno: number | undefined;

  constructor(reason: string, errno?: number) {
    super(reason);
    this.errno = errno;
  }
}

/** A failure that is told exactly as it stands, `errCode` and all. */
export class ToldFailure extends Error {
  constructor(failure: WxFailure & Readonly<Record<string, unknown>>) {
    super(failure.errMsg);
    Object.assign(this, failure);
  }
}

/** What every group of `wx` functions is made with. */
export interface ApiKit {
  readonly host: PageHost;
  readonly defer: Defer;
  readonly library: Library;
  /**
   * An asynchronous function after WeChat's calling convention (wx-api.md §1). `work` gets the checked options and
   * gives the result without `errMsg`; what it throws becomes the failure.
   */
  asynchronous(
    api: string,
    required: Readonly<Record<string, ParameterType>>,
    work: (options: WxOptions) => WxResult | Promise<WxResult>,
    manners?: Manners,
  ): WxFunction;
  /** A synchronous function: returns the value, or throws an Error that carries `errMsg` and `errno`. */
  synchronous(api: string, work: (...values: unknown[]) => unknown): WxFunction;
  /** One call over the bridge. Throws FerryError. */
  call<C extends keyof WxCalls>(
    channel: C,
    request: Parameters<WxCalls[C]>[0],
  ): Promise<ReturnType<WxCalls[C]>>;
}

/** Where a group of asynchronous functions departs from the convention. */
export interface Manners {
  /** False: returns nothing even without callbacks. */
  readonly hasPromise: boolean;
  /** Failures carry their number as `errCode` too. */
  readonly tellsErrCode: boolean;
}

const COMMON_MANNERS: Manners = { hasPromise: true, tellsErrCode: false };

/** The Error a `*Sync` function throws: `message` is the `errMsg` (wx-api.md §1). */
export function syncError(failure: WxFailure): Error {
  const extra = failure.errno === undefined ? {} : { errno: failure.errno, errCode: failure.errno };
  return Object.assign(new Error(failure.errMsg), { errMsg: failure.errMsg, ...extra });
}

function withErrCode(result: object): object {
  return 'errno' in result ? { ...result, errCode: result.errno } : result;
}

/** Asynchronous functions that return nothing even without callbacks (wx-api.md §1). */
const PROMISELESS: ReadonlySet<string> = new Set(['getSystemInfoAsync', 'saveFileToDisk', 'cropImage']);

function failureFrom(api: string, error: unknown, wording: Wording): WxFailure | null {
  if (error instanceof FerryError) return wxErrorFrom(api, error.toWire(), wording);
  if (error instanceof Refusal) {
    const errMsg = `${api}:fail ${error.message}`;
    return error.errno === undefined ? { errMsg } : { errMsg, errno: error.errno };
  }
  // A route call rejects with WeChat's words already.
  if (isOptions(error) && typeof error['errMsg'] === 'string') return { ...error, errMsg: error['errMsg'] };
  return null;
}

export function createApiKit(host: PageHost, defer: Defer, library: Library): ApiKit {
  const { wording } = host.boot.traits;

  /** The failure of whatever was thrown; a stranger is our own defect and is shown as one. */
  function translate(api: string, error: unknown): WxFailure {
    const known = failureFrom(api, error, wording);
    if (known !== null) return known;
    host.reports.exception(error, { ours: true });
    return wxErrorFrom(api, FerryError.from(error).toWire(), wording);
  }

  /** @param call made where the page made its call: its stack is written out only where it is wanted */
  function noteFileFailure(api: string, error: unknown, call: Error): void {
    const failed = fileFailureIn(api, error);
    if (failed !== null) host.reports.fileFailed({ api, ...failed, stack: call.stack ?? '' });
  }

  async function outcomeOf(
    api: string,
    options: WxOptions,
    work: (options: WxOptions) => WxResult | Promise<WxResult>,
    call: Error,
  ): Promise<WxOutcome> {
    try {
      return { ok: true, result: await work(options) };
    } catch (error) {
      noteFileFailure(api, error, call);
      return { ok: false, failure: translate(api, error) };
    }
  }

  return {
    host,
    defer,
    library,

    asynchronous(api, required, work, manners = COMMON_MANNERS) {
      return (argument) => {
        const callbacks = callbacksOf(argument);
        const wrong = parameterError(argument, required);
        const ended = host.pendingCalls.begin(api);
        const outcome: Promise<WxOutcome> =
          wrong === null
            ? outcomeOf(api, isOptions(argument) ? library.optionsOf(api, argument) : {}, work, new Error())
            : Promise.resolve({ ok: false, failure: { errMsg: `${api}:fail ${wrong}`, errno: 1001 } });
        const mayPromise = manners.hasPromise && !PROMISELESS.has(api) && library.has('promises');
        const byPromise = mayPromise && answersByPromise(callbacks);
        const promise = byPromise ? Promise.withResolvers<object>() : null;
        void outcome.then((settled) => {
          defer(() => {
            ended();
            const told = argumentOf(library, api, settled);
            const result = manners.tellsErrCode ? withErrCode(told) : told;
            if (promise !== null) {
              if (settled.ok) promise.resolve(result);
              else promise.reject(result);
              return;
            }
            fireCallbacks(callbacks, settled, result, {
              thrown: (error) => {
                host.reports.exception(error, { ours: false });
              },
            });
          });
        });
        return promise?.promise;
      };
    },

    synchronous(api, work) {
      return (...values) => {
        try {
          return library.returned(api, work(...values));
        } catch (error) {
          noteFileFailure(api, error, new Error());
          throw syncError(translate(api, error));
        }
      };
    },

    async call(channel, request) {
      const reply = await host.bridge.call(channel, host.stamp(request));
      if (!reply.ok) throw FerryError.fromWire(reply.error);
      return reply.value;
    },
  };
}
