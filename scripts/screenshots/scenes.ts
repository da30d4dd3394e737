import type { Stage } from './stage.ts';
import { playEmpty, playEverywhere, playStart } from './scenes/everywhere.ts';
import { playConsole, playPage } from './scenes/inspector.ts';
import { playAgain, playDetails, playList, playMorning, tuneIn } from './scenes/transfers.ts';
import { playArchive, playDevice, playFiles, playRules, playViewer } from './scenes/workshop.ts';

/** Scenes that only look at what the morning has brought, in the order they are played. */
export const SCENES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  list: playList,
  details: playDetails,
  again: playAgain,
  everywhere: playEverywhere,
  console: playConsole,
  page: playPage,
  device: playDevice,
  archive: playArchive,
  rules: playRules,
  files: playFiles,
};

/** Ways to open and close the mini-program of the pictures. */
export interface Opening {
  readonly openHarbour: () => Promise<void>;
  readonly openSample: (id: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Plays a morning at the harbour in Ferry, and has a picture taken at each point worth seeing.
 *
 * @param wanted names of scenes; null plays all of them
 */
export async function playScenes(
  stage: Stage,
  { openHarbour, openSample, close }: Opening,
  wanted: readonly string[] | null,
): Promise<void> {
  const isWanted = (name: string): boolean => wanted === null || wanted.includes(name);
  if (isWanted('start')) await playStart(stage);
  const names = Object.keys(SCENES).filter(isWanted);
  if (names.length > 0 || isWanted('viewer')) {
    await openHarbour();
    await tuneIn(stage);
    await playMorning(stage);
    for (const name of names) await SCENES[name]?.(stage);
  }
  if (isWanted('viewer')) {
    if (!names.includes('archive')) await playArchive(stage);
    await close();
    await stage.server.close();
    await playViewer(stage);
  }
  if (isWanted('empty')) {
    await openSample('voice');
    await playEmpty(stage);
  }
}
