import postcss, { type AtRule, CssSyntaxError, type Root } from 'postcss';
import { type Diagnostics, type Place, wholeFile } from './diagnostics.ts';
import { resolvePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';
import { createSelectorRewriter } from './wxss-selectors.ts';
import { lengthsInVw, urlsOfOwnOrigin } from './wxss-values.ts';

/** A length of `750rpx` is the page's width. */
const KEYFRAMES = /keyframes$/;
const IMPORT_TARGET = /^\s*(?:url\(\s*)?['"]?([^'")]+?)['"]?\s*\)?\s*$/;
/** Comments of other languages and imports without a semicolon, which WeChat's compiler lets pass. */
const LINE_COMMENT = /^[ \t]*\/\/(?!.*\*\/).*$/gm;
const OPEN_IMPORT = /^([ \t]*@import\s+(['"])[^'"]+\2)[ \t]*$/gm;

/**
 * Compiles a style sheet to CSS for the page: `@import` inlined, `rpx` to `vw`, tags to `wx-*`, `url()` to the
 * page's own origin, ids and `:host` to what the runtime writes into the document.
 * @param sheet path without suffix, such as `pages/index/index`
 * @param scope class prefix of a component's sheet; null for pages and app.wxss. Prefixed names carry
 *   {@link SCOPE_PLACEHOLDER}, as only the running component knows its isolation.
 */
export function compileStyles(
  tree: SourceTree,
  sheet: string,
  scope: string | null,
  diagnostics: Diagnostics,
): string {
  const root = loadSheet({ tree, diagnostics }, `${sheet}.wxss`, []);
  const rewriteSelector = createSelectorRewriter(scope);
  root.walkDecls((declaration) => {
    declaration.value = lengthsInVw(declaration.value);
  });
  root.walkAtRules((rule) => {
    if (rule.name === 'media') rule.params = lengthsInVw(rule.params);
    if (rule.name === 'charset') rule.remove();
  });
  root.walkRules((rule) => {
    const { parent } = rule;
    if (parent?.type === 'atrule' && KEYFRAMES.test((parent as AtRule).name)) return;
    const rewritten = rewriteSelector(rule.selector);
    if (rewritten !== null) {
      rule.selector = rewritten;
      return;
    }
    diagnostics.warning(
      `The selector "${rule.selector}" is not valid; its rule is left out.`,
      placeOf(tree, rule),
    );
    rule.remove();
  });
  return root.toString();
}

interface Job {
  readonly tree: SourceTree;
  readonly diagnostics: Diagnostics;
}

/** Parses a file, resolves its own `url()`s and puts each import's rules in the import's place. */
function loadSheet(job: Job, file: string, chain: readonly string[]): Root {
  const root = parseSheet(job, file);
  root.walkDecls((declaration) => {
    if (declaration.value.includes('url(')) declaration.value = urlsOfOwnOrigin(declaration.value, file);
  });
  root.walkAtRules('import', (rule) => {
    const imported = importedSheet(job, rule, file, [...chain, file]);
    if (imported) rule.replaceWith(imported.nodes);
    else rule.remove();
  });
  return root;
}

function importedSheet(job: Job, rule: AtRule, file: string, chain: readonly string[]): Root | null {
  const reference = IMPORT_TARGET.exec(rule.params)?.[1];
  if (reference === undefined || /^(?:https?:)?\/\//i.test(reference)) {
    job.diagnostics.warning(
      `@import ${rule.params} is left out: only the project's own files can be imported.`,
      placeOf(job.tree, rule),
    );
    return null;
  }
  const path = resolvePath(file, reference);
  const target = /\.(?:wxss|css)$/.test(path) ? path : `${path}.wxss`;
  if (chain.includes(target)) return null;
  if (!job.tree.has(target)) {
    job.diagnostics.error(`@import "${reference}": ${target} is not found.`, placeOf(job.tree, rule));
    return null;
  }
  return loadSheet(job, target, chain);
}

function parseSheet(job: Job, file: string): Root {
  const source = job.tree.read(file);
  try {
    return postcss.parse(source, { from: file });
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error;
    const place: Place = { file, line: error.line ?? 0, column: error.column ?? 0, source };
    const message = `${error.reason}.`;
    try {
      const root = postcss.parse(repaired(source), { from: file });
      job.diagnostics.warning(message, place);
      return root;
    } catch {
      job.diagnostics.error(message, place);
      return postcss.root();
    }
  }
}

/** The source without `//` comments and with `@import` lines closed; each line keeps its number. */
function repaired(source: string): string {
  return source.replace(LINE_COMMENT, '').replace(OPEN_IMPORT, '$1;');
}

function placeOf(
  tree: SourceTree,
  node: { source?: { input: { from?: string }; start?: { line: number; column: number } } },
): Place {
  const from = node.source?.input.from;
  const start = node.source?.start;
  if (from === undefined || !start) return wholeFile('');
  // PostCSS makes `from` absolute against the working directory.
  const file = [...tree.files].find((candidate) => from.endsWith(`/${candidate}`)) ?? '';
  return file === ''
    ? wholeFile('')
    : { file, line: start.line, column: start.column, source: tree.read(file) };
}
