import { describe, expect, it } from 'vitest';
import { DEVICE_NAMES } from '#contract/device';
import { compareVersions, isVersion } from '#contract/version';
import { deviceProfile } from '../../../../src-main/transfers/rules/device-profile.ts';

const MIB = 1024 * 1024;

describe('a device', () => {
  it('has a profile under its name, which names its platform to servers', () => {
    for (const name of DEVICE_NAMES) {
      const profile = deviceProfile(name);
      expect([profile.name, profile.traits.name]).toEqual([name, name]);
      expect(profile.userAgent).toContain(`MicroMessenger/${profile.clientVersion}`);
      expect(profile.userAgent).toContain(`MiniProgramEnv/${profile.platform}`);
    }
  });

  it.each([
    ['devtools', null, 4096],
    ['ios', null, 200],
    ['android', '8.0.6', 50],
    ['android', '8.0.7', 200],
    ['ios', '6.7.3', 10],
    ['windows', null, 200],
    ['seed-1.4', null, 10],
  ] as const)('%s of client %s downloads at most %i MB', (name, client, mib) => {
    expect(deviceProfile(name, client).maxDownloadBytes).toBe(mib * MIB);
  });

  it.each([
    ['seed-1.4', '6.5.3', false],
    ['seed-1.4', null, true],
    ['ios', '6.5.2', false],
    ['android', '6.5.3', true],
    ['devtools', '6.5.3', true],
  ] as const)('%s of client %s sends a page’s headers: %s', (name, client, sends) => {
    expect(deviceProfile(name, client).sendsPageHeaders).toBe(sends);
  });
});

describe('versions', () => {
  it.each([
    ['2.10.4', '2.9.9', 1],
    ['1.4.0', '1.4', 0],
    ['2.4.0', '2.10.0', -1],
    ['1.9.90', '1.9.9', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });

  it('are numbers with dots', () => {
    expect(['2.10.4', '8.0', '1', 'v1.2', '1.2.x', ''].map(isVersion)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
