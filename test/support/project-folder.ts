import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The least a mini-program consists of. */
export const ONE_PAGE = {
  'app.json': '{ "pages": ["pages/index/index"] }',
  'pages/index/index.js': 'Page({})',
  'pages/index/index.wxml': '<view>here</view>',
} as const;

/** Writes a mini-program's files below a folder; returns the folder. */
export async function writeProject(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const place = path.join(folder, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, content);
  }
  return folder;
}
