import type { AppHolder } from './app.ts';
import type { AppEvent, LaunchOptions } from './host.ts';
import type { LiveRouter } from './router/router.ts';

/** A page that is to be opened and does not exist, as `onPageNotFound` is told of it. */
export type MissingPage = Omit<Extract<AppEvent, { kind: 'page-not-found' }>, 'kind'>;

/** A listener may say that it has dealt with the event. */
export type AppListener = (event: AppEvent) => unknown;

interface AppLifeOptions {
  readonly app: Pick<AppHolder, 'call'>;
  readonly router: Pick<LiveRouter, 'current'>;
  readonly launch: LaunchOptions;
}

/** Hears of the app's life and tells app.js, `wx` and the top page. */
export interface AppLife {
  handle(event: AppEvent): void;
  /** Tells app.js and `wx` of another theme; without `darkmode` the device has none to tell of. */
  themeChanged(theme: 'light' | 'dark'): void;
  /** The page to be opened is not there; false when the mini-program does nothing about it. */
  pageNotFound(found: MissingPage): boolean;
  /** Hears every event, where `wx` tells its listeners. Returns its own end. */
  readonly listen: (listener: AppListener) => () => void;
}

/**
 * To the background and back, in WeChat's order: page before app on the way out, app before page on the way in. What
 * is told twice happens once. The page stays as it looks: nobody covers it here.
 */
export function createAppLife({ app, router, launch }: AppLifeOptions): AppLife {
  const listeners = new Set<AppListener>();
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
      if (event.kind !== 'app') {
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
    pageNotFound(found) {
      const isHeard = app.call('onPageNotFound', found);
      let isTold = false;
      for (const listener of listeners) {
        if (listener({ kind: 'page-not-found', ...found }) === true) isTold = true;
      }
      return isHeard || isTold;
    },
    themeChanged(theme) {
      app.call('onThemeChange', { theme });
      tell({ kind: 'theme', theme });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
