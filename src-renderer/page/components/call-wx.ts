import type { WxCalls } from './builtin.ts';

/** What `wx` answered: the object of success, or that of fail. */
export interface WxAnswer {
  readonly ok: boolean;
  readonly result: Readonly<Record<string, unknown>> & { readonly errMsg: string };
}

function resultOf(value: unknown, errMsg: string): WxAnswer['result'] {
  return { errMsg, ...(typeof value === 'object' && value !== null ? value : {}) };
}

/** Calls an asynchronous function of `wx` as a page would; never rejects. A missing function fails as `wx` says. */
export async function callWx(
  wx: WxCalls,
  name: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<WxAnswer> {
  const call = wx[name];
  if (typeof call !== 'function') return { ok: false, result: { errMsg: `${name}:fail not supported` } };
  return new Promise((resolve) => {
    const answered = {
      ...options,
      success: (value: unknown) => {
        resolve({ ok: true, result: resultOf(value, `${name}:ok`) });
      },
      fail: (value: unknown) => {
        resolve({ ok: false, result: resultOf(value, `${name}:fail`) });
      },
    };
    try {
      (call as (options: object) => unknown).call(wx, answered);
    } catch (error) {
      resolve({ ok: false, result: { errMsg: `${name}:fail ${String(error)}` } });
    }
  });
}
