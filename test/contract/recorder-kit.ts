import { expect } from 'vitest';
import type { SpecRow } from './wire-rows.ts';
import { createWxHarness, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** The RecorderManager as a mini-program sees it. */
export interface Manager {
  [member: string]: unknown;
  start(options?: object): void;
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface Opened {
  readonly page: WxHarness;
  readonly manager: Manager;
}

const EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error'];
export const TEMP = 'http://tmp/recorded.aac';
export const ok = (event: string): [string, object] => [event, { errMsg: `on${event}:ok` }];
const MAIN_ALLOWS: HarnessOptions['answers'] = {
  'wx:permission': () => 'allowed',
  'wx:import-temp': (request) => ({ path: TEMP, size: bytesIn(request).byteLength }),
};

export function bytesIn(request: Readonly<Record<string, unknown>> | undefined): Uint8Array {
  const content = request?.['content'] as { readonly kind: string; readonly bytes?: Uint8Array } | undefined;
  return content?.bytes ?? new Uint8Array(0);
}

export function open(options: HarnessOptions = {}): Opened {
  const page = createWxHarness({
    fetch: () => Promise.resolve(new Response('{"bodyId":"b1"}')),
    ...options,
    answers: { ...MAIN_ALLOWS, ...options.answers },
  });
  const manager = page.call('getRecorderManager')() as Manager;
  for (const event of EVENTS) {
    (manager[`on${event}`] as (listener: unknown) => void)(page.listener(event));
  }
  return { page, manager };
}

/** Records for so long and stops. */
export async function record({ page, manager }: Opened, options: object, ms: number): Promise<void> {
  manager.start(options);
  await page.settle();
  page.audio.pass(ms);
  manager.stop();
  await page.settle();
}

/** What was handed to main as a file. */
export function imported({ page }: Opened): Readonly<Record<string, unknown>> {
  const calls = page.calls.filter(({ channel }) => channel === 'wx:import-temp');
  expect(calls).toHaveLength(1);
  return calls[0]?.request ?? {};
}

export const names = (page: WxHarness): string[] => page.log.map(([name]) => name);
export const failure = (reason: string): [string, object] => [
  'Error',
  { errMsg: `operateRecorder:fail ${reason}` },
];

export interface StoryRow extends SpecRow {
  readonly options?: HarnessOptions;
  readonly story: (opened: Opened) => Promise<void>;
}
