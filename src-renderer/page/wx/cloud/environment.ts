import type { CloudMock } from '#contract/mocks';
import type { ApiKit, WxFunction } from '../api-kit.ts';
import { ToldFailure } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { isOptions, type ParameterType, type WxOptions } from '../parameters.ts';
import type { Notices } from '../services/notices.ts';

/** Where nobody named an environment. */
const OWN_ENV = 'ferry';
export const NOT_INITIALISED = "Cloud API isn't enabled, please call wx.cloud.init first";

/** One instance of cloud development: `wx.cloud`, or a `new wx.cloud.Cloud`. */
export interface CloudEnvironment {
  readonly kit: ApiKit;
  readonly notices: Notices;
  readonly mock: CloudMock;
  init(options: unknown): void;
  isReady(): boolean;
  /** The environment a call goes to: that of its own `config`, of `init` for this service, or Ferry's. */
  env(service: 'database' | 'storage' | 'functions', options?: WxOptions): string;
  /** An asynchronous function of cloud development; before `init` it fails. */
  call(
    api: string,
    required: Readonly<Record<string, ParameterType>>,
    work: (options: WxOptions) => WxResult | Promise<WxResult>,
  ): WxFunction;
  /** Throws what WeChat throws before `init`. */
  check(): void;
}

/** A failure of cloud development: `errCode` with WeChat's text (documentation, "Error codes"). */
export function cloudFailure(api: string, errCode: number, text: string): ToldFailure {
  return new ToldFailure({ errMsg: `${api}:fail ${text}`, errCode });
}

export function createCloudEnvironment(kit: ApiKit, notices: Notices): CloudEnvironment {
  let isReady = false;
  let envs: WxOptions = {};

  return {
    kit,
    notices,
    mock: kit.host.boot.mocks.cloud,
    init(options) {
      isReady = true;
      const env = isOptions(options) ? options['env'] : undefined;
      envs = isOptions(env) ? env : { database: env, storage: env, functions: env };
    },
    isReady: () => isReady,
    env(service, options = {}) {
      const config = isOptions(options['config']) ? options['config'] : {};
      const found = [config['env'], envs[service]].find((env) => typeof env === 'string' && env !== '');
      return typeof found === 'string' ? found : OWN_ENV;
    },
    check() {
      if (!isReady) throw new Error(NOT_INITIALISED);
    },
    call: (api, required, work) =>
      kit.asynchronous(api, required, (options) => {
        if (!isReady) throw cloudFailure(api, -1, NOT_INITIALISED);
        return work(options);
      }),
  };
}
