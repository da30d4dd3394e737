import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FileLaunch, launchFiles } from '../support/file-launch.ts';
import { shareTempDir } from '../support/temp-dir.ts';

/** Packages that a build brings in from elsewhere: their images and fonts are the code package's. */

const folder = shareTempDir();
let launch: FileLaunch;

async function put(file: string, text: string): Promise<void> {
  const place = path.join(folder(), file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, text);
}

beforeAll(async () => {
  await put('package/app.json', '{}');
  await put('package/miniprogram_npm/other/x.png', 'own');
  await put('modules/ui/dist/icon.png', 'icon');
  await put('modules/ui/dist/.hidden', 'hidden');
  await put('modules/ui/dist/node_modules/x/y.js', 'dependency');
  await put('modules/ui/secret.txt', 'secret');
  await put('modules/deep/pic.png', 'deep');
  await symlink(
    path.join(folder(), 'modules/ui/secret.txt'),
    path.join(folder(), 'modules/ui/dist/link.txt'),
  );
  launch = await launchFiles(folder(), {
    mounts: [
      { at: 'miniprogram_npm/ui', folder: path.join(folder(), 'modules/ui/dist') },
      { at: 'miniprogram_npm/ui/miniprogram_npm/deep', folder: path.join(folder(), 'modules/deep') },
    ],
  });
  return () => {
    launch.end();
  };
});

const textAt = async (virtualPath: string): Promise<string> =>
  readFile((await launch.files.open(virtualPath)).realPath, 'utf8');

describe('files of a mounted package', () => {
  it.each([
    ['/miniprogram_npm/ui/icon.png', 'icon'],
    ['miniprogram_npm//ui/icon.png', 'icon'],
    ['/miniprogram_npm/ui/miniprogram_npm/deep/pic.png', 'deep'],
    ['/miniprogram_npm/other/x.png', 'own'],
  ])('%s is read', async (virtualPath, text) => {
    expect(await textAt(virtualPath)).toBe(text);
  });

  it.each([
    '/miniprogram_npm/ui/secret.txt',
    '/miniprogram_npm/ui/../secret.txt',
    '/miniprogram_npm/ui/link.txt',
    '/miniprogram_npm/ui/.hidden',
    '/miniprogram_npm/ui/node_modules/x/y.js',
    '/miniprogram_npm/uix/icon.png',
    '/miniprogram_npm/ui',
  ])('%s is not', async (virtualPath) => {
    await expect(launch.files.open(virtualPath)).rejects.toThrow();
  });
});
