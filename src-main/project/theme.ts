import type { ThemeTables } from '#contract/project';
import type { Diagnostics } from './diagnostics.ts';
import { wholeFile } from './diagnostics.ts';
import { objectFrom, parseJson, placeInJson } from './json.ts';
import { normalizePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * The tables of the file that `themeLocation` names (WeChat's documentation of DarkMode); null where app.json names
 * none. A file that cannot be read as such is told, and counts as none.
 */
export function readThemes(
  tree: SourceTree,
  app: Readonly<Record<string, unknown>>,
  diagnostics: Diagnostics,
): ThemeTables | null {
  const location = app['themeLocation'];
  if (typeof location !== 'string' || location === '') return null;
  const file = normalizePath(location);
  if (!tree.has(file)) {
    diagnostics.warning(
      `themeLocation "${location}": ${file} ${tree.absence(file)}. Create it with "light" and "dark", or remove the field.`,
      placeInJson('app.json', tree.readJson('app.json'), ['themeLocation']),
    );
    return null;
  }
  const source = tree.readJson(file);
  const parsed = parseJson(source);
  if (!parsed.ok) {
    const { message, line, column } = parsed;
    diagnostics.error(`Not valid JSON: ${message}. Until it is corrected there is no theme.`, {
      file,
      line,
      column,
      source,
    });
    return null;
  }
  const tables = objectFrom(parsed.value);
  const light = objectFrom(tables?.['light']);
  const dark = objectFrom(tables?.['dark']);
  if (!light || !dark) {
    diagnostics.warning(
      'A theme file holds two objects, "light" and "dark". Add what is missing.',
      wholeFile(file),
    );
  }
  return { light: light ?? {}, dark: dark ?? {} };
}
