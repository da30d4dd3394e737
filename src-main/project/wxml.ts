import { TmplGroup } from 'glass-easel-template-compiler';
import { brokenCompiler } from './broken-compiler.ts';
import type { Diagnostics } from './diagnostics.ts';
import { wholeFile } from './diagnostics.ts';
import { placeOfOffset } from './code-frame.ts';
import { elementBeyond, MOST_ELEMENTS_DEEP } from './nesting.ts';
import { normalizePath, resolvePath } from './paths.ts';
import { HIDDEN_GLOBALS } from './script.ts';
import type { SourceTree } from './source-tree.ts';
import { rewriteWxs, WXS_TYPE_NAME } from './wxs.ts';

/** The part of the template compiler's findings that is used. Lines and columns start at 0. */
interface TemplateFinding {
  readonly isError: boolean;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

/** The global function that the templates script hands its templates to; the page runtime defines it. */
const DEFINE_TEMPLATES = 'ferryRuntime.templates';
/** WeChat's own compiler refuses these; glass-easel only warns. */
const FATAL_WARNINGS = new Set(['missing end tag', 'invalid end tag']);
/** glass-easel directives that are no part of WXML. */
const FOREIGN_DIRECTIVE = /\s(?:class|style):[\w-]+\s*=/;

/**
 * Compiles every template the units need, with what they import and include, into one script.
 * Each template is built on first use, so opening a page runs no other page's WXS.
 * Throws `project.syntax` of a broken compiler when a template is too much for it.
 */
export function compileTemplates(
  tree: SourceTree,
  units: Iterable<string>,
  diagnostics: Diagnostics,
): string {
  const group = new TmplGroup();
  const job: Job = {
    tree,
    diagnostics,
    group,
    templates: new Set(),
    scripts: new Set(),
    current: 'app.wxml',
  };
  try {
    // The compiler's hooks for listeners and for `change:` handlers.
    group.setExtraRuntimeScript('Q.C=wrapEvent;Q.A=wrapChange;');
    for (const unit of units) addTemplate(job, unit, null);
    const script = templatesScript(job);
    group.free();
    return script;
  } catch (error) {
    // After a trap the compiler's memory is spoilt; freeing the group would fail as well.
    if (isTrap(error)) throw brokenCompiler(job.current, error);
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
  readonly templates: Set<string>;
  readonly scripts: Set<string>;
  /** The file that the compiler is at. */
  current: string;
}

/** Adds a template by its path without suffix, and everything it refers to. */
function addTemplate(job: Job, path: string, referrer: string | null): void {
  if (job.templates.has(path)) return;
  const file = `${path}.wxml`;
  if (!job.tree.has(file)) {
    if (referrer !== null) reportMissingReference(job, file, referrer);
    else if (job.tree.isBehindLink(file))
      job.diagnostics.error(`${file} ${job.tree.absence(file)}.`, wholeFile(file));
    else job.diagnostics.error(`${file} is not found. Create it.`, wholeFile(file));
    return;
  }
  job.templates.add(path);
  const source = readTemplate(job, file);
  reportForeignDirective(job, file, source);
  job.current = file;
  const findings = job.group.addTmpl(path, source) as readonly TemplateFinding[];
  for (const finding of findings) {
    const severity = finding.isError || FATAL_WARNINGS.has(finding.message) ? 'error' : 'warning';
    job.diagnostics[severity](sentenceFrom(finding.message), {
      file,
      line: finding.startLine + 1,
      column: finding.startColumn + 1,
      source,
    });
  }
  for (const module of job.group.getInlineScriptModuleNames(path) as string[])
    addInlineWxs(job, path, module, source);
  for (const target of job.group.getDirectDependencies(path) as string[]) {
    addTemplate(job, withoutSuffix(normalizePath(target), '.wxml'), file);
  }
  for (const target of job.group.getScriptDependencies(path) as string[]) {
    addWxs(job, withoutSuffix(normalizePath(target), '.wxs'), file);
  }
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

function addInlineWxs(job: Job, path: string, module: string, source: string): void {
  const file = `${path}.wxml`;
  const rewritten = rewriteWxs(job.group.getInlineScript(path, module));
  if (!rewritten.ok) {
    const line = job.group.getInlineScriptStartLine(path, module) + rewritten.line;
    job.diagnostics.error(`<wxs module="${module}">: ${sentenceFrom(rewritten.message)}`, {
      file,
      line,
      column: rewritten.line > 1 ? rewritten.column : 0,
      source,
    });
  }
  job.group.setInlineScript(path, module, rewritten.ok ? rewritten.code : '');
  if (rewritten.ok) {
    for (const target of rewritten.requires) addWxs(job, resolvePath(path, target), file);
  }
}

/** Adds a .wxs file by its path without suffix, and every module it requires. */
function addWxs(job: Job, path: string, referrer: string): void {
  if (job.scripts.has(path)) return;
  job.scripts.add(path);
  const file = `${path}.wxs`;
  if (!job.tree.has(file)) {
    reportMissingReference(job, file, referrer);
    job.group.addScript(path, '');
    return;
  }
  const source = job.tree.read(file);
  const rewritten = rewriteWxs(source);
  if (!rewritten.ok) {
    const { line, column } = rewritten;
    job.diagnostics.error(sentenceFrom(rewritten.message), { file, line, column, source });
    job.group.addScript(path, '');
    return;
  }
  job.group.addScript(path, rewritten.code);
  for (const target of rewritten.requires) addWxs(job, resolvePath(path, target), file);
}

function reportMissingReference(job: Job, file: string, referrer: string): void {
  job.diagnostics.error(
    `${referrer} refers to ${file}, which ${job.tree.absence(file)}.`,
    wholeFile(referrer),
  );
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

function templatesScript(job: Job): string {
  const { group } = job;
  const lazy = [...job.templates].map((path) => {
    job.current = `${path}.wxml`;
    return `lazy(${JSON.stringify(path)},function(){return ${group.getTmplGenObject(path)}});`;
  });
  return [
    `${DEFINE_TEMPLATES}(function(wrapEvent,wrapChange,getRegExp,getDate,${WXS_TYPE_NAME},${HIDDEN_GLOBALS.join(',')}){`,
    'var G={},R={};',
    'function lazy(path,make){Object.defineProperty(G,path,{enumerable:true,configurable:true,get:function(){' +
      'var made=make();Object.defineProperty(G,path,{value:made});return made}})}',
    `${group.exportGlobals()};`,
    `${group.exportAllScripts()};`,
    ...lazy,
    'return G});\n',
  ].join('\n');
}

function withoutSuffix(path: string, suffix: string): string {
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

function sentenceFrom(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}
