import { PAGE_PATHS } from '#contract/wx';
import type { PageHost } from '../host.ts';
import { relativeUrl } from '../resource-url.ts';

/** Route of the page that is shown: what a package path without a slash starts from. */
export function shownRoute({ router, launch }: PageHost): string {
  return router.current()?.route ?? launch.path;
}

/**
 * URL of the page's own origin for a local or package path; null for what comes from the network or is no file at
 * all (`data:`), which WeChat's functions on files do not take.
 */
export function localUrl(host: PageHost, path: string): string | null {
  const url = host.resourceUrl(path, shownRoute(host));
  return url === '' || url.startsWith(relativeUrl(PAGE_PATHS.remote)) || /^(?:data|blob):/i.test(url)
    ? null
    : url;
}
