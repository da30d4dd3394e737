import type { Page } from 'playwright-core';

/** What a callback of `wx` got: `success`, or `fail`. */
export interface WxResult {
  readonly ok: boolean;
  readonly value: Record<string, unknown>;
}

/** Calls `wx` as the mini-program of the fixture `chrome` does, which hands it out as `wxForTest`. */
export async function callWx(page: Page, api: string, options: Record<string, unknown>): Promise<WxResult> {
  return page.evaluate(
    async ([name, given]) => {
      const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
        __wxElement: { getMethodCaller(): { wxForTest: Record<string, (o: unknown) => unknown> } };
      };
      const { wxForTest } = element.__wxElement.getMethodCaller();
      return new Promise<WxResult>((resolve) => {
        wxForTest[name]?.({
          ...given,
          success: (value: Record<string, unknown>) => {
            resolve({ ok: true, value: { errMsg: value['errMsg'], ...plain(value) } });
          },
          fail: (value: Record<string, unknown>) => {
            resolve({ ok: false, value: plain(value) });
          },
        });
      });
      function plain(value: unknown): Record<string, unknown> {
        return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
      }
    },
    [api, options] as const,
  );
}

/** The same for a function that answers at once. */
export async function callWxSync(page: Page, api: string): Promise<Record<string, unknown>> {
  return page.evaluate((name) => {
    const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
      __wxElement: { getMethodCaller(): { wxForTest: Record<string, () => Record<string, unknown>> } };
    };
    return element.__wxElement.getMethodCaller().wxForTest[name]?.() ?? {};
  }, api);
}
