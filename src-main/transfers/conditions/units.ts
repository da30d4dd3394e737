/** `120ms`, `5s`, `1m`, or a bare number of milliseconds; null when it is none of them. */
export function millisecondsFrom(text: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|)$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  return Number(number) * ({ s: 1000, m: 60_000 }[unit] ?? 1);
}
