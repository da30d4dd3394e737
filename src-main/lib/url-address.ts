/** A URL as rules of a recording name it: spelled as the parser spells it, without a fragment. */
export function addressOf(url: URL): string {
  return url.hash === '' ? url.href : url.href.slice(0, -url.hash.length);
}
