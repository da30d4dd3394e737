import { resolvePath } from './paths.ts';

const DESIGN_WIDTH_RPX = 750;
/** A text in quotes, which stays, or a length. */
const RPX = /"[^"]*"|'[^']*'|(?<![\w.#-])(-?(?:\d+(?:\.\d*)?|\.\d+))rpx\b/gi;
const VIEWPORT_HEIGHT = /"[^"]*"|'[^']*'|(?<![\w.#-])(-?(?:\d+(?:\.\d*)?|\.\d+))vh\b/gi;
/** An address without quotes has its blanks with it: two expressions that both take them would try every share. */
const URL_FUNCTION = /url\((?:\s*"([^"]*)"\s*|\s*'([^']*)'\s*|([^()'"]*))\)/gi;
const ALREADY_ABSOLUTE = /^(?:data:|blob:|#)/i;
const NETWORK = /^(?:https?:)?\/\//i;

/** A media query or value with `rpx` in `vw`: 750rpx is the page's width, and the page is as wide as the view. */
export function rpxInVw(value: string): string {
  if (!/rpx/i.test(value)) return value;
  return value.replace(RPX, (whole, number?: string) =>
    number === undefined ? whole : `${String(vwFromRpx(Number(number)))}vw`,
  );
}

/**
 * A declaration's value with mini-program lengths in the document's: `rpx` as {@link rpxInVw}, and `100vh` the
 * page's height below its navigation bar (the runtime makes each page a size container).
 */
export function lengthsOfPage(value: string): string {
  return rpxInVw(value).replace(VIEWPORT_HEIGHT, (whole, number?: string) =>
    number === undefined ? whole : `${number}cqh`,
  );
}

function vwFromRpx(rpx: number): number {
  return Number(((rpx * 100) / DESIGN_WIDTH_RPX).toFixed(5));
}

/**
 * A CSS value with each `url()` led to the page's own origin: package files to `package/…`, network files to
 * `remote/…`; `data:` stays. Both are relative to the document.
 * @param file the style sheet the value is written in
 */
export function urlsOfOwnOrigin(value: string, file: string): string {
  return value.replace(URL_FUNCTION, (whole: string, double?: string, single?: string, bare?: string) => {
    const written = (double ?? single ?? bare ?? '').trim();
    if (written === '' || ALREADY_ABSOLUTE.test(written)) return whole;
    if (NETWORK.test(written)) {
      const url = written.startsWith('//') ? `https:${written}` : written;
      return `url("remote/${encodeURIComponent(url)}")`;
    }
    const [path, suffix] = splitSuffix(written);
    return `url("package/${encodeURI(resolvePath(file, path))}${suffix}")`;
  });
}

/** A path and its query or fragment (`font.eot?#iefix`). */
function splitSuffix(url: string): [string, string] {
  const at = url.search(/[?#]/);
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
}
