import { PAGE_PATHS } from '#contract/wx';

const KEPT = /^(?:data|blob):/i;
/** Temp, saved and user files as a phone and WeChat for Windows spell them; on no device is it a URL. */
const WXFILE = /^wxfile:\/\//i;
/** The same as DevTools spells them; on other devices they are URLs like any other. */
const DEVTOOLS_FILE = /^http:\/\/(?:tmp|store|usr)(?:\/|$)/i;
const NETWORK = /^(?:https?:)?\/\//i;
/** A file of cloud development; main knows where it lies. */
const CLOUD = /^cloud:\/\//i;
const OTHER_SCHEME = /^[a-z][a-z\d+.-]*:/i;

/** A path under the page's own origin as a URL relative to the document. */
export function relativeUrl(path: string): string {
  return path.replace(/^\//, '');
}

/**
 * URL of the page's own origin for a `src` written in a mini-program, relative to the document. Virtual paths go to
 * `file/`, network URLs to `remote/`, package paths, resolved against `base`, to `package/`; `data:` and `blob:`
 * stay. `cloud://` files go the way of network URLs; any other scheme stays as it is and fails to load.
 *
 * @param base route or component path in which `src` is written
 */
export type ResourceUrl = (src: string, base: string) => string;

/** @param userDataPath `wx.env.USER_DATA_PATH`, which tells how the device spells its local paths */
export function createResourceUrl(userDataPath: string): ResourceUrl {
  const isDevtools = DEVTOOLS_FILE.test(userDataPath);
  return (src, base) => resourceUrl(src, base, WXFILE.test(src) || (isDevtools && DEVTOOLS_FILE.test(src)));
}

function resourceUrl(src: string, base: string, isLocal: boolean): string {
  if (src === '' || KEPT.test(src)) return src;
  if (isLocal) return relativeUrl(PAGE_PATHS.file) + encodeURIComponent(src);
  if (NETWORK.test(src)) {
    return relativeUrl(PAGE_PATHS.remote) + encodeURIComponent(src.startsWith('//') ? `https:${src}` : src);
  }
  if (CLOUD.test(src)) return relativeUrl(PAGE_PATHS.remote) + encodeURIComponent(src);
  if (OTHER_SCHEME.test(src)) return src;
  const [path = ''] = src.split(/[?#]/, 1);
  return (
    relativeUrl(PAGE_PATHS.package) +
    encodeURI(resolvePackagePath(path, base)).replaceAll(/[?#]/g, encodeURIComponent)
  );
}

/** `path` as written in `base`, from the package root, without a leading slash. */
export function resolvePackagePath(path: string, base: string): string {
  const parts = path.startsWith('/') ? [] : base.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
