import type { CompiledProject, CompiledUnit, WindowConfig } from '#contract/project';

export type Theme = 'light' | 'dark';

/**
 * Replaces `@name` by what theme.json says for a theme; a name it does not have is left out, so that WeChat's default
 * holds (WeChat's "DarkMode").
 */
export function withTheme<T extends object>(config: T, project: CompiledProject, theme: Theme): T {
  const variables = project.themes?.[theme] ?? {};
  const resolved = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) return variables[value.slice(1)];
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, item]) => [name, resolved(item)] as const)
        .filter(([, item]) => item !== undefined),
    );
  };
  return resolved(config) as T;
}

/** The window settings of a page: its own json over app.json's `window`, which stands alone for an unknown page. */
export function windowOf(
  project: CompiledProject,
  unit: CompiledUnit | null,
  theme: Theme = 'light',
): WindowConfig {
  return withTheme({ ...project.app.window, ...(unit?.json as WindowConfig | undefined) }, project, theme);
}
