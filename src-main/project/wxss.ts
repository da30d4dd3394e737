import path from 'node:path';
import { type AtRule, type Node, type Root } from 'postcss';
import { type Diagnostics, type Place, wholeFile } from './diagnostics.ts';
import { resolvePath } from './paths.ts';
import { cssOf, isCompiled, sheetFile } from './sheet-languages.ts';
import { parseTolerantly } from './sheet-repair.ts';
import type { SourceTree } from './source-tree.ts';
import { createSelectorRewriter, type SheetScope } from './wxss-selectors.ts';
import { lengthsOfPage, rpxInVw, urlsOfOwnOrigin } from './wxss-values.ts';

const IMPORT_TARGET = /^\s*(?:url\(\s*)?['"]?([^'")]+?)['"]?\s*\)?\s*$/;
/** A whole package of WeChat's may have 2 MB. */
const MOST_CHARACTERS = 4e6;
/** Ten times what a page that imports all of a large component library comes to. */
const MOST_IMPORTS = 2000;
const MOST_IMPORTS_DEEP = 100;
const OPEN_IMPORT = /^([ \t]*@import\s+(['"])[^'"]+\2)[ \t]*$/gm;

/**
 * Compiles a style sheet to CSS for the page: `@import` inlined, `rpx` to `vw`, tags to `wx-*`, `url()` to the
 * page's own origin, ids and `:host` to what the runtime writes into the document.
 * @param sheet path without suffix, such as `pages/index/index`
 * A component's class names carry a placeholder, as only the running component knows its isolation.
 */
export function compileStyles(
  tree: SourceTree,
  sheet: string,
  scope: SheetScope,
  diagnostics: Diagnostics,
): string {
  const file = sheetFile(tree, sheet) ?? `${sheet}.wxss`;
  const job: Job = { tree, diagnostics, parsed: new Map(), entry: file, imports: 0, characters: 0 };
  const root = loadSheet(job, file, []);
  if (scope.kind === 'app') {
    for (const before of [...tree.appSheets].reverse())
      root.prepend(loadSheet(job, resolvePath('', before), []));
  }
  const rewriteSelector = createSelectorRewriter(scope);
  root.walkDecls((declaration) => {
    declaration.value = lengthsOfPage(declaration.value);
  });
  root.walkAtRules((rule) => {
    if (rule.name === 'media') rule.params = rpxInVw(rule.params);
    if (rule.name === 'charset') rule.remove();
  });
  root.walkRules((rule) => {
    const { parent } = rule;
    if (parent?.type === 'atrule' && (parent as AtRule).name.endsWith('keyframes')) return;
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
  /** Files that were used: null once, their rules from the second time on. */
  readonly parsed: Map<string, Root | null>;
  /** The file that everything is inlined into. */
  readonly entry: string;
  /** What is inlined so far: imports, and their length. */
  imports: number;
  characters: number;
}

/** Parses a file, resolves its own `url()`s and puts each import's rules in the import's place. */
function loadSheet(job: Job, file: string, chain: readonly string[]): Root {
  const root = parsedOnce(job, file);
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
  const target = importTarget(job.tree, path);
  if (chain.includes(target)) return null;
  if (!job.tree.has(target)) {
    job.diagnostics.error(
      `@import "${reference}": ${target} ${job.tree.absence(target)}.`,
      placeOf(job.tree, rule),
    );
    return null;
  }
  // Sheets that import one another twice double at every step.
  job.imports += 1;
  if (job.imports <= MOST_IMPORTS) job.characters += job.tree.read(target).length;
  if (job.imports > MOST_IMPORTS || chain.length > MOST_IMPORTS_DEEP || job.characters > MOST_CHARACTERS) {
    job.diagnostics.error(
      `@import "${reference}" is left out: ${job.entry} comes to more than ${String(MOST_IMPORTS)} imports, ${String(MOST_IMPORTS_DEEP)} in each other, or ${String(MOST_CHARACTERS / 1e6)} million characters. Import each sheet once.`,
      placeOf(job.tree, rule),
    );
    return null;
  }
  return loadSheet(job, target, chain);
}

/** The rules of a file as a copy of one's own. */
function parsedOnce(job: Job, file: string): Root {
  const known = job.parsed.get(file);
  if (known) return known.clone();
  const root = parseSheet(job, file);
  // Nearly every file is used once, and a copy takes longer than to parse it.
  job.parsed.set(file, known === undefined ? null : root.clone());
  return root;
}

function parseSheet({ tree, diagnostics }: Job, file: string): Root {
  // An import without a semicolon would swallow the rule after it.
  const source = cssOf(tree, file, diagnostics).replace(OPEN_IMPORT, '$1;');
  return parseTolerantly(source, file, !isCompiled(file), diagnostics);
}

/** The file an import means: written with its suffix or without, in WXSS or what WXSS is made from. */
function importTarget(tree: SourceTree, path: string): string {
  if (tree.has(path)) return path;
  const sheet = path.replace(/\.wxss$/, '');
  return sheetFile(tree, sheet) ?? (path.endsWith('.css') ? path : `${sheet}.wxss`);
}

/** PostCSS makes the file a node came from absolute against the working directory. */
function placeOf(tree: SourceTree, { source }: Node): Place {
  const file = path.relative(process.cwd(), source?.input.from ?? '').replaceAll(path.sep, '/');
  if (!source?.start || !tree.has(file) || isCompiled(file)) return wholeFile(file);
  return { file, line: source.start.line, column: source.start.column, source: tree.read(file) };
}
