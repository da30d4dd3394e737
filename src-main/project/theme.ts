import { objectFrom, parseJson } from './json.ts';
import { normalizePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * app.json with each `@name` of `window` and `tabBar` replaced by its light value from the theme file that
 * `themeLocation` names. Unknown names stay as written.
 */
export function resolveThemeVariables(
  tree: SourceTree,
  app: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const location = app['themeLocation'];
  if (typeof location !== 'string' || !tree.has(normalizePath(location))) return app;
  const parsed = parseJson(tree.readJson(normalizePath(location)));
  const variables = parsed.ok ? objectFrom(objectFrom(parsed.value)?.['light']) : null;
  if (!variables) return app;

  const replace = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) return variables[value.slice(1)] ?? value;
    if (Array.isArray(value)) return value.map(replace);
    const members = objectFrom(value);
    return members
      ? Object.fromEntries(Object.entries(members).map(([key, member]) => [key, replace(member)]))
      : value;
  };
  return { ...app, window: replace(app['window']), tabBar: replace(app['tabBar']) };
}
