import { FerryError } from '#contract/errors';
import type { FileStats } from '#contract/file-system';
import { PAGE_PATHS } from '#contract/wx';
import type { PageHost } from '../host.ts';
import { relativeUrl } from '../resource-url.ts';
import type { ApiKit } from './api-kit.ts';

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

const PACKAGE = relativeUrl(PAGE_PATHS.package);

/**
 * {@link localUrl} of a file that is there; null for everything else. Main is asked first: the browser writes a
 * fetch of what is not there into the console of the project, as an error that is none of its own.
 */
export async function urlOfFile(
  { host, call }: Pick<ApiKit, 'host' | 'call'>,
  path: string,
): Promise<string | null> {
  const url = localUrl(host, path);
  if (url === null) return null;
  // A package path starts from the page that is shown; main knows it from the root.
  const asked = url.startsWith(PACKAGE) ? `/${decodeURIComponent(url.slice(PACKAGE.length))}` : path;
  try {
    const found = (await call('wx:fs', { op: 'stat', path: asked, recursive: false })) as readonly {
      readonly stats: FileStats;
    }[];
    return found[0]?.stats.isDirectory === false ? url : null;
  } catch (error) {
    if (error instanceof FerryError && error.code === 'file.system') return null;
    throw error;
  }
}
