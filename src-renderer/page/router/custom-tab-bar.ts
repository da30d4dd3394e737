import type { CompiledProject } from '#contract/project';
import type { Registry } from '../glass/registry.ts';
import type { GlassRuntime } from '../glass/runtime.ts';

const UNIT = 'custom-tab-bar/index';

interface Parts {
  readonly project: CompiledProject;
  readonly glass: GlassRuntime;
  readonly registry: Registry;
}

/** A tab page's own instance of the mini-program's tab bar. */
export interface CustomTabBar {
  /** What the page's `getTabBar()` returns. */
  readonly instance: unknown;
  /** Ends it with its page. */
  readonly release: () => void;
}

/** The mini-program's own tab bar (`"custom": true`), drawn over a page's view; null when the project has none. */
export async function createCustomTabBar(
  { project, glass, registry }: Parts,
  view: HTMLElement,
): Promise<CustomTabBar | null> {
  if (project.app.tabBar?.['custom'] !== true || !registry.unit(UNIT)) return null;
  await registry.prepare(UNIT);
  const root = glass.backend.createRoot('custom-tab-bar', glass.codeSpace, `/${UNIT}`);
  const placeholder = document.createElement('div');
  view.append(placeholder);
  root.attach(view as never, placeholder as never);
  return {
    instance: root.get(),
    release: () => {
      root.release();
    },
  };
}
