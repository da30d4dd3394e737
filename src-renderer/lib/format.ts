/** Joins a number and its unit so that they never wrap apart. */
const NO_BREAK_SPACE = '\u00a0';

function withUnit(value: number, unit: string): string {
  return `${String(value)}${NO_BREAK_SPACE}${unit}`;
}

function twoSignificant(value: number): number {
  return Number(value.toPrecision(2));
}

/** Bytes for lists: decimal units, two significant digits (`310 kB`, `1.2 MB`). */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) return withUnit(sizeBytes, 'B');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = sizeBytes / 1000;
  let index = 0;
  while (twoSignificant(value) >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return withUnit(twoSignificant(value), units[index] ?? 'TB');
}

/** Bytes for details: every digit, grouped as the locale groups them (`1,234,567 B`). */
export function formatBytesExact(sizeBytes: number, locale: string): string {
  return `${new Intl.NumberFormat(locale).format(sizeBytes)}${NO_BREAK_SPACE}B`;
}

/** A span for lists: two significant digits below ten seconds (`<1 ms`, `120 ms`, `1.2 s`, `2 min 5 s`). */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1) return `<1${NO_BREAK_SPACE}ms`;
  if (Math.round(durationMs) < 1000) return withUnit(Math.round(durationMs), 'ms');
  const seconds = durationMs / 1000;
  if (seconds < 10) return withUnit(twoSignificant(seconds), 's');
  if (Math.round(seconds) < 60) return withUnit(Math.round(seconds), 's');
  const whole = Math.round(seconds);
  return `${withUnit(Math.floor(whole / 60), 'min')} ${withUnit(whole % 60, 's')}`;
}

/** A span for details, exact to a tenth of a millisecond (`1234.5 ms`). */
export function formatDurationExact(durationMs: number): string {
  return withUnit(Math.round(durationMs * 10) / 10, 'ms');
}

/** Clock time with milliseconds (`14:03:22.041`), for rows in time order. */
export function formatClock(epochMs: number): string {
  const date = new Date(epochMs);
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part, 2)).join(':');
  return `${clock}.${pad(date.getMilliseconds(), 3)}`;
}

/** Date and time in full, for hovers. */
export function formatMoment(epochMs: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(epochMs);
}

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago something was (`3 minutes ago`), never in the future. */
export function formatAgo(epochMs: number, nowEpochMs: number, locale: string): string {
  const seconds = Math.max(0, (nowEpochMs - epochMs) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  for (const [unit, span] of STEPS) {
    if (seconds >= span) return format.format(-Math.floor(seconds / span), unit);
  }
  return format.format(0, 'second');
}

/** Whole percent of a total, 0 to 100; null while the total is unknown. */
export function percentOf(doneBytes: number, totalBytes: number): number | null {
  if (totalBytes <= 0) return null;
  return Math.min(100, Math.max(0, Math.floor((doneBytes / totalBytes) * 100)));
}
