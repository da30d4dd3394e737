import { redactedUrl } from '#contract/secrets';

/** Of URLs that are looked at by thousands of rules, one after the other. */
const known = new WeakMap<URL, string>();

/**
 * A URL as rules of a recording name it: spelled as the parser spells it, without a fragment and without secrets, which
 * are others each time.
 */
export function recordedAddressOf(url: URL): string {
  const address =
    known.get(url) ?? redactedUrl(url.hash === '' ? url.href : url.href.slice(0, -url.hash.length));
  known.set(url, address);
  return address;
}
