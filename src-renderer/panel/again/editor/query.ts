/** The entries of an address's query, decoded. */
export function queryOf(url: string): readonly (readonly [name: string, value: string])[] {
  const from = url.indexOf('?');
  if (from < 0) return [];
  const hash = url.indexOf('#', from);
  const query = url.slice(from + 1, hash < 0 ? undefined : hash);
  return [...new URLSearchParams(query)];
}

/** The address with other entries; its fragment stays. */
export function withQuery(url: string, entries: readonly (readonly [name: string, value: string])[]): string {
  const atHash = url.indexOf('#');
  const hash = atHash < 0 ? '' : url.slice(atHash);
  const head = (atHash < 0 ? url : url.slice(0, atHash)).split('?')[0] ?? '';
  const query = entries
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return head + (query === '' ? '' : `?${query}`) + hash;
}

/** Entries as `application/x-www-form-urlencoded`. */
export function formOf(entries: readonly (readonly [name: string, value: string])[]): string {
  return new URLSearchParams(entries.map(([name, value]) => [name, value])).toString();
}
