import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { codeFrame } from './code-frame.ts';
import { objectFrom, parseJson } from './json.ts';
import { readText } from './source-tree.ts';

/** A mini-program on disk. */
export interface ProjectFolder {
  /** Absolute folder that holds app.json. */
  readonly root: string;
  /** Empty when the project names none. */
  readonly appid: string;
  readonly name: string;
}

/** Folders looked into when neither the opened one nor project.config.json says where app.json lies. */
const USUAL_FOLDERS = ['miniprogram', 'app'] as const;

/**
 * Finds the mini-program in the folder a developer opened: its `miniprogramRoot` (project.private.config.json over
 * project.config.json), the folder itself, or `miniprogram/` or `app/` inside it.
 * Throws `project.folder` and `project.config`.
 */
export function locateProject(folder: string): ProjectFolder {
  if (!isFolder(folder)) {
    throw new FerryError(
      'project.folder',
      `${folder} is not a folder. Open the folder that holds the mini-program's app.json.`,
      { details: { folder } },
    );
  }
  const config = {
    ...readConfig(folder, 'project.config.json'),
    ...readConfig(folder, 'project.private.config.json'),
  };
  const written = config['miniprogramRoot'];
  const candidates =
    typeof written === 'string' && path.normalize(written) !== '.' && written !== ''
      ? [insideFolder(folder, written)]
      : [folder, ...USUAL_FOLDERS.map((name) => path.join(folder, name))];
  const root = candidates.find((candidate) => fs.existsSync(path.join(candidate, 'app.json')));
  if (root === undefined) throw noAppJson(folder, candidates);
  const { appid, projectname } = config;
  return {
    root,
    appid: typeof appid === 'string' ? appid : '',
    name:
      typeof projectname === 'string' && projectname !== ''
        ? decodeName(projectname)
        : path.basename(path.resolve(folder)),
  };
}

function isFolder(folder: string): boolean {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** `miniprogramRoot` as an absolute path; it may not lead out of the project. */
function insideFolder(folder: string, written: string): string {
  const target = path.resolve(folder, written);
  if (target !== path.resolve(folder) && !target.startsWith(path.resolve(folder) + path.sep)) {
    throw new FerryError(
      'project.config',
      `miniprogramRoot "${written}" in project.config.json leads out of the project. Name a folder inside it.`,
      { details: { file: 'project.config.json' } },
    );
  }
  return target;
}

function readConfig(folder: string, file: string): Record<string, unknown> {
  const full = path.join(folder, file);
  if (!fs.existsSync(full)) return {};
  const text = readText(full);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed;
    throw new FerryError(
      'project.config',
      `${file}:${String(line)}:${String(column)} is not valid JSON: ${message}. Correct it and open the project again.`,
      { details: { file, line, column, codeFrame: codeFrame(text, line, column) } },
    );
  }
  return objectFrom(parsed.value) ?? {};
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
  const looked = candidates.map((candidate) => {
    const relative = path.relative(folder, candidate);
    return relative === '' ? 'app.json' : `${relative.split(path.sep).join('/')}/app.json`;
  });
  return new FerryError(
    'project.folder',
    `No mini-program in ${folder}: looked for ${looked.join(', ')}. Open the folder that holds app.json, or name it as miniprogramRoot in project.config.json.`,
    { details: { folder, looked: looked.join(', ') } },
  );
}
