import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { SampleInfo } from '#contract/panel';
import type { AlbumPicture } from '#contract/pickers';
import { PAGE_PATHS } from '#contract/wx';

/** The mini-programs that ship with Ferry, from the `index.json` beside them. */
export async function readSamples(folder: string): Promise<readonly SampleInfo[]> {
  return JSON.parse(await fs.readFile(path.join(folder, 'index.json'), 'utf8')) as SampleInfo[];
}

/** Folder of a sample; throws `usage` when there is none of that name. */
export function sampleFolder(folder: string, samples: readonly SampleInfo[], id: string): string {
  if (!samples.some((sample) => sample.id === id)) throw new FerryError('usage', `There is no sample ${id}.`);
  return path.join(folder, id);
}

/** The pictures of the sample album, by file name. */
export async function readAlbum(mediaFolder: string): Promise<readonly AlbumPicture[]> {
  const names = await fs.readdir(mediaFolder);
  return names
    .filter((name) => /\.(jpe?g|png|gif)$/i.test(name))
    .sort()
    .map((name) => ({ id: name, url: `${PAGE_PATHS.album}${encodeURIComponent(name)}` }));
}
