import fs from 'node:fs';
import path from 'node:path';
import type { HotUpdate } from '#contract/hot';
import type { CompiledUnit, Diagnostic } from '#contract/project';
import { hotScriptName, writeBuildFiles } from './manifest.ts';
import type { PackageOutput } from './package-output.ts';
import { bundleModules, type CompiledModule } from './script.ts';
import type { SourceTree } from './source-tree.ts';
import { type CompiledTemplate, templatesScript } from './wxml.ts';

/** Keeps what the running page has, and writes what a save changes of it. */
export interface HotWriter {
  /** From here on: everything that was written for the page. */
  begin(
    outputs: readonly PackageOutput[],
    units: readonly CompiledUnit[],
    findings: readonly Diagnostic[],
  ): void;
  /** A package that was compiled later. */
  add(output: PackageOutput, findings: readonly Diagnostic[]): void;
  /** Writes the script of an update; null when nothing of it concerns the page. */
  update(saved: SavedState): HotUpdate | null;
}

/** A project after a save. */
export interface SavedState {
  readonly outputs: readonly PackageOutput[];
  /** Null when no json changed. */
  readonly units: readonly CompiledUnit[] | null;
  /** What was saved, from the root. */
  readonly files: readonly string[];
  readonly findings: readonly Diagnostic[];
  readonly tree: SourceTree;
}

/** What pages read from the package by a URL. */
const ASSET = /\.(?:png|jpe?g|gif|svg|webp|bmp|ico|ttf|otf|woff2?|mp3|mp4|m4a|wav|aac)$/i;
const SHEET = /\.(?:wxss|css|less|scss|sass)$/;
/** How many scripts of updates stay for stacks and developer tools. */
const KEPT_SCRIPTS = 20;

export function createHotWriter(buildDir: string): HotWriter {
  const styles = new Map<string, string>();
  const templates = new Map<string, string>();
  const modules = new Map<string, string>();
  const units = new Map<string, string>();
  const initialErrors = new Set<string>();
  /** Everything that was saved since. */
  const saved = new Set<string>();
  /** Names of two launches differ, as the developer tools keep what they have read. */
  const stamp = Date.now().toString(36);
  let count = 0;
  let hadErrors = false;

  const note = (outputs: readonly PackageOutput[], findings: readonly Diagnostic[]): void => {
    for (const output of outputs) {
      for (const [unit, css] of output.styles) styles.set(unit, css);
      for (const [file, { code }] of output.templates) templates.set(file, code);
      for (const [id, { code }] of output.modules) modules.set(id, code);
    }
    for (const finding of findings) if (finding.severity === 'error') initialErrors.add(keyOf(finding));
  };

  /** The members that differ from what the page has, which then has them. */
  const changesIn = <T>(
    known: Map<string, string>,
    all: ReadonlyMap<string, T>,
    textOf: (value: T) => string,
    isHeldBack: (key: string) => boolean,
  ): Map<string, T> => {
    const changed = new Map<string, T>();
    for (const [key, value] of all) {
      const text = textOf(value);
      if (known.get(key) === text || (known.has(key) && isHeldBack(key))) continue;
      known.set(key, text);
      changed.set(key, value);
    }
    return changed;
  };

  const write = (changed: readonly CompiledModule[], markup: readonly CompiledTemplate[]): string => {
    count += 1;
    const script = hotScriptName(stamp, count);
    const { code, map } = bundleModules(changed, `${script}.map`, {
      before: 'ferryRuntime.hot(function(ferryRuntime){\n',
      after: markup.length > 0 ? templatesScript(markup) : null,
      end: '});\n',
    });
    writeBuildFiles(
      buildDir,
      new Map([
        [script, code],
        [`${script}.map`, map],
      ]),
    );
    const old = path.join(buildDir, hotScriptName(stamp, count - KEPT_SCRIPTS));
    if (count > KEPT_SCRIPTS) for (const file of [old, `${old}.map`]) fs.rmSync(file, { force: true });
    return script;
  };

  return {
    begin(outputs, compiledUnits, findings) {
      note(outputs, findings);
      for (const unit of compiledUnits) units.set(unit.path, JSON.stringify(unit));
    },
    add(output, findings) {
      note([output], findings);
    },
    update({ outputs, units: nextUnits, files, findings, tree }) {
      for (const file of files) saved.add(file);
      const errors = findings.filter(
        (finding) =>
          finding.severity === 'error' && (saved.has(finding.file) || !initialErrors.has(keyOf(finding))),
      );
      const wrong = new Set(errors.map(({ file }) => file));
      const isSheetWrong = [...wrong].some((file) => SHEET.test(file));
      const merged = mergedOutputs(outputs);

      const changedStyles = changesIn(
        styles,
        merged.styles,
        (css) => css,
        () => isSheetWrong,
      );
      for (const unit of styles.keys()) {
        if (merged.styles.has(unit)) continue;
        styles.delete(unit);
        changedStyles.set(unit, '');
      }
      const changedTemplates = changesIn(
        templates,
        merged.templates,
        ({ code }) => code,
        (file) => wrong.has(file),
      );
      const changedModules = changesIn(
        modules,
        merged.modules,
        ({ code }) => code,
        (id) => wrong.has(merged.modules.get(id)?.file ?? id),
      );
      const changedUnits = changesIn(
        units,
        new Map((nextUnits ?? []).map((unit) => [unit.path, unit])),
        (unit) => JSON.stringify(unit),
        (unit) => wrong.has(`${unit}.json`),
      );
      const again = dependants(merged.templates, changedTemplates.keys());
      const assets = files.filter((file) => ASSET.test(file) && tree.has(file));
      const isSilent =
        changedStyles.size + again.size + changedModules.size + changedUnits.size + assets.length === 0;
      if (isSilent && errors.length === 0 && !hadErrors) return null;
      hadErrors = errors.length > 0;
      return {
        styles: Object.fromEntries(changedStyles),
        script:
          again.size + changedModules.size === 0
            ? null
            : write([...changedModules.values()], [...again.values()]),
        templates: [...again.keys()].flatMap((file) => (file.endsWith('.wxml') ? [file.slice(0, -5)] : [])),
        modules: [...changedModules.keys()],
        units: [...changedUnits.values()],
        assets,
        errors: errors.sort((a, b) => Number(files.includes(b.file)) - Number(files.includes(a.file))),
      };
    },
  };
}

function keyOf({ file, line, column, message }: Diagnostic): string {
  return [file, line, column, message].join('\0');
}

function mergedOutputs(outputs: readonly PackageOutput[]): Omit<PackageOutput, 'findings'> {
  return {
    styles: new Map(outputs.flatMap((output) => [...output.styles])),
    templates: new Map(outputs.flatMap((output) => [...output.templates])),
    modules: new Map(outputs.flatMap((output) => [...output.modules])),
  };
}

/** The changed templates and WXS modules with all that import, include or use them; they hold what they have read. */
function dependants(
  all: ReadonlyMap<string, CompiledTemplate>,
  changed: Iterable<string>,
): Map<string, CompiledTemplate> {
  const users = new Map<string, string[]>();
  for (const [file, { templates, scripts }] of all) {
    const used = [
      ...templates.map((target) => `${target}.wxml`),
      ...scripts.map((target) => `${target}.wxs`),
    ];
    for (const target of used) users.set(target, [...(users.get(target) ?? []), file]);
  }
  const found = new Map<string, CompiledTemplate>();
  const pending = [...changed];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const compiled = all.get(file);
    if (!compiled || found.has(file)) continue;
    found.set(file, compiled);
    pending.push(...(users.get(file) ?? []));
  }
  return found;
}
