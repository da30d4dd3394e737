import type { LaunchOptions } from './host.ts';
import type { Guard } from './router/live-page.ts';

/** The mini-program's `App`. */
export interface AppHolder {
  /** The global `App`. */
  readonly App: (definition: unknown) => void;
  /** The global `getApp`. */
  readonly getApp: (options?: unknown) => unknown;
  /** Calls a lifecycle of the app if it has it; true when it has. */
  call(method: AppLifecycle, value: unknown): boolean;
}

export type AppLifecycle =
  'onLaunch' | 'onShow' | 'onHide' | 'onError' | 'onPageNotFound' | 'onUnhandledRejection' | 'onThemeChange';

/** @param guard runs project code and reports what it throws */
export function createAppHolder(guard: Guard): AppHolder {
  let app: Record<string, unknown> | null = null;
  let fallback: Record<string, unknown> | null = null;

  return {
    App(definition) {
      app = Object.assign(fallback ?? {}, definition);
    },
    getApp(options) {
      if (app) return app;
      if ((options as { allowDefault?: unknown } | undefined)?.allowDefault !== true) return undefined;
      fallback ??= {};
      return fallback;
    },
    call(method, value) {
      const found = app?.[method];
      if (typeof found !== 'function') return false;
      guard(() => (found as (value: unknown) => unknown).call(app, value));
      return true;
    },
  };
}

/** Launched from the main entrance, in WeChat's list of scenes. */
const MAIN_ENTRANCE = 1001;

export function launchOptionsFrom(path: string, query: Readonly<Record<string, string>>): LaunchOptions {
  return { path, query, scene: MAIN_ENTRANCE };
}
