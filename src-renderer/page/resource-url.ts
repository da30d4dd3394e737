import { PAGE_PATHS } from '#contract/wx';

const KEPT = /^(?:data|blob):/i;
/** WeChat's local paths: temp, saved and user files. */
const VIRTUAL = /^(?:http:\/\/(?:tmp|store|usr)(?:\/|$)|wxfile:\/\/)/i;
const NETWORK = /^(?:https?:)?\/\//i;
const OTHER_SCHEME = /^[a-z][a-z\d+.-]*:/i;

/** A path under the page's own origin as a URL relative to the document. */
export function relativeUrl(path: string): string {
  return path.replace(/^\//, '');
}

/**
 * URL of the page's own origin for a `src` written in a mini-program, relative to the document. Virtual paths go to
 * `file/`, network URLs to `remote/`, package paths, resolved against `base`, to `package/`; `data:` and `blob:`
 * stay. A scheme Ferry does not know (`cloud://`) stays as it is and fails to load.
 * @param base route or component path in which `src` is written
 */
export function resourceUrl(src: string, base: string): string {
  if (src === '' || KEPT.test(src)) return src;
  if (VIRTUAL.test(src)) return relativeUrl(PAGE_PATHS.file) + encodeURIComponent(src);
  if (NETWORK.test(src)) {
    return relativeUrl(PAGE_PATHS.remote) + encodeURIComponent(src.startsWith('//') ? `https:${src}` : src);
  }
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
