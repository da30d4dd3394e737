import { TmplGroup } from 'glass-easel-template-compiler';
import { brokenCompiler } from './broken-compiler.ts';
import { type Diagnostics, type Place, wholeFile } from './diagnostics.ts';
import { placeOfOffset } from './code-frame.ts';
import { elementBeyond, MOST_ELEMENTS_DEEP } from './nesting.ts';
import { normalizePath, resolvePath } from './paths.ts';
import { HIDDEN_GLOBALS } from './script.ts';
import { linesIn, type MappedPart, type MapSection } from './section-map.ts';
import type { SourceTree } from './source-tree.ts';
import { rewriteWxs, WXS_TYPE_NAME } from './wxs.ts';

/** The part of the template compiler's findings that is used. Lines and columns start at 0. */
interface TemplateFinding {
  readonly isError: boolean;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

/** WeChat's own compiler refuses these; glass-easel only warns. */
const FATAL_WARNINGS = new Set(['missing end tag', 'invalid end tag']);
/** glass-easel frowns on these, and does with them what WeChat does: it takes them, or leaves them without effect. */
const TAKEN_AS_WRITTEN = new Set([
  // `wx:for-items`
  'this attribute is deprecated',
  // `wx:key="{{item.id}}"`: a key that is nowhere
  'data bindings are not allowed for this attribute',
  // `a = "b"`
  'unexpected whitespace',
  // `bind:sceneReady`
  'avoid uppercase letters',
  // `wx:key` without `wx:for`, `class` on `<block>`
  'invalid attribute',
  // `wx:else="{{a}}"`
  'invalid attribute value',
]);
const CLEARER_WORDS: Readonly<Record<string, string>> = {
  'duplicated attribute':
    'The attribute is written twice in this tag; the first one counts. Remove the other',
  'invalid attribute prefix': 'WXML knows no such attribute; it has no effect. Correct its name or remove it',
  'missing end tag': 'The tag is not closed. Add its end tag',
  'invalid end tag': 'This end tag closes nothing. Remove it, or close what lies inside first',
};
/** What others wrote and published works as it is; nobody here can mend it. */
const OF_PACKAGE = /(?:^|\/)miniprogram_npm\//;
/** glass-easel directives that are no part of WXML. */
const FOREIGN_DIRECTIVE = /\s(?:class|style):[\w-]+\s*=/;

/** A template or a WXS module, compiled by itself. */
export interface CompiledTemplate {
  readonly file: string;
  /** The file's text, for source maps. */
  readonly source: string;
  /** What puts it in its place, inside a script that {@link templatesScript} makes. */
  readonly code: string;
  /** Paths without suffix of the templates it imports and includes; missing ones too. */
  readonly templates: readonly string[];
  /** Paths without suffix of the WXS modules it uses; missing ones too. */
  readonly scripts: readonly string[];
}

/**
 * Compiles one template of the tree, by its path without suffix. It is built on first use, so opening a page runs no
 * other page's WXS.
 * Throws `project.syntax` of a broken compiler when the template is too much for it.
 */
export function compileTemplate(tree: SourceTree, path: string, diagnostics: Diagnostics): CompiledTemplate {
  const file = `${path}.wxml`;
  return inGroup(file, (group) => {
    const job: Job = { tree, diagnostics, group };
    const source = readTemplate(job, file);
    reportForeignDirective(job, file, source);
    const findings = group.addTmpl(path, source) as readonly TemplateFinding[];
    for (const finding of findings) {
      const severity = finding.isError || FATAL_WARNINGS.has(finding.message) ? 'error' : 'warning';
      if (TAKEN_AS_WRITTEN.has(finding.message) || (severity === 'warning' && OF_PACKAGE.test(file)))
        continue;
      diagnostics[severity](sentenceFrom(CLEARER_WORDS[finding.message] ?? finding.message), {
        file,
        line: finding.startLine + 1,
        column: finding.startColumn + 1,
        source,
      });
    }
    const inline = (group.getInlineScriptModuleNames(path) as string[]).flatMap((module) =>
      inlineWxs(job, path, module, source),
    );
    const templates = (group.getDirectDependencies(path) as string[]).map((target) =>
      withoutSuffix(normalizePath(target), '.wxml'),
    );
    const scripts = (group.getScriptDependencies(path) as string[]).map((target) =>
      withoutSuffix(normalizePath(target), '.wxs'),
    );
    for (const target of templates) reportMissing(job, `${target}.wxml`, file);
    for (const target of [...scripts, ...inline]) reportMissing(job, `${target}.wxs`, file);
    const code = `template(${JSON.stringify(path)},function(){return ${group.getTmplGenObject(path)}});`;
    return { file, source, code, templates, scripts: [...scripts, ...inline] };
  });
}

/** Compiles a WXS module of the tree, by its path without suffix; one that is missing or wrong is empty. */
export function compileWxs(tree: SourceTree, path: string, diagnostics: Diagnostics): CompiledTemplate {
  const file = `${path}.wxs`;
  return inGroup(file, (group) => {
    let code = '';
    let scripts: string[] = [];
    const source = tree.has(file) ? tree.read(file) : '';
    if (tree.has(file)) {
      const rewritten = rewriteWxs(source);
      if (rewritten.ok) {
        code = rewritten.code;
        if (!OF_PACKAGE.test(file)) {
          for (const { message, line, column } of rewritten.warnings)
            diagnostics.warning(message, { file, line, column, source });
        }
        scripts = rewritten.requires.map((target) => resolvePath(path, target));
        for (const target of scripts) reportMissing({ tree, diagnostics }, `${target}.wxs`, file);
      } else {
        const { line, column } = rewritten;
        diagnostics.error(sentenceFrom(rewritten.message), { file, line, column, source });
      }
    }
    group.addScript(path, code);
    return {
      file,
      source,
      code: `wxs(${JSON.stringify(path)},function(){${group.exportAllScripts()}});`,
      templates: [],
      scripts,
    };
  });
}

/** Works with a group of its own: what one template compiles to does not depend on another. */
function inGroup<T>(file: string, work: (group: TmplGroup) => T): T {
  const group = new TmplGroup();
  try {
    const result = work(group);
    group.free();
    return result;
  } catch (error) {
    // After a trap the compiler's memory is spoilt; freeing the group would fail as well.
    if (isTrap(error)) throw brokenCompiler(file, error);
    group.free();
    throw error;
  }
}

function isTrap(error: unknown): boolean {
  // WebAssembly.RuntimeError, which Node's types do not know.
  return error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');
}

interface Job {
  readonly tree: SourceTree;
  readonly diagnostics: Diagnostics;
  readonly group: TmplGroup;
}

/** Tells of a page's or component's own template that is not there, or is behind a link. */
export function reportMissingTemplate(tree: SourceTree, path: string, diagnostics: Diagnostics): void {
  const file = `${path}.wxml`;
  if (tree.isBehindLink(file)) diagnostics.error(`${file} ${tree.absence(file)}.`, wholeFile(file));
  else diagnostics.error(`${file} is not found. Create it.`, wholeFile(file));
}

/** A template's text; empty, with a finding, where its elements lie too deep for the compiler. */
function readTemplate({ tree, diagnostics }: Job, file: string): string {
  const source = tree.read(file);
  const beyond = elementBeyond(source, MOST_ELEMENTS_DEEP);
  if (beyond === null) return source;
  diagnostics.error(
    `More than ${String(MOST_ELEMENTS_DEEP)} elements lie in each other here; the template is left out. Close elements earlier, or move inner ones into a component.`,
    { file, source, ...placeOfOffset(source, beyond) },
  );
  return '';
}

/** Puts a `<wxs>` of a template into place; returns the modules it requires. */
function inlineWxs(job: Job, path: string, module: string, source: string): string[] {
  const { group, diagnostics } = job;
  const file = `${path}.wxml`;
  const startLine = group.getInlineScriptStartLine(path, module);
  const rewritten = rewriteWxs(group.getInlineScript(path, module));
  group.setInlineScript(path, module, rewritten.ok ? rewritten.code : '');
  /** The first line of the module begins somewhere behind its tag. */
  const placeOf = ({ line, column }: { readonly line: number; readonly column: number }) => ({
    file,
    line: startLine + line,
    column: line > 1 ? column : 0,
    source,
  });
  if (!rewritten.ok) {
    diagnostics.error(`<wxs module="${module}">: ${sentenceFrom(rewritten.message)}`, placeOf(rewritten));
    return [];
  }
  if (!OF_PACKAGE.test(file)) {
    for (const warning of rewritten.warnings)
      diagnostics.warning(`<wxs module="${module}">: ${warning.message}`, placeOf(warning));
  }
  return rewritten.requires.map((target) => resolvePath(path, target));
}

/** Tells of a file that is referred to and not there, at the place where it is named. */
function reportMissing({ tree, diagnostics }: Omit<Job, 'group'>, file: string, referrer: string): void {
  if (tree.has(file)) return;
  diagnostics.error(
    `${referrer} refers to ${file}, which ${tree.absence(file)}.`,
    placeOfReference(referrer, tree.read(referrer), file),
  );
}

/** Where a text in quotes names a file; the whole referrer where none does. */
function placeOfReference(referrer: string, source: string, file: string): Place {
  for (const { 1: written = '', index } of source.matchAll(/["']([^"'\n]+)["']/g)) {
    const target = resolvePath(referrer, written);
    if (target === file || `${target}.wxml` === file || `${target}.wxs` === file)
      return { file: referrer, source, ...placeOfOffset(source, index + 1) };
  }
  return wholeFile(referrer);
}

function reportForeignDirective(job: Job, file: string, source: string): void {
  const found = FOREIGN_DIRECTIVE.exec(source);
  if (!found) return;
  job.diagnostics.error(
    '"class:" and "style:" attributes are not part of WXML. Use class="{{…}}" or style="{{…}}".',
    {
      file,
      source,
      ...placeOfOffset(source, found.index + 1),
    },
  );
}

/** What every script of templates begins with, from the template compiler itself. */
const RUNTIME = inGroup('', (group) => {
  // The compiler's hooks for listeners and for `change:` handlers.
  group.setExtraRuntimeScript('Q.C=wrapEvent;Q.A=wrapChange;');
  // Without a WXS module the loader of these is left out.
  group.addScript('any', '');
  return group.exportGlobals();
});

/**
 * Joins compiled templates and WXS modules into one script, which hands them to the page runtime. All scripts of a
 * page share their templates, and the loader of WXS modules.
 */
export function templatesScript(compiled: readonly CompiledTemplate[]): MappedPart {
  const head = [
    `ferryRuntime.templates(function(wrapEvent,wrapChange,getRegExp,getDate,${WXS_TYPE_NAME},shared,globalThis,${HIDDEN_GLOBALS.join(',')}){`,
    'var G=shared.templates,R=shared.scripts,template=shared.template,wxs=shared.wxs;',
    `${RUNTIME};`,
    'D=shared.loadWxs=shared.loadWxs||D;\n',
  ].join('\n');
  const code = [head, ...compiled.map((template) => `${template.code}\n`), '});\n'];
  const sections: MapSection[] = [];
  let line = linesIn(head);
  for (const { file, source, code: text } of compiled) {
    const lines = linesIn(text) + 1;
    const map = { version: 3, sources: [file], sourcesContent: [source], names: [] };
    sections.push({ line, map: JSON.stringify({ ...map, mappings: mappingsOf(file, lines) }) });
    line += lines;
  }
  return { code: code.join(''), sections };
}

/**
 * Source map of a compiled file with this many lines: a WXS module keeps its lines, a template's own belong to no line
 * in particular and lead to its first.
 */
function mappingsOf(file: string, lines: number): string {
  const next = file.endsWith('.wxs') ? ';AACA' : ';AAAA';
  return `AAAA${next.repeat(lines - 1)}`;
}

function withoutSuffix(path: string, suffix: string): string {
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

function sentenceFrom(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}
