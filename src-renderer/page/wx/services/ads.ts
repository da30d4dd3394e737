import type { WxFunction, WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import { createListeners } from '../listeners.ts';
import { isOptions, typeName } from '../parameters.ts';
import type { ServiceKit } from './service-kit.ts';

/** "No fitting advertisement" (WeChat's documentation of the advertisements' onError). */
const NO_ADVERTISEMENT = { errMsg: 'no advertisement', errCode: 1004 } as const;

/**
 * Advertisements that never come: what was made reports error 1004 a moment later, and so do `load` and `show`, as on
 * a phone for which WeChat has none.
 */
export function createAdFunctions({ kit, notices }: ServiceKit): WxFunctions {
  const { host } = kit;

  const create =
    (api: string): WxFunction =>
    (options) => {
      const adUnitId = isOptions(options) ? options['adUnitId'] : undefined;
      if (typeof adUnitId !== 'string') {
        throw new Refusal(
          `parameter error: parameter.adUnitId should be String instead of ${typeName(adUnitId)};`,
          1001,
        );
      }
      notices.madeUp(api);
      const loaded = createListeners();
      const failed = createListeners();
      const closed = createListeners();
      let isGone = false;
      const fail = (): void => {
        kit.defer(() => {
          if (isGone) return;
          failed.fire({ ...NO_ADVERTISEMENT }, (error) => {
            host.reports.exception(error, { ours: false });
          });
        });
      };
      const refuse = (): Promise<never> => {
        fail();
        const { promise, reject } = Promise.withResolvers<never>();
        reject({ ...NO_ADVERTISEMENT });
        return promise;
      };
      fail();
      return {
        load: refuse,
        show: refuse,
        hide: () => undefined,
        destroy() {
          isGone = true;
        },
        isShow: () => false,
        onLoad: loaded.on,
        offLoad: loaded.off,
        onError: failed.on,
        offError: failed.off,
        onClose: closed.on,
        offClose: closed.off,
      };
    };
  return {
    createRewardedVideoAd: kit.synchronous('createRewardedVideoAd', create('createRewardedVideoAd')),
    createInterstitialAd: kit.synchronous('createInterstitialAd', create('createInterstitialAd')),
  };
}
