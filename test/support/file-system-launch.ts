import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { FileContent, FileSystemAnswer, FileSystemRequest } from '#contract/file-system';
import { FerryError } from '#contract/errors';
import type { BodyRef } from '#contract/transfer';
import { createBodyStore, type BodyStore } from '../../src-main/files/body-store.ts';
import { openFileSpace, type FileSpace } from '../../src-main/files/file-space.ts';
import { createFileSystem, type ProgramFileSystem } from '../../src-main/files/file-system/file-system.ts';
import type { PathScheme } from '../../src-main/files/path-scheme.ts';
import {
  createProjectFiles,
  sweepOldLaunches,
  type ProjectFiles,
} from '../../src-main/files/project-files.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import type { FileTable } from '../../src-main/registry/file-table.ts';

export const FS_PROJECT = 'wx0123456789abcdef';

/** The file system of one program in one launch, as its page calls it, without page and window. */
export interface FileSystemLaunch {
  readonly home: Home;
  readonly space: FileSpace;
  readonly files: ProjectFiles;
  readonly bodies: BodyStore;
  readonly fileSystem: ProgramFileSystem;
  /** Folder of the program's files, and of those a page may write. */
  readonly dataFolder: string;
  readonly userFolder: string;
  /** One operation; bytes come back inline unless asked for by URL. */
  run(request: FileSystemRequest, carriage?: 'inline' | 'by-url'): Promise<FileSystemAnswer>;
  /** The number it fails with, or `ok`. */
  fate(request: FileSystemRequest): Promise<number | 'ok'>;
  write(filePath: string, content: string | Uint8Array): Promise<FileSystemAnswer>;
  append(filePath: string, content: string | Uint8Array): Promise<FileSystemAnswer>;
  open(filePath: string, flag: Extract<FileSystemRequest, { op: 'open' }>['flag']): Promise<string>;
  textAt(filePath: string): Promise<string>;
  /** A temp file with this content, as a picker makes one. */
  picked(name: string, content: string | Uint8Array): Promise<string>;
  /** Content as a page posts it before it calls. */
  posted(bytes: Uint8Array): Promise<FileContent>;
  /** What lies in the folder of parts now. */
  parts(): Promise<string[]>;
  end(): Promise<void>;
}

export interface FileSystemLaunchOptions {
  readonly project?: string;
  readonly quotaBytes?: number;
  readonly tempLimitBytes?: number;
  readonly paths?: PathScheme;
  /** Of a launch that is running already, for a second program beside the first. */
  readonly home?: Home;
  readonly hash?: (realPath: string) => Promise<string | null>;
  /** Stands between the services and their table. */
  readonly watch?: (table: FileTable) => FileTable;
  readonly packageRoot?: string;
}

/** Launches on `folder/home`; the code package is `folder/package` unless said otherwise. */
export async function launchFileSystem(
  folder: string,
  options: FileSystemLaunchOptions = {},
): Promise<FileSystemLaunch> {
  const home = options.home ?? openHome(path.join(folder, 'home'), systemClock);
  const project = options.project ?? FS_PROJECT;
  const dataFolder = home.dataFolder(project);
  await sweepOldLaunches(dataFolder, home.launch);
  const { quotaBytes, tempLimitBytes, paths, hash } = options;
  const table = options.watch?.(home.tables.files) ?? home.tables.files;
  const space = await openFileSpace(
    { table, clock: systemClock, ...(hash ? { hash } : {}) },
    {
      project,
      dataFolder,
      packageRoot: options.packageRoot ?? path.join(folder, 'package'),
      launch: home.launch,
      ...(quotaBytes === undefined ? {} : { quotaBytes }),
      ...(tempLimitBytes === undefined ? {} : { tempLimitBytes }),
      ...(paths === undefined ? {} : { paths }),
    },
  );
  const files = createProjectFiles(space);
  const partsFolder = path.join(dataFolder, 'parts', String(home.launch));
  const bodies = await createBodyStore(partsFolder);
  const fileSystem = createFileSystem(space, { files, bodies });
  const run: FileSystemLaunch['run'] = (request, carriage = 'inline') => fileSystem.run(request, carriage);
  return {
    home,
    space,
    files,
    bodies,
    fileSystem,
    dataFolder,
    userFolder: path.join(dataFolder, 'user'),
    run,
    fate: (request) => fateOf(run(request)),
    write: (filePath, content) => run({ op: 'writeFile', filePath, content: inline(content) }),
    append: (filePath, content) => run({ op: 'appendFile', filePath, content: inline(content) }),
    open: async (filePath, flag) => (await run({ op: 'open', filePath, flag })) as string,
    textAt: async (filePath) =>
      textOf((await run({ op: 'readFile', filePath, position: null, length: null })) as BodyRef),
    async picked(name, content) {
      const source = path.join(folder, name);
      await writeFile(source, content);
      return (await files.importTemp(source, 'picked')).path;
    },
    posted: async (bytes) => ({ kind: 'posted', bodyId: await bodies.receive(Readable.from([bytes])) }),
    parts: () => readdir(partsFolder),
    async end() {
      await fileSystem.closeAll();
      home.close();
    },
  };
}

export function inline(content: string | Uint8Array): FileContent {
  return { kind: 'bytes', bytes: new Uint8Array(Buffer.from(content)) };
}

export function textOf(body: BodyRef): string {
  if (body.kind !== 'bytes') throw new Error(`The content came by ${body.kind}.`);
  return Buffer.from(body.bytes).toString('utf8');
}

/** The number work of the file system fails with, or `ok`; the code of any other failure of ours. */
export async function fateOf(work: Promise<unknown>): Promise<number | 'ok'> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    if (error instanceof FerryError && error.code === 'file.system') return Number(error.details['errno']);
    throw error;
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Every entry below a folder that is let through: files by their hash, links by where they lead, folders as such. */
export async function treeOf(
  folder: string,
  isSeen: (relative: string) => boolean = () => true,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const visit = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const realPath = path.join(at, entry.name);
      const relative = path.relative(folder, realPath);
      if (!isSeen(relative)) continue;
      if (entry.isDirectory()) {
        found.set(relative, 'folder');
        await visit(realPath);
      } else if (entry.isSymbolicLink()) found.set(relative, `link to ${await readlink(realPath)}`);
      else if (entry.isFile()) found.set(relative, sha256(await readFile(realPath)));
      else found.set(relative, `mode ${String((await lstat(realPath)).mode)}`);
    }
  };
  await visit(folder);
  return found;
}

/**
 * That rows and lasting files are in step: each row has a file of its size and, where it has one, its hash; each file
 * has a row. Answers how many files there are.
 */
export async function differencesOf({ files, dataFolder, space }: FileSystemLaunch): Promise<string[]> {
  const differences: string[] = [];
  const expected = new Set<string>();
  for (const row of files.list()) {
    if (row.kind === 'temp') continue;
    const { realPath } = await space.locate(row.path);
    expected.add(realPath);
    const content = await readFile(realPath).catch(() => null);
    if (content === null) differences.push(`no file for ${row.path}`);
    else if (content.length !== row.sizeBytes) differences.push(`size of ${row.path}`);
    else if (row.sha256 !== null && row.sha256 !== sha256(content)) differences.push(`hash of ${row.path}`);
  }
  for (const kind of ['saved', 'user']) {
    const entries = await readdir(path.join(dataFolder, kind), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const realPath = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && !expected.has(realPath)) differences.push(`no row for ${realPath}`);
    }
  }
  return differences;
}
