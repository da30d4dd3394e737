import { expect, vi } from 'vitest';
import type { OpenOptions, PageHarness, RunningPage } from './page-harness.ts';
import { ONE_PAGE, writeProject } from './project-folder.ts';

/** What a page saw happen, in order: an event's name and what came with it. */
export type Told = [event: string, argument: Record<string, unknown>][];

/** Writes down what a page hears: `tell('onPlay')` is a listener. */
export type Tell = ((event: string) => (argument?: unknown) => void) & {
  /** Listens to these events of an object, each told by its name. */
  hear(object: AudioObject, events: readonly string[]): void;
  /** Resolves when the event has been told so often. */
  until(event: string, count?: number): Promise<void>;
};

/** A player or the recorder, as stories use it. */
export interface AudioObject {
  [member: string]: unknown;
  currentTime: number;
  readonly duration: number;
  readonly buffered: number;
  play(): void;
  pause(): void;
  resume(): void;
  start(options?: unknown): void;
  stop(): void;
  seek(positionS: number): void;
  destroy(): void;
}

/** The functions of `wx` that stories use. */
export interface AudioWx {
  createInnerAudioContext(): AudioObject;
  getBackgroundAudioManager(): AudioObject;
  getRecorderManager(): AudioObject;
  playVoice(options: unknown): void;
  playBackgroundAudio(options: unknown): void;
  stopBackgroundAudio(): void;
  getBackgroundAudioPlayerState(options: unknown): void;
}

/** `wx` in a real page. */
export interface AudioPage {
  readonly run: RunningPage;
  /** Runs a story in the page and gives what it told. It travels as text, so it may name nothing outside itself. */
  play<A>(story: (wx: AudioWx, tell: Tell, given: A) => Promise<void>, given: A): Promise<Told>;
}

/** Runs in the page. */
function listening(): { readonly told: [string, unknown][]; readonly tell: Tell } {
  const told: [string, unknown][] = [];
  const looks = new Set<() => void>();
  const tell =
    (event: string) =>
    (argument: unknown = {}): void => {
      told.push([event, argument]);
      for (const look of looks) look();
    };
  const until = async (event: string, count = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (told.filter(([name]) => name === event).length >= count) resolve();
      };
      looks.add(look);
      look();
    });
  const hear = (object: AudioObject, events: readonly string[]): void => {
    for (const event of events) (object[`on${event}`] as (listener: unknown) => void)(tell(event));
  };
  return { told, tell: Object.assign(tell, { hear, until }) };
}

/**
 * Opens a mini-program that leaves its `wx` where stories find it.
 *
 * @param folder an empty one
 */
export async function openAudioPage(
  harness: PageHarness,
  folder: string,
  options: Partial<OpenOptions> & { readonly packageFiles?: Readonly<Record<string, Uint8Array>> } = {},
): Promise<AudioPage> {
  const { packageFiles = {}, ...rest } = options;
  const project = await writeProject(folder, {
    ...ONE_PAGE,
    'pages/index/index.js': 'Page({ wx: () => wx })',
    ...packageFiles,
  });
  const run = await harness.open({ project, ...rest });
  await vi.waitFor(async () => {
    expect(await run.reports('page-ready')).toHaveLength(1);
  }, 10_000);
  return {
    run,
    async play(story, given) {
      return run.page.evaluate<Told>(
        `(async () => {
          const { told, tell } = (${listening.toString()})();
          const { __wxElement } = document.querySelector('wx-page');
          await (${story.toString()})(__wxElement.getMethodCaller().wx(), tell, ${JSON.stringify(given)});
          return told;
        })()`,
      );
    },
  };
}
