import type { TransferKind } from '#contract/transfer';

/** How one kind of device carries transfers, where devices differ. */
export interface DeviceProfile {
  readonly name: string;
  /** Version segment of the Referer: `devtools` there, `0` for trial builds, else the release number. */
  readonly refererVersion: string;
  readonly userAgent: string;
  /** What an eleventh transfer gets (wx-api.md §3): WeChat's own texts document both. */
  readonly overLimit: Readonly<Record<TransferKind, 'error' | 'queue'>>;
  readonly defaultTimeoutMs: number;
  readonly maxRedirects: number;
  /** Largest body of a download. */
  readonly maxDownloadBytes: number;
}

export const DEVTOOLS: DeviceProfile = {
  name: 'devtools',
  refererVersion: 'devtools',
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN MiniProgramEnv/devtools Ferry',
  overLimit: { upload: 'error', download: 'error', request: 'queue' },
  defaultTimeoutMs: 60_000,
  maxRedirects: 20,
  // DevTools has no cap of its own; this is all that temp files may take while a program runs.
  maxDownloadBytes: 4 * 1024 ** 3,
};
