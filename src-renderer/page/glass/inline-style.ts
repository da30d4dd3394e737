import { withDeviceInsets } from '../chrome/device-css.ts';
import type { ResourceUrl } from '../resource-url.ts';
import { vwFromRpx } from '../rpx.ts';

const RPX = /(?<![\w.#-])(-?(?:\d+(?:\.\d*)?|\.\d+))rpx\b/gi;
const VIEWPORT_HEIGHT = /(?<![\w.#-])(-?(?:\d+(?:\.\d*)?|\.\d+))vh\b/gi;

/** An address without quotes has its blanks with it: two expressions that both take them would try every share. */
const URL_FUNCTION = /url\((?:\s*"([^"]*)"\s*|\s*'([^']*)'\s*|([^()'"]*))\)/gi;

/**
 * An inline style as the document needs it: 750rpx is the page's width, `100vh` the height of the page below its
 * navigation bar (the page is a size container), the safe area is the device's, and `url()` leads to the page's own origin, from the package root.
 * Style sheets are converted by the compiler.
 */
export function pageStyle(style: string, resourceUrl: ResourceUrl): string {
  if (!/rpx|vh|url\(|env\(/i.test(style)) return style;
  return withDeviceInsets(style)
    .replace(RPX, (_, number: string) => `${String(vwFromRpx(Number(number)))}vw`)
    .replace(VIEWPORT_HEIGHT, '$1cqh')
    .replace(URL_FUNCTION, (_, double?: string, single?: string, bare?: string) => {
      const url = resourceUrl((double ?? single ?? bare ?? '').trim(), '');
      return `url("${url.replaceAll('"', '%22')}")`;
    });
}
