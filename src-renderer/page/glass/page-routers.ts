import { resolvePackagePath } from '../resource-url.ts';

/** `this.router` and `this.pageRouter`: the route functions of `wx`, with URLs that start where the object does. */
export type ScopedRouter = Readonly<Record<RouteName, (options?: unknown) => unknown>>;

const ROUTES = ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'] as const;
type RouteName = (typeof ROUTES)[number];

/**
 * @param wx whose functions do the work
 * @param base the page's or component's own path, against which a URL without a leading slash is resolved
 */
export function createScopedRouter(wx: Readonly<Record<string, unknown>>, base: string): ScopedRouter {
  const entries = ROUTES.map((name) => [
    name,
    (options?: unknown): unknown => {
      const route = wx[name];
      return typeof route === 'function' ? Reflect.apply(route, wx, [absolute(options, base)]) : undefined;
    },
  ]);
  return Object.freeze(Object.fromEntries(entries)) as ScopedRouter;
}

function absolute(options: unknown, base: string): unknown {
  const url = (options as { url?: unknown } | null | undefined)?.url;
  if (typeof url !== 'string' || url.startsWith('/') || url === '') return options;
  const [path = '', ...rest] = url.split('?');
  const search = rest.length > 0 ? `?${rest.join('?')}` : '';
  return { ...(options as object), url: `/${resolvePackagePath(path, base)}${search}` };
}
