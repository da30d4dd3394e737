import type { RouteEvent, RouteEventName, RouteKind } from '../host.ts';
import type { PageUrl } from './url.ts';

type Listener = (event: RouteEvent) => void;

/** Tells of routes as WeChat's "route event listeners" do (`wx.onBeforeAppRoute` and its kin). */
export interface RouteEvents {
  /** One route, whose events carry the same id. */
  begin(openType: RouteKind): RouteTeller;
  readonly listen: (listener: Listener) => () => void;
}

export interface RouteTeller {
  tell(name: RouteEventName, page: Pick<PageUrl, 'route' | 'query'>, pageId: number): void;
}

export function createRouteEvents(): RouteEvents {
  const listeners = new Set<Listener>();
  let count = 0;
  return {
    begin(openType) {
      const id = `${openType}_${String(++count)}`;
      return {
        tell(name, { route, query }, webviewId) {
          const event: RouteEvent = {
            name,
            openType,
            path: route,
            query: { ...query },
            routeEventId: id,
            webviewId,
            timeStamp: Date.now(),
          };
          for (const listener of listeners) listener(event);
        },
      };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
