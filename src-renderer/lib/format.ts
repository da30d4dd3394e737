/** Joins a number and its unit so that they never wrap apart. */
const NO_BREAK_SPACE = '\u00a0';

function withUnit(value: number | string, unit: string): string {
  return `${String(value)}${NO_BREAK_SPACE}${unit}`;
}

/** Two significant digits without an exponent: `3.0`, `12`, `310`. */
function twoSignificant(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded < 10 ? rounded.toFixed(1) : String(rounded);
}

/** From here on one decimal would be a fourth digit. */
const WHOLE_FROM = 99.95;

/** Bytes for lists: decimal units, up to three significant digits (`105 kB`, `10.5 kB`, `1.2 MB`). */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) return withUnit(sizeBytes, 'B');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = sizeBytes / 1000;
  let index = 0;
  while (Math.round(value) >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return withUnit(value.toFixed(value >= WHOLE_FROM ? 0 : 1), units[index] ?? 'TB');
}

const BYTES_PER_QUOTA_MB = 1024 * 1024;

/** A quota as WeChat words it: its "200 MB" are 200 times 1024 times 1024 bytes. */
export function formatQuota(quotaBytes: number): string {
  return withUnit(Math.round(quotaBytes / BYTES_PER_QUOTA_MB), 'MB');
}

/** How much of a quota is used: from a megabyte on in the quota's own, so that 199 of 200 is not told as 209. */
export function formatUsed(sizeBytes: number): string {
  const value = sizeBytes / BYTES_PER_QUOTA_MB;
  if (value < 1) return formatBytes(sizeBytes);
  // Not rounded up: what is not full shall not look it.
  return withUnit(value < 100 ? (Math.floor(value * 10) / 10).toFixed(1) : Math.floor(value), 'MB');
}

/** Bytes for details: every digit, grouped as the locale groups them (`1,234,567 B`). */
export function formatBytesExact(sizeBytes: number, locale: string): string {
  return `${new Intl.NumberFormat(locale).format(sizeBytes)}${NO_BREAK_SPACE}B`;
}

/** A span for lists (`<1 ms`, `120 ms`, `1.2 s`, `45 s`, `2.1 min`, `1.5 h`). */
export function formatDuration(durationMs: number): string {
  if (durationMs > 0 && durationMs < 1) return `<1${NO_BREAK_SPACE}ms`;
  if (Math.round(durationMs) < 1000) return withUnit(Math.round(durationMs), 'ms');
  const seconds = durationMs / 1000;
  if (Number(twoSignificant(seconds)) < 60) return withUnit(twoSignificant(seconds), 's');
  const minutes = seconds / 60;
  if (Number(twoSignificant(minutes)) < 60) return withUnit(twoSignificant(minutes), 'min');
  return withUnit(twoSignificant(minutes / 60), 'h');
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

/** The last segment of a path of any system: what a folder is called. */
export function lastSegment(path: string): string {
  return path.split(/[\\/]/u).findLast((segment) => segment !== '') ?? path;
}
