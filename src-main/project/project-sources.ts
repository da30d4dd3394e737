import fs from 'node:fs';
import path from 'node:path';
import { type CompiledProject, type Diagnostic, REAL_APPID } from '#contract/project';
import { type CompileCache, createReadOnceTree } from './cache.ts';
import { createDiagnostics, type Diagnostics, wholeFile } from './diagnostics.ts';
import { locateProject, type ProjectFolder } from './folder.ts';
import { type ProjectGraph, readGraph } from './graph.ts';
import { openSources } from './open-sources.ts';

/** A project as it is read, before anything is compiled. */
export interface ProjectSources {
  /** Absolute folder that holds app.json. */
  readonly root: string;
  readonly located: ProjectFolder;
  readonly tree: ReturnType<typeof createReadOnceTree>;
  readonly graph: ProjectGraph;
  /** What the manifest says besides pages and components. */
  readonly head: Pick<CompiledProject, 'appid' | 'name' | 'themes'>;
  /** What was found before the graph was walked. */
  readonly ofSettings: readonly Diagnostic[];
  readonly findings: readonly Diagnostic[];
  /** How files are read, as text: what was compiled under another one does not count. */
  readonly settings: string;
}

/**
 * Reads a project's settings, lists its files and walks its graph. Throws `project.*`.
 * @param buildDir absolute; see {@link openSources}
 */
export async function readSources(
  folder: string,
  buildDir: string,
  cache: CompileCache,
): Promise<ProjectSources> {
  return listed(locateProject(folder), buildDir, cache);
}

async function listed(
  located: ProjectFolder,
  buildDir: string,
  cache: CompileCache,
): Promise<ProjectSources> {
  const diagnostics = createDiagnostics();
  reportAppid(located.appid, diagnostics);
  const tree = createReadOnceTree(await openSources(located, buildDir, diagnostics));
  return walked(located, tree, diagnostics.list(), cache);
}

function walked(
  located: ProjectFolder,
  tree: ProjectSources['tree'],
  ofSettings: readonly Diagnostic[],
  cache: CompileCache,
): ProjectSources {
  const { root, appid, name } = located;
  const diagnostics = createDiagnostics();
  diagnostics.addAll(ofSettings);
  const graph = cache.remember('graph', tree, diagnostics, readGraph);
  const { languages, aliases, appSheets, mounts } = tree;
  const settings = JSON.stringify([root, languages, aliases, appSheets, mounts]);
  const findings = diagnostics.list();
  return {
    root,
    located,
    tree,
    graph,
    head: { appid, name, themes: graph.themes },
    ofSettings,
    findings,
    settings,
  };
}

/** Beside app.json's own folder or above it: what decides what the project consists of. */
const SETTINGS_FILES = /^(?:project(?:\.private)?\.config|package)\.json$/;

/**
 * The sources after a save: `reload` where pages, packages or settings are others than before, null where nothing
 * that was saved belongs to the project. Throws `project.*`.
 * @param files absolute paths
 */
export async function sourcesAfter(
  last: ProjectSources,
  files: readonly string[],
  buildDir: string,
  cache: CompileCache,
): Promise<ProjectSources | 'reload' | null> {
  const { located, root } = last;
  const real = realPathOf(root);
  const places = new Set([real, realPathOf(located.folder)]);
  if (files.some((file) => places.has(path.dirname(file)) && SETTINGS_FILES.test(path.basename(file))))
    return 'reload';
  const names = files.flatMap((file) => {
    const name = path.relative(real, file).split(path.sep).join('/');
    return name === '' || name.startsWith('../') ? [] : [name];
  });
  if (names.length === 0) return null;
  const isThere = (name: string): boolean =>
    fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile() ?? false;
  last.tree.forget(names);
  const next = names.some((name) => isThere(name) !== last.tree.has(name))
    ? await listed(located, buildDir, cache)
    : walked(located, last.tree, last.ofSettings, cache);
  return next.settings === last.settings && isSameProgram(next.graph, last.graph) ? next : 'reload';
}

/** Same app.json and same packages. */
function isSameProgram(next: ProjectGraph, last: ProjectGraph): boolean {
  if (next === last) return true;
  const shape = (graph: ProjectGraph): string => JSON.stringify({ ...graph, units: null });
  return shape(next) === shape(last);
}

/** Where a path leads; the path itself where there is nothing. */
export function realPathOf(place: string): string {
  try {
    return fs.realpathSync(place);
  } catch {
    return place;
  }
}

/** WeChat's placeholder for a project without an appid. */
const TOURIST = 'touristappid';
const SHOWN_CHARACTERS = 40;

/** Without an appid of its own a project runs all the same; who chose `touristappid` knows. */
function reportAppid(appid: string, diagnostics: Diagnostics): void {
  if (REAL_APPID.test(appid) || appid === TOURIST) return;
  const named =
    appid === ''
      ? 'There is no appid'
      : `${JSON.stringify(appid.slice(0, SHOWN_CHARACTERS))} is not an appid of WeChat`;
  diagnostics.warning(
    `${named}; files are kept for this folder alone, and a server that checks the Referer may refuse. Set "appid" to yours, or to "${TOURIST}".`,
    wholeFile('project.config.json'),
  );
}
