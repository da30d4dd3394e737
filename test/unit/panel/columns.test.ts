import { describe, expect, test } from 'vitest';
import {
  COLUMNS,
  COLUMN_GAP_PX,
  DEFAULT_COLUMNS,
  placeColumns,
  readChoice,
  withColumn,
  withMoved,
  withWidth,
  withoutWidth,
} from '../../../src-renderer/panel/transfers/list/columns.ts';

const ids = (roomPx: number, choice = DEFAULT_COLUMNS): string =>
  placeColumns(choice, roomPx)
    .map(({ id }) => id)
    .join(' ');

describe('the columns of the list', () => {
  test.each([834, 638, 1200, 480])('take the room there is, %d pixels, and no more', (roomPx) => {
    const placed = placeColumns(DEFAULT_COLUMNS, roomPx);
    const widthPx = placed.reduce((sum, one) => sum + one.widthPx, (placed.length - 1) * COLUMN_GAP_PX);
    expect(widthPx).toBeLessThanOrEqual(roomPx);
    expect(widthPx).toBeGreaterThan(roomPx - 2);
    for (const { id, widthPx: own } of placed) expect(own).toBeGreaterThanOrEqual(COLUMNS[id].leastPx);
  });

  test('where there is less room, the page goes first, then tags, then the host; how far it is stays', () => {
    expect(ids(1200)).toBe('state method host path page status warning size duration tags waterfall');
    expect(ids(834)).toBe('state method host path status warning size duration tags waterfall');
    expect(ids(638)).toBe('state method path status warning size duration waterfall');
  });

  test('a column that was asked for stays before those that come by themselves', () => {
    expect(ids(834, withColumn(DEFAULT_COLUMNS, 'type', true))).toContain('type');
  });

  test('the path cannot be put away', () => {
    expect(withColumn(DEFAULT_COLUMNS, 'path', false).shown).toContain('path');
  });

  test('a width that was set is kept, within bounds, until it is given back', () => {
    const wide = withWidth(DEFAULT_COLUMNS, 'state', 140);
    expect(placeColumns(wide, 1200)[0]).toEqual({ id: 'state', widthPx: 140 });
    expect(withWidth(wide, 'state', 1).widths.state).toBe(COLUMNS.state.leastPx);
    expect(placeColumns(withoutWidth(wide, 'state'), 1200)[0]?.widthPx).toBe(COLUMNS.state.widthPx);
  });

  test('a column moves past the one shown next to it, not past one that is hidden', () => {
    const moved = withMoved(DEFAULT_COLUMNS, 'warning', 1);
    expect(ids(1200, moved)).toContain('status size warning duration');
    expect(withMoved(DEFAULT_COLUMNS, 'state', -1)).toBe(DEFAULT_COLUMNS);
  });

  test('what was kept is read, and anything else is as it comes', () => {
    const kept = withMoved(withWidth(DEFAULT_COLUMNS, 'host', 200), 'state', 1);
    expect(readChoice(JSON.stringify(kept))).toEqual(kept);
    for (const text of [null, '', 'null', '{"order":1}', '[]'])
      expect(readChoice(text)).toBe(DEFAULT_COLUMNS);
    expect(readChoice('{"order":["size"],"shown":[],"widths":{"size":"wide"}}')).toMatchObject({
      shown: ['path'],
      widths: {},
    });
  });
});
