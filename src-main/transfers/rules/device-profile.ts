import type { DeviceName, DeviceTraits } from '#contract/device';
import type { TransferKind } from '#contract/transfer';
import { compareVersions } from '#contract/version';

/** How one kind of device carries transfers, where devices differ (wx-api.md §3 to §5, §9, §18). */
export interface DeviceProfile {
  readonly name: DeviceName;
  readonly traits: DeviceTraits;
  /** How its paths are spelt: `http://tmp/…`, `wxfile://tmp_…` or `wxfile://temp/…`. */
  readonly pathScheme: 'devtools' | 'phone' | 'desktop';
  /** `wx.getSystemInfo`'s platform, brand, model and system. */
  readonly platform: 'devtools' | 'ios' | 'android' | 'windows';
  readonly brand: string;
  readonly model: string;
  readonly system: string;
  /** Version of the WeChat client; older ones are stricter. */
  readonly clientVersion: string;
  /** Newest base library that client has. */
  readonly baseLibrary: string;
  /** Version segment of the Referer: `devtools` there, `0` for develop and trial builds, else the release number. */
  readonly refererVersion: string;
  readonly userAgent: string;
  /** What an eleventh transfer gets (wx-api.md §3): WeChat's own texts document both. */
  readonly overLimit: Readonly<Record<TransferKind, 'error' | 'queue'>>;
  readonly defaultTimeoutMs: number;
  /** A longer time-out has no effect; null where there is no such cap. */
  readonly maxTimeoutMs: number | null;
  readonly maxRedirects: number;
  /** Largest body of a download. */
  readonly maxDownloadBytes: number;
  /** Saved and user files of a program together. */
  readonly quotaBytes: number;
  /** `jump`: an upload is told 100 % as soon as its bytes are in the device's buffer. */
  readonly uploadProgress: 'steady' | 'jump';
  /** iOS clients up to 6.5.3 send none of the page's own headers (wx-api.md §2). */
  readonly sendsPageHeaders: boolean;
}

const MIB = 1024 * 1024;
/** The base library of the newest public typings, which Ferry follows. */
export const NEWEST_LIBRARY = '3.17.0';
const NEWEST_CLIENT = '8.0.50';

/**
 * What the WeChat client of a version downloads at most (wx-api.md §5): 10 MB by forum replies of 2018, still 50 MB
 * in 8.0.6, 200 MB by today's documentation.
 */
function downloadCapOf(clientVersion: string): number {
  if (compareVersions(clientVersion, '7.0.0') < 0) return 10 * MIB;
  return compareVersions(clientVersion, '8.0.6') <= 0 ? 50 * MIB : 200 * MIB;
}

type Base = Omit<DeviceProfile, 'userAgent' | 'maxDownloadBytes' | 'sendsPageHeaders'>;

const MODERN = {
  clientVersion: NEWEST_CLIENT,
  baseLibrary: NEWEST_LIBRARY,
  // Today's clients queue a request; the texts of the error for the other two are still guarded for everywhere.
  overLimit: { upload: 'error', download: 'error', request: 'queue' },
  defaultTimeoutMs: 60_000,
  maxTimeoutMs: null,
  maxRedirects: 20,
  quotaBytes: 200 * MIB,
  uploadProgress: 'steady',
} as const;

const PHONE_TRAITS = { tellsProfile: true, tellsDownloadHeader: false, tellsHeadersStatus: true } as const;

const BASES: Readonly<Record<DeviceName, Base>> = {
  devtools: {
    ...MODERN,
    name: 'devtools',
    // The documentation gives `profile` to phones alone; here it costs nothing and tells much.
    traits: { ...PHONE_TRAITS, name: 'devtools', wording: 'devtools', tellsHeadersStatus: false },
    pathScheme: 'devtools',
    platform: 'devtools',
    brand: 'devtools',
    model: 'iPhone SE',
    system: 'iOS 17.5',
    refererVersion: 'devtools',
  },
  ios: {
    ...MODERN,
    name: 'ios',
    traits: { ...PHONE_TRAITS, name: 'ios', wording: 'ios' },
    pathScheme: 'phone',
    platform: 'ios',
    brand: 'iPhone',
    model: 'iPhone SE (3rd generation)<iPhone14,6>',
    system: 'iOS 17.5',
    refererVersion: '0',
    // A longer one has no effect on an iPhone 11 (wx-api.md §3).
    maxTimeoutMs: 60_000,
  },
  android: {
    ...MODERN,
    name: 'android',
    traits: { ...PHONE_TRAITS, name: 'android', wording: 'android', tellsDownloadHeader: true },
    pathScheme: 'phone',
    platform: 'android',
    brand: 'google',
    model: 'Pixel 7',
    system: 'Android 14',
    refererVersion: '0',
    uploadProgress: 'jump',
  },
  windows: {
    ...MODERN,
    name: 'windows',
    // `profile` is documented for iOS and Android only.
    traits: { ...PHONE_TRAITS, name: 'windows', wording: 'windows', tellsProfile: false },
    pathScheme: 'desktop',
    platform: 'windows',
    brand: 'microsoft',
    model: 'microsoft',
    system: 'Windows 11 x64',
    clientVersion: '3.9.12',
    refererVersion: '0',
  },
  'seed-1.4': {
    ...MODERN,
    name: 'seed-1.4',
    traits: { ...PHONE_TRAITS, name: 'seed-1.4', wording: 'ios' },
    pathScheme: 'phone',
    platform: 'ios',
    brand: 'iPhone',
    model: 'iPhone 6s',
    system: 'iOS 10.3',
    clientVersion: '6.5.8',
    baseLibrary: '1.4.0',
    refererVersion: '0',
    overLimit: { upload: 'error', download: 'error', request: 'error' },
    // "60 s is the most" in the documentation of the time.
    maxTimeoutMs: 60_000,
    quotaBytes: 10 * MIB,
  },
};

/**
 * The profile of a device.
 *
 * @param clientVersion of WeChat on it, such as `6.5.3`; null for the device's own
 */
export function deviceProfile(name: DeviceName, clientVersion: string | null = null): DeviceProfile {
  const base = BASES[name];
  const client = clientVersion ?? base.clientVersion;
  return {
    ...base,
    clientVersion: client,
    userAgent: userAgentOf(base, client),
    maxDownloadBytes: maxDownloadOf(name, client),
    sendsPageHeaders: !(base.platform === 'ios' && compareVersions(client, '6.5.3') <= 0),
  };
}

function maxDownloadOf(name: DeviceName, clientVersion: string): number {
  // DevTools has no cap of its own; this is all that temp files may take while a program runs (wx-api.md §9).
  if (name === 'devtools') return 4 * 1024 * MIB;
  // WeChat for Windows counts its versions otherwise.
  return name === 'windows' ? 200 * MIB : downloadCapOf(clientVersion);
}

/** WeChat's own is not documented; servers look for `MicroMessenger` and `MiniProgramEnv` (wx-api.md §3). */
function userAgentOf({ platform }: Base, clientVersion: string): string {
  const env = `MicroMessenger/${clientVersion} NetType/WIFI Language/zh_CN MiniProgramEnv/${platform} Ferry`;
  switch (platform) {
    case 'devtools':
    case 'ios':
      return `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ${env}`;
    case 'android':
      return `Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 ${env}`;
    case 'windows':
      return `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36 ${env}`;
  }
}

/** The profile Ferry has unless another is chosen. */
export const DEVTOOLS: DeviceProfile = deviceProfile('devtools');
