/** The devices a mini-program can be made to believe it runs on; `seed-1.4` is a phone of the base library 1.4.0. */
export const DEVICE_NAMES = ['devtools', 'ios', 'android', 'windows', 'seed-1.4'] as const;

export type DeviceName = (typeof DEVICE_NAMES)[number];

/** Where devices differ in what the callbacks of a page are given (wx-api.md §4 to §8, §18). */
export interface DeviceTraits {
  readonly name: DeviceName;
  /** Whose words a failure is told in. */
  readonly wording: 'devtools' | 'ios' | 'android' | 'windows';
  /** Whether results carry `profile`. */
  readonly tellsProfile: boolean;
  /** Whether the result of `downloadFile` carries `header`. */
  readonly tellsDownloadHeader: boolean;
  /** Whether `RequestTask.onHeadersReceived` is given `statusCode`. */
  readonly tellsHeadersStatus: boolean;
}
