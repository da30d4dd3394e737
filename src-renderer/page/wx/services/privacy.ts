import type { WxFunctions } from '../api-kit.ts';
import type { ServiceKit } from './service-kit.ts';

/**
 * WeChat's agreement on privacy, as somebody who has agreed to it: nothing needs to be asked. A mock of
 * `getPrivacySetting`, or of `requirePrivacyAuthorize` with `fail`, plays somebody who has not.
 */
export function createPrivacyFunctions({ kit, done }: ServiceKit): WxFunctions {
  return {
    getPrivacySetting: kit.asynchronous('getPrivacySetting', {}, () => ({
      needAuthorization: false,
      privacyContractName: '《小程序隐私保护指引》',
    })),
    requirePrivacyAuthorize: done('requirePrivacyAuthorize'),
    // Nothing is ever in need of it.
    onNeedPrivacyAuthorization: () => undefined,
  };
}
