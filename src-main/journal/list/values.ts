import { TAG_SEPARATOR, type ExchangeColumns, type TextColumn } from './columns.ts';

const MAX_VALUES = 200;

/** The values of a column, the most frequent first; of tags and warnings, each by itself. */
export function mostFrequent(
  columns: ExchangeColumns,
  column: TextColumn,
  isListed: (slot: number) => boolean,
): readonly string[] {
  const { texts } = columns.dictionaries[column];
  const numbers = columns.numbers[column];
  const counts = new Int32Array(texts.length);
  for (let slot = 0; slot < columns.count; slot += 1) {
    const number = numbers[slot] ?? 0;
    if (isListed(slot)) counts[number] = (counts[number] ?? 0) + 1;
  }
  const separator = column === 'tags' ? TAG_SEPARATOR : column === 'warnings' ? ' ' : null;
  const byValue = new Map<string, number>();
  for (const [number, text] of texts.entries()) {
    const count = counts[number] ?? 0;
    if (count === 0) continue;
    for (const value of separator === null ? [text] : text.split(separator)) {
      if (value !== '') byValue.set(value, (byValue.get(value) ?? 0) + count);
    }
  }
  return [...byValue]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_VALUES)
    .map(([value]) => value);
}
