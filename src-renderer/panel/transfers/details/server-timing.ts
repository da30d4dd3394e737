import type { HeaderLines } from '#contract/transfer';

/** More than any server measures of one answer. */
const MOST_ENTRIES = 50;

/** What the `Server-Timing` headers of an answer say: a name with its duration or description each (W3C Server Timing). */
export function serverTimings(headers: HeaderLines): readonly (readonly [name: string, value: string])[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'server-timing')
    .flatMap(([, value]) => value.match(/(?:[^,"]|"[^"]*"?)+/gu) ?? [])
    .slice(0, MOST_ENTRIES)
    .flatMap((entry) => {
      const pieces = entry.match(/(?:[^;"]|"[^"]*"?)+/gu) ?? [];
      const [name = '', ...parameters] = pieces.map((piece) => piece.trim());
      if (name === '') return [];
      const valueOf = (wanted: string): string | null => {
        const found = parameters.find((one) => one.toLowerCase().startsWith(`${wanted}=`));
        return found === undefined ? null : found.slice(wanted.length + 1).replace(/^"(.*)"$/u, '$1');
      };
      const durationMs = valueOf('dur');
      const words = [durationMs === null ? null : `${durationMs}\u00a0ms`, valueOf('desc')];
      return [[name, words.filter((word) => word !== null && word !== '').join(' · ')] as const];
    });
}
