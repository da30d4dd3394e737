/// <reference types="less" />
import { createRequire } from 'node:module';
import type * as Sass from 'sass';
import type { Diagnostics } from './diagnostics.ts';
import { folderOf, normalizePath, resolvePath } from './paths.ts';
import type { Languages, SourceTree } from './source-tree.ts';

/** Loaded when a project has the first sheet in that language: the one takes 20 ms, the other 200. */
const load = createRequire(import.meta.url);

const SUFFIXES: readonly { readonly suffix: string; readonly language: keyof Languages }[] = [
  { suffix: '.less', language: 'less' },
  { suffix: '.scss', language: 'sass' },
  { suffix: '.sass', language: 'sass' },
];

/** The file of a style sheet by its path without suffix: WXSS, else a language that is switched on; null for none. */
export function sheetFile(tree: SourceTree, sheet: string): string | null {
  if (tree.has(`${sheet}.wxss`)) return `${sheet}.wxss`;
  const found = SUFFIXES.find(({ suffix, language }) => tree.languages[language] && tree.has(sheet + suffix));
  return found ? sheet + found.suffix : null;
}

/** True for a sheet that is compiled to CSS first, so that places in the CSS say nothing about the file. */
export function isCompiled(file: string): boolean {
  return SUFFIXES.some(({ suffix }) => file.endsWith(suffix));
}

/** Text of a sheet as CSS; empty, with a finding, where it does not compile. Imports reach the tree's files alone. */
export function cssOf(tree: SourceTree, file: string, diagnostics: Diagnostics): string {
  if (!isCompiled(file)) return tree.read(file);
  const source = tree.read(file);
  const result = file.endsWith('.less') ? lessToCss(tree, file, source) : sassToCss(tree, file, source);
  if (result.ok) return result.css;
  const { message, line, column } = result;
  const place = tree.has(result.file) ? result.file : file;
  diagnostics.error(message, { file: place, line, column, source: tree.read(place) });
  return '';
}

type Compiled =
  | { readonly ok: true; readonly css: string }
  | {
      readonly ok: false;
      readonly message: string;
      readonly file: string;
      readonly line: number;
      readonly column: number;
    };

/** What Less can do that a style sheet of somebody else's project must not: run code in this process. */
const RUNS_CODE = /@plugin?\s/i;

function lessToCss(tree: SourceTree, file: string, source: string): Compiled {
  const less = load('less') as LessStatic;
  class TreeFiles extends less.FileManager {
    override supports(): boolean {
      return true;
    }
    override supportsSync(): boolean {
      return true;
    }
    override loadFileSync(name: string, folder: string): Less.FileLoadResult | Less.FileLoadError {
      const wanted = resolvePath(`${folder}/x`, name);
      const found = [wanted, `${wanted}.less`].find((candidate) => tree.has(candidate));
      if (found === undefined) return refused(`@import "${name}": ${wanted} ${tree.absence(wanted)}`);
      if (!/\.(?:less|wxss|css)$/.test(found))
        return refused(`@import "${name}": ${found} is no style sheet`);
      const contents = tree.read(found);
      if (RUNS_CODE.test(contents)) return refused(`@import "${name}": plugins of Less do not run in Ferry`);
      return { filename: found, contents };
    }
  }
  if (RUNS_CODE.test(source)) {
    const line = source.slice(0, source.search(RUNS_CODE)).split('\n').length;
    return {
      ok: false,
      message: 'Plugins of Less do not run in Ferry. Remove @plugin.',
      file,
      line,
      column: 1,
    };
  }
  let result: Compiled = { ok: false, message: 'Less gave no answer.', file, line: 0, column: 0 };
  const options: Less.Options = {
    filename: file,
    syncImport: true,
    plugins: [
      {
        install(_less, manager) {
          manager.addFileManager(new TreeFiles());
        },
      },
    ],
  };
  // With `syncImport` it calls back before it returns.
  less.render(source, options, (error: LessFault | undefined, output?: Less.RenderOutput) => {
    result = error ? faultOfLess(error, file) : { ok: true, css: output?.css ?? '' };
  });
  return result;
}

/** What Less tells; of what it has no place or text for, its types notwithstanding, these are missing or null. */
type LessFault = { readonly [Field in keyof Less.RenderError]?: Less.RenderError[Field] | null };

function faultOfLess({ message, filename, line, column }: LessFault, file: string): Compiled {
  const isKnown = typeof line === 'number' && line > 0;
  return {
    ok: false,
    // A mixin that calls itself runs out of memory for calls, and Less loses what it was told of that.
    message: !message || message.startsWith(OUT_OF_CALLS) ? NOT_FINISHED : sentence(message),
    file: normalizePath(filename ?? file),
    line: isKnown ? line : 0,
    column: isKnown ? (column ?? 0) + 1 : 0,
  };
}

const OUT_OF_CALLS = 'Maximum call stack size exceeded';
/** Of a sheet whose compiler ran out of memory for calls. */
const NOT_FINISHED =
  'This sheet does not come to an end: something in it calls itself, or too many blocks lie in each other.';

/** What cannot be imported; Less reads the reason where its types do not say. */
function refused(message: string): Less.FileLoadError {
  return Object.assign({ error: message }, { type: 'File', message });
}

const SCHEME = 'project:///';

function sassToCss(tree: SourceTree, file: string, source: string): Compiled {
  const sass = load('sass') as typeof Sass;
  try {
    const { css } = sass.compileString(source, {
      syntax: syntaxOf(file),
      url: new URL(SCHEME + encodeURI(file)),
      logger: sass.Logger.silent,
      importer: {
        canonicalize(url) {
          const found = sassFile(tree, pathOf(url.startsWith(SCHEME) ? new URL(url) : new URL(url, SCHEME)));
          return found === null ? null : new URL(SCHEME + encodeURI(found));
        },
        load(url) {
          const found = pathOf(url);
          return { contents: tree.read(found), syntax: syntaxOf(found) };
        },
      },
    });
    return { ok: true, css };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, message: NOT_FINISHED, file, line: 0, column: 0 };
    if (!(error instanceof sass.Exception)) throw error;
    const { url, start } = error.span;
    return {
      ok: false,
      message: sentence(error.sassMessage),
      file: url ? pathOf(url) : file,
      line: start.line + 1,
      column: start.column + 1,
    };
  }
}

function pathOf(url: URL): string {
  return normalizePath(decodeURI(url.pathname));
}

function syntaxOf(file: string): 'scss' | 'indented' | 'css' {
  if (file.endsWith('.sass')) return 'indented';
  return file.endsWith('.scss') ? 'scss' : 'css';
}

/** Where Sass looks for an import: with a suffix or without, a partial with its underscore, a folder's index. */
function sassFile(tree: SourceTree, path: string): string | null {
  const folder = folderOf(path);
  const partial = normalizePath(`${folder}/_${path.slice(folder.length).replace(/^\//, '')}`);
  const candidates = [path, partial, `${path}/_index`, `${path}/index`].flatMap((base) =>
    /\.(?:scss|sass|css|wxss)$/.test(base)
      ? [base]
      : [`${base}.scss`, `${base}.sass`, `${base}.css`, `${base}.wxss`],
  );
  return candidates.find((candidate) => tree.has(candidate)) ?? null;
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
