import { afterEach, describe, expect, test } from 'vitest';
import type { PanelSnapshot } from '#contract/panel';
import { useHostileApp } from '../support/hostile-app.ts';

const hostile = useHostileApp();

async function attempt(name: string): Promise<unknown> {
  const { came } = await hostile().attempt(name);
  return JSON.parse(came) as unknown;
}

function snapshot(): Promise<PanelSnapshot> {
  return hostile().app.panel.evaluate(async () => {
    const { ferryPanel } = globalThis as unknown as {
      ferryPanel: { call(channel: string, request: unknown): Promise<{ value: PanelSnapshot }> };
    };
    return (await ferryPanel.call('panel:snapshot', {})).value;
  });
}

/** How many exchanges of main's list a filter lets through. */
function exchangeCount(filter = ''): Promise<number> {
  return hostile().app.panel.evaluate(async (wanted) => {
    const { ferryPanel } = globalThis as unknown as {
      ferryPanel: { call(channel: string, request: unknown): Promise<{ value: { count: number } }> };
    };
    const query = { filter: wanted, sort: 'time', isDescending: false, isGroupedByPage: false };
    return (await ferryPanel.call('panel:list-exchanges', { query, from: 0, count: 0 })).value.count;
  }, filter);
}

// Whatever came, the next call is answered, and main has the objects it began with.
afterEach(async () => {
  expect(await attempt('synchronous calls by other names')).toContain('its own: ok');
  const polluted = await hostile().app.app.evaluate(() => [
    Object.keys(Object.prototype),
    ({} as Record<string, unknown>)['polluted'] === undefined,
  ]);
  expect(polluted).toEqual([[], true]);
});

describe('a page finds in its window', () => {
  test.each([
    ['the names of Node', []],
    ['what Ferry adds to a window', ['ferryBridge', 'ferryRuntime']],
    ['the members of the bridge', [['call', 'callSync', 'listen'], true, true, true]],
    ['the bridge of a frame', false],
  ])('%s: %j', async (name, found) => {
    expect(await attempt(name)).toEqual(found);
  });

  test('nothing of another world, even where every native function is its own', async () => {
    expect(await attempt('natives replaced by its own')).toEqual([
      ['{"ok":true,"value":[]}', 'thrown'],
      true,
      0,
      0,
    ]);
  });
});

describe('a call is refused', () => {
  test('on a channel that is not the page’s', async () => {
    expect(await attempt('calls by other names')).toEqual(
      [
        ...[
          'panel:snapshot',
          'panel:open-folder',
          'panel:reveal-file',
          'wx:boot ',
          'WX:BOOT',
          '',
          'wx:event',
        ],
        ...['__proto__', 'constructor', 'hasOwnProperty', 'wx:storage-sync'],
        ...['ELECTRON_BROWSER_SANDBOX_LOAD', 'GUEST_VIEW_MANAGER_CALL', 'GUEST_INSTANCE_VISIBILITY_CHANGE'],
      ].map((name) => `${name}: thrown No such call`),
    );
  });

  test('on a channel that is no text', async () => {
    for (const word of (await attempt('calls by what only looks like a name')) as string[])
      expect(word).toMatch(/: thrown /);
  });

  test('when it wants an answer at once from a channel that has none', async () => {
    expect(await attempt('synchronous calls by other names')).toEqual([
      'asynchronous: thrown No such call',
      'panel: thrown No such call',
      'prototype: thrown No such call',
      'its own: ok',
    ]);
  });

  test('of another generation, and of what is none', async () => {
    expect(await attempt('other generations')).toEqual([
      ...['99number', '0number', '-1number', '1.5number'].map((name) => `${name}: page.gone`),
      'NaNnumber: request.invalid',
      'Infinitynumber: page.gone',
      ...['1string', '[object Null]', 'undefinedundefined'].map((name) => `${name}: request.invalid`),
      '[object Array]: request.invalid',
      '[object Object]: thrown An object could not be cloned',
      'trueboolean: request.invalid',
    ]);
  });

  test('in an envelope of another shape', async () => {
    expect(await attempt('envelopes of another shape')).toEqual(
      ['none', 'null', 'text', 'no generation', 'one member more', 'a program', 'array'].map(
        (name) => `${name}: request.invalid`,
      ),
    );
  });

  test('with values that are no plain data, or taken as the plain data in them', async () => {
    expect(await attempt('values that are no plain data')).toEqual([
      'a getter: ok',
      'a getter that throws: thrown from a getter',
      'a proxy: page.gone',
      ...['a function', 'a symbol', 'an element', 'the window'].map(
        (name) =>
          `${name}: ${name === 'a symbol' ? 'request.invalid' : 'thrown An object could not be cloned'}`,
      ),
      'a bigint: ok',
      'a circle: ok',
      'a circle as the request: request.invalid',
      'a promise: thrown An object could not be cloned',
      'an error: request.invalid',
      'a map: request.invalid',
      'an object of a class: ok',
      'an array in place of a text: request.invalid',
    ]);
  });

  test('with the keys of a prototype, or they are keys like any other', async () => {
    expect(await attempt('keys of a prototype')).toEqual([
      'as the request: request.invalid',
      'as a header: ok',
      'as written: ok',
      'as a key of storage: ok',
      'as details of an error: ok',
    ]);
  });

  test('when it is too large', async () => {
    expect(await attempt('sizes without measure')).toEqual([
      'a text of 20 MB: request.invalid',
      'an array of a million: request.invalid',
      'ten thousand levels: thrown Electron contextBridge recursion depth exceeded',
      'bytes of 8 MB: request.invalid',
      'a path of 100 kB: request.invalid',
      'a key of 100 kB: request.invalid',
    ]);
  });
});

test('data of as many levels as a bridge carries does not stop at the panel’s', async () => {
  expect(await attempt('as many levels as a bridge carries')).toBe(true);
  expect(await exchangeCount()).toBeGreaterThan(0);
});

describe('a flood is answered and bounded:', () => {
  test('answers nobody asked for change nothing', async () => {
    expect(await attempt('answers nobody asked for')).toEqual(['driven: ok', 'abort: ok', 'callback: ok']);
  });

  test('three thousand calls at once, each with its own answer', async () => {
    expect(await attempt('thousands of calls')).toBe(3000);
  });

  test('two thousand transfers at once', async () => {
    expect(await attempt('thousands of transfers')).toEqual(['ok']);
    const failed = await exchangeCount('state:failed path:nowhere:');
    expect(failed).toBe(await exchangeCount());
    expect(failed).toBeGreaterThanOrEqual(2000);
  });

  test('twelve thousand reports of 50 kB, of which the last two thousand are kept, clipped', async () => {
    await attempt('thousands of reports');
    const seen = await snapshot();
    expect(seen.console.length).toBeLessThanOrEqual(2000);
    expect(seen.exceptions.length).toBeLessThanOrEqual(2000);
    expect(seen.unsupported.length).toBeLessThanOrEqual(1000);
    expect(Math.max(...seen.console.map(({ text }) => text.length))).toBeLessThan(17_000);
    expect(seen.console.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(2_000_000);
  });

  test('the panel shows what is left of it, and answers', async () => {
    const { panel } = hostile().app;
    await panel.getByRole('tab', { name: 'Console' }).click();
    await panel.getByRole('list', { name: 'Console' }).getByText('tttt').first().waitFor();
    const started = performance.now();
    await panel.getByRole('tab', { name: 'Files' }).click();
    await panel.getByRole('tab', { name: 'Transfers' }).click();
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
