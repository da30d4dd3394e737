import type { MockAnswer } from '#contract/mocks';
import type { ApiKit, WxFunction } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import type { ParameterType, WxOptions } from '../parameters.ts';
import type { Notices } from './notices.ts';

type Required = Readonly<Record<string, ParameterType>>;

/** What the services that Ferry plays are made with. */
export interface ServiceKit {
  readonly kit: ApiKit;
  readonly notices: Notices;
  /** Succeeds with data that Ferry made up, and says so once. */
  readonly madeUp: (
    api: string,
    required: Required,
    work: (options: WxOptions) => WxResult | Promise<WxResult>,
  ) => WxFunction;
  /** Succeeds in silence: there is nothing a phone would tell either. */
  readonly done: (api: string, required?: Required) => WxFunction;
  /** What the mock file says of an API that reads it itself; null where it says nothing. */
  readonly mockOf: (api: string) => MockAnswer | null;
}

export function createServiceKit(kit: ApiKit, notices: Notices): ServiceKit {
  const { apis } = kit.host.boot.mocks;
  return {
    kit,
    notices,
    madeUp: (api, required, work) =>
      kit.asynchronous(api, required, (options) => {
        notices.madeUp(api);
        return work(options);
      }),
    done: (api, required = {}) => kit.asynchronous(api, required, () => ({})),
    mockOf: (api) => (Object.hasOwn(apis, api) ? (apis[api] ?? null) : null),
  };
}

/** As many bytes in base64, for what only WeChat's servers could read: `encryptedData`, `iv`, keys. */
export function opaque(bytes: number): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}

/** Text such as WeChat's codes and tokens. */
export function token(length: number): string {
  return opaque(length)
    .replaceAll(/[^A-Za-z\d]/g, '0')
    .slice(0, length);
}

/** As phones seal data for a mini-program's server. */
export function sealed(): WxResult {
  return { encryptedData: opaque(192), iv: opaque(16) };
}
