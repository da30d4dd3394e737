const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;
const MAX_TEXT = 2_000;

/**
 * A value as plain data for display: functions left out, buffers named with their size in bytes, long texts, long
 * lists and deep trees clipped. Safe for any value a project may hand in, cyclic ones included.
 */
export function plainCopy(value: unknown): unknown {
  return copy(value, 0, new Set());
}

function copy(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  switch (typeof value) {
    case 'string':
      return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
    case 'symbol':
      return String(value);
    case 'function':
      return undefined;
    case 'object':
      return value === null ? null : copyObject(value, depth, above);
    default:
      return value;
  }
}

function copyObject(value: object, depth: number, above: ReadonlySet<object>): unknown {
  if (value instanceof ArrayBuffer) return `[ArrayBuffer, ${String(value.byteLength)} bytes]`;
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name}, ${String(value.byteLength)} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (above.has(value)) return '[cyclic]';
  if (depth >= MAX_DEPTH) return '[…]';
  const path = new Set(above).add(value);
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ENTRIES).map((item) => copy(item, depth + 1, path) ?? null);
    return value.length > MAX_ENTRIES ? [...items, '…'] : items;
  }
  const entries = Object.entries(value)
    .slice(0, MAX_ENTRIES)
    .map(([key, item]) => [key, copy(item, depth + 1, path)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}
