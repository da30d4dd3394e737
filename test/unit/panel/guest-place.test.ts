import { expect, test } from 'vitest';
import { FerryError } from '#contract/errors';
import type { PanelCaller } from '../../../src-renderer/lib/bridge.ts';
import { GuestPlace, sizeForArea } from '../../../src-renderer/panel/phone/guest-place.ts';

const PHONE = { width: 375, height: 667 };

test.each([
  { area: [422, 732], size: { width: 375, height: 667, zoom: 1 }, why: 'a hair of room more stays sharp' },
  { area: [1000, 2000], size: { width: 562, height: 1000, zoom: 1.5 }, why: 'no larger than one and a half' },
  { area: [100, 100], size: { width: 123, height: 220, zoom: 0.33 }, why: 'no smaller than a third' },
] as const)('$area: $why', ({ area, size }) => {
  expect(sizeForArea(PHONE, area[0], area[1])).toEqual(size);
});

test('a smaller area shrinks the screen as a whole', () => {
  const { width, height, zoom } = sizeForArea(PHONE, 338, 632);
  expect(zoom).toBeCloseTo((338 - 36) / 375, 5);
  expect([width, height]).toEqual([Math.floor(375 * zoom), Math.floor(667 * zoom)]);
});

test('a tablet fits where a phone does, at another scale', () => {
  const { width, height, zoom } = sizeForArea({ width: 768, height: 1024 }, 422, 732);
  expect(zoom).toBeCloseTo((422 - 36) / 768, 5);
  expect(width / height).toBeCloseTo(768 / 1024, 2);
});

/** An element as far as placing needs one. */
function elementAt(x: number): Element {
  return {
    getBoundingClientRect: () => ({ x, y: 1, width: 2, height: 3, top: 1, left: x }),
  } as unknown as Element;
}

function recordingCaller(fails: boolean): { readonly caller: PanelCaller; readonly sent: unknown[] } {
  const sent: unknown[] = [];
  const caller: PanelCaller = {
    call: (_channel, request) => {
      sent.push(request);
      return fails ? Promise.reject(new FerryError('internal', 'no view')) : Promise.resolve(null as never);
    },
    listen: () => () => undefined,
    pathOf: () => '',
  };
  return { caller, sent };
}

test('only changes of place are sent', () => {
  const { caller, sent } = recordingCaller(false);
  const place = new GuestPlace(caller);
  place.place(elementAt(5), 1);
  place.place(elementAt(5), 1);
  place.place(null, 1);
  place.place(elementAt(5), 1);
  const rect = { x: 5, y: 1, width: 2, height: 3 };
  expect(sent).toEqual([
    { rect, zoom: 1 },
    { rect: null, zoom: 1 },
    { rect, zoom: 1 },
  ]);
});

test('a refused place is sent again', async () => {
  const { caller, sent } = recordingCaller(true);
  const place = new GuestPlace(caller);
  place.place(elementAt(5), 1);
  await Promise.resolve();
  await Promise.resolve();
  place.place(elementAt(5), 1);
  expect(sent.length).toBe(2);
});
