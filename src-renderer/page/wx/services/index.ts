import type { Overlays } from '../../overlays/index.ts';
import type { ApiKit, WxFunctions } from '../api-kit.ts';
import { createAccountFunctions } from './account.ts';
import { createAdFunctions } from './ads.ts';
import { createDeviceFunctions } from './device.ts';
import { createElsewhereFunctions } from './elsewhere.ts';
import { createLocationFunctions } from './location.ts';
import type { Notices } from './notices.ts';
import { createPerformanceFunctions } from './performance.ts';
import { createPrivacyFunctions } from './privacy.ts';
import { createRadioFunctions } from './radios.ts';
import { createReportingFunctions } from './reporting.ts';
import { createSensorFunctions } from './sensors.ts';
import { createServiceKit } from './service-kit.ts';
import { createSharingFunctions } from './sharing.ts';
import { createUpdateManager } from './update-manager.ts';

/** What a phone and WeChat's servers would answer: Ferry plays both, and `ferry.mock.json` has the last word. */
export function createServiceFunctions(
  kit: ApiKit,
  notices: Notices,
  overlays: Pick<Overlays, 'modal'>,
): WxFunctions {
  const service = createServiceKit(kit, notices);
  return {
    ...createAccountFunctions(service),
    ...createLocationFunctions(service, overlays),
    ...createDeviceFunctions(service, overlays),
    ...createSensorFunctions(service),
    ...createRadioFunctions(service),
    ...createElsewhereFunctions(service, overlays),
    ...createSharingFunctions(service),
    ...createReportingFunctions(service),
    ...createPrivacyFunctions(service),
    ...createUpdateManager(service),
    ...createPerformanceFunctions(service),
    ...createAdFunctions(service),
  };
}
