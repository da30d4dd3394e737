import type { CompiledProject } from '#contract/project';
import type { Registry } from '../glass/registry.ts';
import type { GlassRuntime } from '../glass/runtime.ts';

const UNIT = 'custom-tab-bar/index';

interface Parts {
  readonly project: CompiledProject;
  readonly glass: GlassRuntime;
  readonly registry: Registry;
}

/**
 * The mini-program's own tab bar (`"custom": true`), one instance per tab page, drawn over its view.
 * Resolves to what the page's `getTabBar()` returns; null when the project has none.
 */
export async function createCustomTabBar(
  { project, glass, registry }: Parts,
  view: HTMLElement,
): Promise<unknown> {
  if (project.app.tabBar?.['custom'] !== true || !registry.unit(UNIT)) return null;
  await registry.prepare(UNIT);
  const root = glass.backend.createRoot('custom-tab-bar', glass.codeSpace, `/${UNIT}`);
  const placeholder = document.createElement('div');
  view.append(placeholder);
  root.attach(view as never, placeholder as never);
  return root.get();
}
