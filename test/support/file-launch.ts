import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type FileSpaceOptions, openFileSpace } from '../../src-main/files/file-space.ts';
import {
  createProjectFiles,
  sweepOldLaunches,
  type ProjectFiles,
} from '../../src-main/files/project-files.ts';
import type { PathScheme } from '../../src-main/files/path-scheme.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';

/** One launch of Ferry on a home, as far as the files of one program are concerned. */
export interface FileLaunch {
  readonly home: Home;
  readonly files: ProjectFiles;
  /** A temp file with this content, as a picker makes one. */
  picked(name: string, content: string | Uint8Array): Promise<string>;
  end(): void;
}

export interface FileLaunchOptions {
  readonly project?: string;
  readonly quotaBytes?: number;
  /** How the device spells paths; DevTools' way by default. */
  readonly paths?: PathScheme;
  /** The home of a launch that is running already, for a second program beside the first. */
  readonly home?: Home;
  readonly mounts?: FileSpaceOptions['mounts'];
}

/** Launches on `folder/home`; `folder` itself is the root of the code package. */
export async function launchFiles(folder: string, options: FileLaunchOptions = {}): Promise<FileLaunch> {
  const home = options.home ?? openHome(path.join(folder, 'home'), systemClock);
  const project = options.project ?? 'wx0123456789abcdef';
  const dataFolder = home.dataFolder(project);
  await sweepOldLaunches(dataFolder, home.launch);
  const space = await openFileSpace(
    { table: home.tables.files, clock: systemClock },
    {
      project,
      dataFolder,
      packageRoot: path.join(folder, 'package'),
      launch: home.launch,
      ...(options.quotaBytes === undefined ? {} : { quotaBytes: options.quotaBytes }),
      ...(options.paths === undefined ? {} : { paths: options.paths }),
      ...(options.mounts === undefined ? {} : { mounts: options.mounts }),
    },
  );
  const files = createProjectFiles(space);
  return {
    home,
    files,
    async picked(name, content) {
      const source = path.join(folder, name);
      await writeFile(source, content);
      return (await files.importTemp(source, 'picked')).path;
    },
    end: () => {
      home.close();
    },
  };
}

/** Writes a file at a user path, as a download to `filePath` does. */
export async function writeUserFile(
  files: ProjectFiles,
  virtualPath: string,
  content: string,
): Promise<void> {
  const target = await files.newUserFile(virtualPath, 'transfer:x');
  try {
    await writeFile(target.partPath, content);
    await target.commit(Buffer.byteLength(content));
  } catch (error) {
    await target.discard();
    throw error;
  }
}
