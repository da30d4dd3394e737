import path from 'node:path';
import { pathAliases } from '#contract/module-paths';
import { parseAppJson } from './app-json.ts';
import { EMPTY_COMPONENT_TEXTS } from './components.ts';
import { type Diagnostics } from './diagnostics.ts';
import type { ProjectFolder } from './folder.ts';
import { objectFrom } from './json.ts';
import { writeMounts } from './mounts.ts';
import { buildPackages } from './npm-build.ts';
import { findPackages } from './npm-packages.ts';
import { reportConfigFaults } from './project-config.ts';
import { createSourceTree, readJsonText, type SourceTree } from './source-tree.ts';
import { WEUI_SHEET, weuiMount } from './weui.ts';

/**
 * Everything a located project consists of: its files, the npm packages it has installed but not built, and the
 * extended library it uses. Tells what is wrong with its settings.
 * Throws `project.folder`, and `project.syntax` when app.json is not a JSON object.
 * @param buildDir absolute; built npm packages lie in it, and stay for the next time
 */
export async function openSources(
  project: ProjectFolder,
  buildDir: string,
  diagnostics: Diagnostics,
): Promise<SourceTree> {
  const { root, folder, config } = project;
  reportConfigFaults(project.configFiles, diagnostics);
  const own = createSourceTree(root);
  if (own.isBehindLink('app.json')) return own;
  const { app } = parseAppJson(readJsonText(root, 'app.json'));
  const usesWeui = Boolean(objectFrom(app['useExtendedLib'])?.['weui']);
  const weui = usesWeui ? weuiMount(own) : null;
  const found = findPackages({ tree: own, root, folder, relations: config.npmRelations }, diagnostics);
  const built = await buildPackages(found, path.join(buildDir, 'npm'));
  const texts = new Map([...EMPTY_COMPONENT_TEXTS, ...built.texts]);
  if (weui && !own.has('app.wxss')) texts.set('app.wxss', '');
  const mounts = [...(weui ? [weui] : []), ...built.mounts];
  writeMounts(buildDir, mounts);
  return createSourceTree(root, {
    mounts,
    texts,
    languages: config.languages,
    aliases: pathAliases(app['resolveAlias']),
    appSheets: usesWeui ? [WEUI_SHEET] : [],
  });
}
