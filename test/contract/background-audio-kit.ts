import type { FakeElement } from '../support/fake-audio.ts';
import type { SpecRow } from './wire-rows.ts';
import { createWxHarness, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** A BackgroundAudioManager as a mini-program sees it. */
export interface Manager {
  [member: string]: unknown;
  title: string;
  src: string;
  play(): void;
  pause(): void;
  stop(): void;
  seek(positionS: number): void;
}

export interface Opened {
  readonly page: WxHarness;
  readonly manager: Manager;
  readonly element: FakeElement;
}

export const A = 'http://tmp/a.mp3';
export const SRC_A = `src resource:${A}@pages/index/index`;
const EVENTS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking'];
const ALL = [...EVENTS, 'Seeked', 'Next', 'Prev'];

export function open(options?: HarnessOptions): Opened {
  const page = createWxHarness(options);
  // The voice has the first element.
  const element = page.audio.elements[1];
  if (!element) throw new Error('The manager has no element.');
  return { page, manager: page.call('getBackgroundAudioManager')() as Manager, element };
}

export function on(manager: Manager, event: string, listener: unknown): void {
  (manager[`on${event}`] as (listener: unknown) => void)(listener);
}

export function hearAll({ page, manager }: Opened): void {
  for (const event of ALL) on(manager, event, page.listener(event));
}

/** Music that plays. */
export function begin({ manager, element }: Opened): void {
  manager.title = 'Tide';
  manager.src = A;
  element.fire('canplay');
  element.fire('playing');
}

export const names = (page: WxHarness): string[] => page.log.map(([name]) => name);

export interface StoryRow extends SpecRow {
  readonly options?: HarnessOptions;
  readonly story: (opened: Opened) => void | Promise<void>;
}
