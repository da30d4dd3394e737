import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { SampleInfo } from '#contract/panel';
import { kindOfName, PICKED_KINDS, type AlbumItem } from '#contract/pickers';
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

/** What the sample album holds: pictures, then videos, then everything else, each by file name. */
export async function readAlbum(mediaFolder: string): Promise<readonly AlbumItem[]> {
  const names = (await fs.readdir(mediaFolder)).filter((name) => !name.startsWith('.')).sort();
  const items = await Promise.all(
    names.map(async (name) => ({
      id: name,
      url: `${PAGE_PATHS.album}${encodeURIComponent(name)}`,
      kind: kindOfName(name),
      size: (await fs.stat(path.join(mediaFolder, name))).size,
    })),
  );
  return PICKED_KINDS.flatMap((kind) => items.filter((item) => item.kind === kind));
}
