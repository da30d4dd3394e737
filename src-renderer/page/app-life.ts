import type { AppHolder } from './app.ts';
import type { AppEvent, LaunchOptions } from './host.ts';
import type { LiveRouter } from './router/router.ts';

interface AppLifeOptions {
  readonly app: Pick<AppHolder, 'call'>;
  readonly router: Pick<LiveRouter, 'current'>;
  readonly launch: LaunchOptions;
}

/** Hears of the app's life and tells app.js, `wx` and the top page. */
export interface AppLife {
  handle(event: AppEvent): void;
  /** Hears every event, where `wx` tells its listeners. Returns its own end. */
  readonly listen: (listener: (event: AppEvent) => void) => () => void;
}

/**
 * To the background and back, in WeChat's order: page before app on the way out, app before page on the way in. What
 * is told twice happens once. The page stays as it looks: nobody covers it here.
 */
export function createAppLife({ app, router, launch }: AppLifeOptions): AppLife {
  const listeners = new Set<(event: AppEvent) => void>();
  let isShown = true;

  function tell(event: AppEvent): void {
    for (const listener of listeners) listener(event);
  }

  /** Runs the top page's `onShow` or `onHide`, and those of its components. */
  function tellPage(lifetime: 'show' | 'hide'): void {
    const page = router.current();
    page?.call(lifetime === 'show' ? 'onShow' : 'onHide');
    page?.component.triggerPageLifetime(lifetime, []);
  }

  return {
    handle(event) {
      if (event.kind === 'network') {
        tell(event);
        return;
      }
      const shows = event.state === 'shown';
      if (shows === isShown) return;
      isShown = shows;
      if (!shows) tellPage('hide');
      app.call(shows ? 'onShow' : 'onHide', shows ? { ...launch, query: { ...launch.query } } : undefined);
      tell(event);
      if (shows) tellPage('show');
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
