import type { Diagnostics } from './diagnostics.ts';
import { objectFrom, placeInJson } from './json.ts';
import type { Languages } from './source-tree.ts';

/** Where npm packages come from and go to (`setting.packNpmRelationList`). Paths from the opened folder. */
export interface NpmRelation {
  readonly packageJsonPath: string;
  readonly miniprogramNpmDistDir: string;
}

/** A settings file of the project, as read. */
export interface ConfigFile {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** project.config.json with project.private.config.json over it, and what of it Ferry uses. */
export interface ProjectConfig {
  /** As written; null for none. */
  readonly miniprogramRoot: string | null;
  readonly srcMiniprogramRoot: string | null;
  /** '' for none. */
  readonly appid: string;
  readonly projectname: string;
  /** The base library DevTools runs the project on, as three numbers; null where it names none of these. */
  readonly libVersion: string | null;
  readonly urlCheck: boolean;
  readonly languages: Languages;
  /** Whether DevTools is told to use npm packages; they are used wherever they are. */
  readonly npmRelations: readonly NpmRelation[];
}

type Kind = 'text' | 'flag' | 'object' | 'list' | 'flag-or-list';

/** What the fields that Ferry reads must be. */
const FIELDS: Readonly<Record<string, Kind>> = {
  miniprogramRoot: 'text',
  srcMiniprogramRoot: 'text',
  appid: 'text',
  projectname: 'text',
  libVersion: 'text',
  setting: 'object',
  'setting.urlCheck': 'flag',
  'setting.nodeModules': 'flag',
  'setting.packNpmManually': 'flag',
  'setting.packNpmRelationList': 'list',
  'setting.useCompilerPlugins': 'flag-or-list',
};

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  text: 'a text',
  flag: 'true or false',
  object: 'an object',
  list: 'a list',
  'flag-or-list': 'true, false or a list',
};

const PLUGINS = ['typescript', 'less', 'sass'] as const;
const VERSION = /^\d+\.\d+\.\d+$/;

/** Reads the settings; a later file stands over the earlier ones, field by field, and so do the `setting`s. */
export function projectConfig(files: readonly ConfigFile[]): ProjectConfig {
  const layers = files.map(({ values }) => values);
  const settings = layers.map((values) => objectFrom(values['setting']) ?? {});
  const last = <T>(
    from: readonly Readonly<Record<string, unknown>>[],
    name: string,
    fits: (value: unknown) => value is T,
  ) => from.map((values) => values[name]).findLast(fits) ?? null;
  const libVersion = last(layers, 'libVersion', isText);
  return {
    miniprogramRoot: last(layers, 'miniprogramRoot', isText),
    srcMiniprogramRoot: last(layers, 'srcMiniprogramRoot', isText),
    appid: last(layers, 'appid', isText) ?? '',
    projectname: last(layers, 'projectname', isText) ?? '',
    libVersion: libVersion !== null && VERSION.test(libVersion) ? libVersion : null,
    urlCheck: last(settings, 'urlCheck', isFlag) ?? true,
    languages: languagesFrom(last(settings, 'useCompilerPlugins', isFlagOrList)),
    npmRelations:
      last(settings, 'packNpmManually', isFlag) === true
        ? relationsFrom(last(settings, 'packNpmRelationList', isList) ?? [])
        : [],
  };
}

/** Tells every field of the settings that is of another kind than WeChat's tools write; it counts as not written. */
export function reportConfigFaults(files: readonly ConfigFile[], diagnostics: Diagnostics): void {
  for (const { file, text, values } of files) {
    for (const [field, kind] of Object.entries(FIELDS)) {
      const path = field.split('.');
      const value = path.reduce<unknown>((holder, name) => objectFrom(holder)?.[name], values);
      if (value === undefined || fits(value, kind)) continue;
      diagnostics.warning(
        `"${field}" must be ${KIND_WORDS[kind]}; it is left out. Correct it.`,
        placeInJson(file, text, path),
      );
    }
    const plugins = objectFrom(values['setting'])?.['useCompilerPlugins'];
    if (!Array.isArray(plugins)) continue;
    plugins.forEach((plugin: unknown, index) => {
      if (PLUGINS.some((known) => known === plugin)) return;
      diagnostics.warning(
        `${JSON.stringify(plugin)} is no compiler plugin that Ferry has. Use "typescript", "less" or "sass".`,
        placeInJson(file, text, ['setting', 'useCompilerPlugins', index]),
      );
    });
  }
}

function fits(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'text':
      return isText(value);
    case 'flag':
      return isFlag(value);
    case 'list':
      return isList(value);
    case 'object':
      return objectFrom(value) !== null;
    case 'flag-or-list':
      return isFlagOrList(value);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isFlagOrList(value: unknown): value is boolean | readonly unknown[] {
  return isFlag(value) || isList(value);
}

/** Scripts in TypeScript run whatever the settings say: DevTools itself asks for the plugin only to compile them. */
function languagesFrom(plugins: boolean | readonly unknown[] | null): Languages {
  const has = (name: (typeof PLUGINS)[number]): boolean =>
    typeof plugins === 'boolean' ? plugins : (plugins?.includes(name) ?? false);
  return { typescript: true, less: has('less'), sass: has('sass') };
}

function relationsFrom(list: readonly unknown[]): NpmRelation[] {
  return list.flatMap((item) => {
    const { packageJsonPath, miniprogramNpmDistDir } = objectFrom(item) ?? {};
    return isText(packageJsonPath) && isText(miniprogramNpmDistDir)
      ? [{ packageJsonPath, miniprogramNpmDistDir }]
      : [];
  });
}
