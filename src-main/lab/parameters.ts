/** A request the lab cannot answer as asked: status 400 unless said otherwise, and a sentence on what to change. */
export class LabError extends Error {
  readonly status: number;
  readonly parameter: string | null;

  constructor(message: string, options: { status?: number; parameter?: string } = {}) {
    super(message);
    this.status = options.status ?? 400;
    this.parameter = options.parameter ?? null;
  }
}

interface Range {
  readonly min: number;
  readonly max: number;
  /** Null makes the parameter required. */
  readonly fallback: number | null;
}

const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A whole number from the query, within bounds. */
export function numberParameter(query: URLSearchParams, name: string, range: Range): number {
  return parse(query, name, range, 'a whole number', (text) =>
    /^\d{1,15}$/.test(text) ? Number(text) : NaN,
  );
}

/** A number of bytes from the query: plain, or with k, m or g for KiB, MiB and GiB. */
export function bytesParameter(query: URLSearchParams, name: string, range: Range): number {
  return parse(query, name, range, 'a number of bytes such as 500, 64k or 2m', (text) => {
    const [, digits, unit] = /^(\d{1,15})([kmg]?)b?$/i.exec(text) ?? [];
    return digits === undefined ? NaN : Number(digits) * (UNIT_BYTES[(unit ?? '').toLowerCase()] ?? NaN);
  });
}

/** `?name`, `?name=1` and `?name=true` are true; absent, `0` and `false` are false. */
export function flagParameter(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  if (text === null || text === '0' || text === 'false') return false;
  if (text === '' || text === '1' || text === 'true') return true;
  throw new LabError(`${name} must be 1 or 0, not “${text}”`, { parameter: name });
}

/** Text from the query that is to become a response header; null when absent. */
export function headerParameter(query: URLSearchParams, name: string): string | null {
  const text = query.get(name);
  if (text !== null && !/^[\x20-\x7e]{1,200}$/.test(text)) {
    throw new LabError(`${name} must be 1 to 200 printable ASCII characters`, { parameter: name });
  }
  return text;
}

/** The number a path ends with, such as the 404 of `/status/404`. */
export function numberInPath(path: string, name: string, range: Pick<Range, 'min' | 'max'>): number {
  const query = new URLSearchParams({ [name]: path.slice(path.lastIndexOf('/') + 1) });
  return numberParameter(query, name, { ...range, fallback: null });
}

function parse(
  query: URLSearchParams,
  name: string,
  { min, max, fallback }: Range,
  what: string,
  read: (text: string) => number,
): number {
  const text = query.get(name);
  if (text === null && fallback !== null) return fallback;
  const value = read((text ?? '').trim());
  if (Number.isNaN(value) || value < min || value > max) {
    const found = text === null ? 'it is missing' : `“${text}” is not`;
    throw new LabError(`${name} must be ${what} from ${String(min)} to ${String(max)}; ${found}`, {
      parameter: name,
    });
  }
  return value;
}
