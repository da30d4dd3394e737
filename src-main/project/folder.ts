import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { reasonOf } from './disk-reason.ts';
import { invalidJson, objectFrom, parseJson } from './json.ts';
import { type ConfigFile, projectConfig, type ProjectConfig } from './project-config.ts';
import { readJsonText } from './source-tree.ts';

/** A mini-program on disk. */
export interface ProjectFolder {
  /** Absolute folder that holds app.json. */
  readonly root: string;
  /** Empty when the project names none. */
  readonly appid: string;
  readonly name: string;
  /** `setting.urlCheck`: whether legal domains and certificates are checked; true unless it says false. */
  readonly urlCheck: boolean;
  /** The folder that was opened, absolute. */
  readonly folder: string;
  readonly config: ProjectConfig;
  /** project.config.json and project.private.config.json, as far as they are there. */
  readonly configFiles: readonly ConfigFile[];
}

/** Folders looked into when neither the opened one nor project.config.json says where app.json lies. */
const USUAL_FOLDERS = ['miniprogram', 'app'] as const;

/**
 * Finds the mini-program in the folder a developer opened: its `miniprogramRoot` (project.private.config.json over
 * project.config.json), the folder itself, or `miniprogram/` or `app/` inside it.
 * Throws `project.folder` and `project.config`.
 */
export function locateProject(folder: string): ProjectFolder {
  refuseOtherThanFolder(folder);
  const configFiles = ['project.config.json', 'project.private.config.json'].flatMap((file) =>
    readConfig(folder, file),
  );
  const config = projectConfig(configFiles);
  const candidates = candidatesFor(folder, config);
  const root = candidates.find((candidate) => isFile(path.join(candidate, 'app.json')));
  if (root === undefined) throw noAppJson(folder, candidates);
  if (!liesInside(folder, root)) throw rootOutside(path.relative(folder, root), 'through a link');
  return {
    root,
    appid: config.appid,
    name: config.projectname === '' ? path.basename(path.resolve(folder)) : decodeName(config.projectname),
    urlCheck: config.urlCheck,
    folder: path.resolve(folder),
    config,
    configFiles,
  };
}

/** The folders where app.json may lie, best first: those that the settings name, else the usual ones. */
function candidatesFor(folder: string, { miniprogramRoot, srcMiniprogramRoot }: ProjectConfig): string[] {
  const named = [miniprogramRoot, srcMiniprogramRoot].filter(
    (written): written is string => written !== null && written !== '' && path.normalize(written) !== '.',
  );
  return named.length > 0
    ? [...new Set(named.map((written) => insideFolder(folder, written)))]
    : [folder, ...USUAL_FOLDERS.map((name) => path.join(folder, name))];
}

function refuseOtherThanFolder(folder: string): void {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw new FerryError(
      'project.folder',
      `Cannot read the folder ${folder}: ${reasonOf(error)}. Check that you may read it, then open it again.`,
      {
        details: { reason: 'folder-unreadable', folder, why: reasonOf(error) },
        cause: error,
      },
    );
  }
  if (stats?.isDirectory()) return;
  throw stats
    ? new FerryError(
        'project.folder',
        `${folder} is not a folder but a file. Open the folder that holds the mini-program's app.json.`,
        { details: { reason: 'folder-is-file', folder } },
      )
    : new FerryError(
        'project.folder',
        `${folder} does not exist. Check the path, and open the folder that holds the mini-program's app.json.`,
        { details: { reason: 'folder-missing', folder } },
      );
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** `miniprogramRoot` as an absolute path; it may not lead out of the project. */
function insideFolder(folder: string, written: string): string {
  const target = path.resolve(folder, written);
  if (target !== path.resolve(folder) && !target.startsWith(path.resolve(folder) + path.sep)) {
    throw rootOutside(written, 'by its path');
  }
  return target;
}

/** True when no link on the way leads elsewhere; the folder itself may be opened through one. */
function liesInside(folder: string, place: string): boolean {
  const real = fs.realpathSync(folder);
  const target = fs.realpathSync(place);
  return target === real || target.startsWith(real + path.sep);
}

function rootOutside(written: string, how: 'by its path' | 'through a link'): FerryError {
  return new FerryError(
    'project.config',
    `The mini-program's root "${written}" leads out of the project ${how}. Name a folder inside it as miniprogramRoot in project.config.json.`,
    { details: { reason: 'root-outside', file: 'project.config.json', written } },
  );
}

function readConfig(folder: string, file: string): ConfigFile[] {
  if (!isFile(path.join(folder, file))) return [];
  if (!liesInside(folder, path.join(folder, file))) {
    throw new FerryError(
      'project.config',
      `${file} is a link that leads out of the project. Copy what it leads to into the folder.`,
      { details: { reason: 'link-outside', file } },
    );
  }
  const text = readJsonText(folder, file);
  const parsed = parseJson(text);
  if (!parsed.ok) throw invalidJson('project.config', file, text, parsed);
  return [{ file, text, values: objectFrom(parsed.value) ?? {} }];
}

/** Older tools wrote the project name percent-encoded. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function noAppJson(folder: string, candidates: readonly string[]): FerryError {
  const looked = candidates
    .map((candidate) => {
      const relative = path.relative(folder, candidate);
      return relative === '' ? 'app.json' : `${relative.split(path.sep).join('/')}/app.json`;
    })
    .join(', ');
  return new FerryError(
    'project.folder',
    `No mini-program in ${folder}: looked for ${looked}. Open the folder that holds app.json, or name it as miniprogramRoot in project.config.json.`,
    { details: { reason: 'no-app-json', folder, looked } },
  );
}
