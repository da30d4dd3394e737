import { DEFAULT_SETTINGS, type ProgramSettings } from '#contract/settings';
import { createProgramNetwork, type ProgramNetwork } from '../../src-main/transfers/network.ts';
import { deviceProfile, type DeviceProfile } from '../../src-main/transfers/rules/device-profile.ts';
import type { OwnNetwork } from '../../src-main/transfers/rules/legal-domains.ts';

export interface TestNetworkOptions {
  readonly settings?: Partial<ProgramSettings>;
  /** Changes to the device's profile. */
  readonly profile?: Partial<DeviceProfile>;
  readonly urlCheck?: boolean;
  readonly labOrigins?: readonly string[];
  /** Networks that the machine is in; none unless told. */
  readonly ownNetworks?: readonly OwnNetwork[];
}

/** The network of a program under test: no proxy, and what the options say. */
export function testNetwork(options: TestNetworkOptions = {}): ProgramNetwork {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const profile = { ...deviceProfile(settings.device, settings.clientVersion), ...options.profile };
  return createProgramNetwork(
    {
      systemProxy: () => Promise.resolve(null),
      ownNetworks: () => options.ownNetworks ?? [],
      lab: () => ({ origins: options.labOrigins ?? [], authorities: [] }),
    },
    {
      settings,
      profile,
      baseLibrary: settings.baseLibrary ?? profile.baseLibrary,
      urlCheck: options.urlCheck ?? true,
    },
  );
}
