import path from 'node:path';
import type { AtRule, Node } from 'postcss';
import { type Diagnostics, type Place, wholeFile } from './diagnostics.ts';
import { resolvePath } from './paths.ts';
import { cssOf, isCompiled, sheetFile } from './sheet-languages.ts';
import { parseTolerantly } from './sheet-repair.ts';
import type { SourceTree } from './source-tree.ts';
import { createSelectorRewriter, HOST_PLACEHOLDER, type SheetScope } from './wxss-selectors.ts';
import { lengthsOfPage, rpxInVw, urlsOfOwnOrigin } from './wxss-values.ts';

/** What is imported, without the blanks around it all; a target without quotes has those around it with it. */
const IMPORT_TARGET = /^(?:url\()?(?:\s*"([^'")]+)"?\s*|\s*'([^'")]+)'?\s*|([^'")]+))\)?$/;
/** A whole package of WeChat's may have 2 MB. */
const MOST_CHARACTERS = 4e6;
/** Ten times what a page that imports all of a large component library comes to. */
const MOST_IMPORTS = 2000;
const MOST_IMPORTS_DEEP = 100;
const OPEN_IMPORT = /^([ \t]*@import\s+(['"])[^'"]+\2)[ \t]*$/gm;

/** Compiles one file with what it imports left open, or takes what is known of it. */
export type RememberPart = (
  key: string,
  tree: SourceTree,
  diagnostics: Diagnostics,
  make: (tree: SourceTree, diagnostics: Diagnostics) => SheetPart,
) => SheetPart;

/** A file of a sheet as CSS, cut where it imports: one text more than imports. */
export interface SheetPart {
  readonly texts: readonly string[];
  readonly imports: readonly SheetImport[];
}

interface SheetImport {
  /** As written. */
  readonly reference: string;
  /** Path from the root. */
  readonly target: string;
  readonly place: Place;
}

/**
 * Compiles a style sheet to CSS for the page: `@import` inlined, `rpx` to `vw`, tags to `wx-*`, `url()` to the
 * page's own origin, ids and `:host` to what the runtime writes into the document.
 * @param sheet path without suffix, such as `pages/index/index`
 * @param remember keeps the files' parts: a sheet that a hundred others import is compiled once
 * A component's class names carry a placeholder, as only the running component knows its isolation.
 */
export function compileStyles(
  tree: SourceTree,
  sheet: string,
  scope: SheetScope,
  diagnostics: Diagnostics,
  remember: RememberPart = (_key, from, found, make) => make(from, found),
): string {
  const file = sheetFile(tree, sheet) ?? `${sheet}.wxss`;
  const partOf = (of: string): SheetPart =>
    remember(`sheet part ${of} ${scope.kind}`, tree, diagnostics, (listened, own) =>
      compilePart(listened, of, scope.kind, own),
    );
  const job: Job = { tree, diagnostics, partOf, entry: file, texts: [], imports: 0, characters: 0 };
  for (const before of scope.kind === 'app' ? tree.appSheets : []) {
    addSheet(job, resolvePath('', before), []);
    job.texts.push('\n');
  }
  addSheet(job, file, []);
  const css = job.texts.join('');
  return scope.kind === 'component' ? css.replaceAll(HOST_PLACEHOLDER, scope.prefix) : css;
}

interface Job {
  readonly tree: SourceTree;
  readonly diagnostics: Diagnostics;
  readonly partOf: (file: string) => SheetPart;
  /** The file that everything is inlined into. */
  readonly entry: string;
  readonly texts: string[];
  /** What is inlined so far: imports, and their length. */
  imports: number;
  characters: number;
}

/** Adds a file's CSS, each import's in the import's place. */
function addSheet(job: Job, file: string, chain: readonly string[]): void {
  const { texts, imports } = job.partOf(file);
  const inner = [...chain, file];
  for (const [index, text] of texts.entries()) {
    job.texts.push(text);
    const found = imports[index];
    if (found && isImportable(job, found, inner)) addSheet(job, found.target, inner);
  }
}

function isImportable(
  job: Job,
  { reference, target, place }: SheetImport,
  chain: readonly string[],
): boolean {
  if (chain.includes(target)) return false;
  if (!job.tree.has(target)) {
    job.diagnostics.error(`@import "${reference}": ${target} ${job.tree.absence(target)}.`, place);
    return false;
  }
  // Sheets that import one another twice double at every step.
  job.imports += 1;
  if (job.imports <= MOST_IMPORTS) job.characters += job.tree.read(target).length;
  if (job.imports > MOST_IMPORTS || chain.length > MOST_IMPORTS_DEEP || job.characters > MOST_CHARACTERS) {
    job.diagnostics.error(
      `@import "${reference}" is left out: ${job.entry} comes to more than ${String(MOST_IMPORTS)} imports, ${String(MOST_IMPORTS_DEEP)} in each other, or ${String(MOST_CHARACTERS / 1e6)} million characters. Import each sheet once.`,
      place,
    );
    return false;
  }
  return true;
}

/** Compiles a file by itself; the same for all that import it in sheets of one kind. */
function compilePart(
  tree: SourceTree,
  file: string,
  kind: SheetScope['kind'],
  diagnostics: Diagnostics,
): SheetPart {
  // An import without a semicolon would swallow the rule after it. CSS knows no NUL, so it is free for the cuts.
  const source = cssOf(tree, file, diagnostics).replace(OPEN_IMPORT, '$1;').replaceAll('\0', '\uFFFD');
  const root = parseTolerantly(source, file, !isCompiled(file), diagnostics);
  const imports: SheetImport[] = [];
  root.walkAtRules((rule) => {
    if (rule.name === 'media') rule.params = rpxInVw(rule.params);
    else if (rule.name === 'charset') rule.remove();
    else if (rule.name === 'import') {
      const found = importOf(tree, rule, file, diagnostics);
      if (!found) rule.remove();
      else {
        imports.push(found);
        rule.replaceWith({ text: CUT, raws: { before: rule.raws.before ?? '', left: '', right: '' } });
      }
    }
  });
  const rewriteSelector = createSelectorRewriter(kind);
  root.walk((node) => {
    if (node.type === 'decl') {
      const { value } = node;
      const led = value.includes('url(') ? urlsOfOwnOrigin(value, file) : value;
      const mended = lengthsOfPage(led);
      if (mended !== value) node.value = mended;
    } else if (node.type === 'rule') {
      const { parent, selector } = node;
      if (parent?.type === 'atrule' && (parent as AtRule).name.endsWith('keyframes')) return;
      const rewritten = rewriteSelector(selector);
      if (rewritten === null) {
        diagnostics.warning(
          `The selector "${selector}" is not valid; its rule is left out.`,
          placeOf(tree, node),
        );
        node.remove();
      } else if (rewritten !== selector) node.selector = rewritten;
    }
  });
  // Whatever follows in the sheet that imports this one, its last statement has ended.
  root.raws.semicolon = true;
  return { texts: root.toString().split(`/*${CUT}*/`), imports };
}

/** Stands for an import while a file is printed. */
const CUT = '\0import\0';

function importOf(
  tree: SourceTree,
  rule: AtRule,
  file: string,
  diagnostics: Diagnostics,
): SheetImport | null {
  const [, double, single, bare] = IMPORT_TARGET.exec(rule.params.trim()) ?? [];
  const reference = (double ?? single ?? bare ?? '').trim();
  if (reference === '' || /^(?:https?:)?\/\//i.test(reference)) {
    diagnostics.warning(
      `@import ${rule.params} is left out: only the project's own files can be imported.`,
      placeOf(tree, rule),
    );
    return null;
  }
  return { reference, target: importTarget(tree, resolvePath(file, reference)), place: placeOf(tree, rule) };
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
