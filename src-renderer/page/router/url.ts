import { resolvePackagePath } from '../resource-url.ts';

/** A page URL taken apart. */
export interface PageUrl {
  /** Without a leading slash. */
  readonly route: string;
  /** Values as written: WeChat hands `onLoad` what stands in the URL, still encoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Text after the question mark; empty when there is none. */
  readonly search: string;
}

/** @param base route of the page on top, against which a URL without a leading slash is resolved; '' for the root */
export function parsePageUrl(url: string, base: string): PageUrl {
  const [path = '', ...rest] = url.split('?');
  const search = rest.join('?');
  const query: Record<string, string> = {};
  for (const pair of search.split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=');
    query[name] = value.join('=');
  }
  return { route: resolvePackagePath(path, base).replace(/\.html$/, ''), query, search };
}
