import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { byId as id } from '../support/component-page.ts';
import { createNotes } from '../support/event-notes.ts';
import { callPage, openOverlaidPage } from '../support/overlaid-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

/** A hand that holds still before it lets go does not flick. */
const HOLD_MS = 150;

let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Rows of each wheel that is open, the chosen one of each, as a person reads them. */
async function wheels(run: RunningPage): Promise<{ rows: string[]; chosen: string }[]> {
  return run.page.$$eval('.ferry-wheels__column', (columns) =>
    columns.map((column) => ({
      rows: [...column.children].map((row) => row.textContent),
      chosen: column.getAttribute('aria-valuetext') ?? '',
    })),
  );
}

/** Turns a wheel by the keyboard and waits until it rests. */
async function turn(run: RunningPage, column: number, key: string, times = 1): Promise<void> {
  const wheel = run.page.locator('.ferry-wheels__column').nth(column);
  await wheel.focus();
  const from = Number(await wheel.getAttribute('aria-valuenow'));
  for (let press = 0; press < times; press += 1) await run.page.keyboard.press(key);
  const step = key === 'ArrowDown' ? times : -times;
  await expect.poll(async () => Number(await wheel.getAttribute('aria-valuenow'))).toBe(from + step);
}

describe('picker', () => {
  let run: RunningPage;
  const notes = createNotes(() => run);
  const confirm = async (): Promise<unknown[]> => {
    await run.page.click('.ferry-wheels__confirm');
    return notes.next(1);
  };
  beforeAll(async () => {
    run = await openOverlaidPage(harness, 'pickers');
  });
  afterAll(async () => {
    await run.close();
  });
  afterEach(async () => {
    expect(await run.page.$$('.ferry-wheels')).toHaveLength(0);
  });
  const open = async (name: string): Promise<void> => {
    await run.page.click(id(name));
    await run.page.waitForSelector('.ferry-wheels');
  };

  it('shows the range with the row of value in the middle, and tells the index picked as text', async () => {
    await open('selector');
    expect(await wheels(run)).toEqual([{ rows: ['美国', '中国', '巴西', '日本'], chosen: '中国' }]);
    expect(await run.page.innerText('.ferry-wheels__cancel')).toBe('取消');
    expect(await run.page.innerText('.ferry-wheels__confirm')).toBe('确定');
    await run.page.click('.ferry-wheels__row:text("日本")');
    await expect.poll(async () => (await wheels(run))[0]?.chosen).toBe('日本');
    expect(await confirm()).toEqual([['change', 'selector', { value: '3' }]]);
  });

  it('keeps what was picked, though the page did not set it', async () => {
    await open('selector');
    expect((await wheels(run))[0]?.chosen).toBe('日本');
    await run.page.keyboard.press('Escape');
    expect(await notes.next(1)).toEqual([['cancel', 'selector', {}]]);
  });

  it('cancels by its button and by a tap beside it, and changes nothing', async () => {
    await open('selector');
    await turn(run, 0, 'ArrowUp');
    await run.page.click('.ferry-wheels__cancel');
    await open('selector');
    expect((await wheels(run))[0]?.chosen).toBe('日本');
    await run.page.mouse.click(100, 100);
    expect(await notes.next(2)).toEqual([
      ['cancel', 'selector', {}],
      ['cancel', 'selector', {}],
    ]);
  });

  it('opens by Enter, moves by arrows and confirms by Enter, and gives the focus back', async () => {
    await run.page.focus(id('selector'));
    await run.page.keyboard.press('Enter');
    await run.page.waitForSelector('.ferry-wheels');
    await turn(run, 0, 'ArrowUp', 2);
    await run.page.keyboard.press('Enter');
    expect(await notes.next(1)).toEqual([['change', 'selector', { value: '1' }]]);
    expect(await run.page.$eval(id('selector'), (picker) => picker === document.activeElement)).toBe(true);
  });

  it('has the header text above its wheels and does not open while disabled', async () => {
    await callPage(run, 'change', { header: 'Where from?', disabled: true });
    await run.page.click(id('selector'), { force: true });
    expect(await run.page.$$('.ferry-wheels')).toHaveLength(0);
    expect(await run.page.getAttribute(id('selector'), 'aria-disabled')).toBe('true');
    await callPage(run, 'change', { disabled: false });
    await open('selector');
    expect(await run.page.innerText('.ferry-wheels__title')).toBe('Where from?');
    await confirm();
  });

  it('shows objects by range-key', async () => {
    await open('objects');
    expect(await wheels(run)).toEqual([{ rows: ['one', 'two'], chosen: 'one' }]);
    await turn(run, 0, 'ArrowDown');
    expect(await confirm()).toEqual([['change', 'objects', { value: '1' }]]);
  });

  it('tells a column that changed, follows a range set meanwhile, and tells indices', async () => {
    await open('multi');
    await turn(run, 0, 'ArrowDown');
    expect(await notes.next(1)).toEqual([['columnchange', 'multi', { column: 0, value: 1 }]]);
    await expect
      .poll(() => wheels(run))
      .toEqual([
        { rows: ['广东', '海南'], chosen: '海南' },
        { rows: ['海口', '三亚', '儋州'], chosen: '海口' },
      ]);
    await turn(run, 1, 'ArrowDown', 2);
    expect(await notes.next(1)).toEqual([['columnchange', 'multi', { column: 1, value: 2 }]]);
    expect(await confirm()).toEqual([['change', 'multi', { value: [1, 2] }]]);
  });

  it('keeps times between start and end, hour by hour', async () => {
    await open('time');
    const [hours, minutes] = await wheels(run);
    expect([hours?.rows[0], hours?.rows.at(-1), hours?.chosen]).toEqual(['09', '21', '12']);
    expect([minutes?.rows.length, minutes?.chosen]).toEqual([60, '01']);
    await turn(run, 0, 'ArrowUp', 3);
    expect((await wheels(run))[1]).toMatchObject({ chosen: '30', rows: { length: 30 } });
    expect(await confirm()).toEqual([['change', 'time', { value: '09:30' }]]);
  });

  it('keeps dates between start and end and gives each month its days', async () => {
    await open('date');
    expect(await wheels(run)).toMatchObject([
      { chosen: '2016年', rows: ['2015年', '2016年', '2017年'] },
      { chosen: '9月', rows: { length: 12 } },
      { chosen: '1日', rows: { length: 30 } },
    ]);
    await turn(run, 1, 'ArrowUp', 7);
    expect((await wheels(run))[2]).toMatchObject({ rows: { length: 29 } });
    await turn(run, 0, 'ArrowUp');
    expect(await wheels(run)).toMatchObject([
      {},
      { chosen: '3月', rows: { length: 10 } },
      { chosen: '10日', rows: { length: 22 } },
    ]);
    expect(await confirm()).toEqual([['change', 'date', { value: '2015-03-10' }]]);
  });

  it.each([
    ['month', 2, '2016-08'],
    ['year', 1, '2015'],
  ])('has as many wheels as fields=%s says and tells as much', async (name, count, value) => {
    await open(name);
    expect(await wheels(run)).toHaveLength(count);
    await turn(run, count - 1, 'ArrowUp');
    expect(await confirm()).toEqual([['change', name, { value }]]);
  });

  it('tells names, codes and postcode of a region, and starts each wheel anew when one before it turns', async () => {
    await open('region');
    expect((await wheels(run)).map(({ chosen }) => chosen)).toEqual(['广东省', '广州市', '海珠区']);
    await turn(run, 1, 'ArrowDown');
    expect((await wheels(run)).map(({ chosen }) => chosen)).toEqual(['广东省', '韶关市', '武江区']);
    await turn(run, 1, 'ArrowUp');
    await turn(run, 2, 'ArrowDown', 2);
    expect(await confirm()).toEqual([
      [
        'change',
        'region',
        { value: ['广东省', '广州市', '海珠区'], code: ['440000', '440100', '440105'], postcode: '510000' },
      ],
    ]);
  });

  it.each([
    ['province', '', ['广东省'], ['440000'], ''],
    ['city', '', ['广东省', '广州市'], ['440000', '440100'], '510000'],
    ['region', '全部', ['广东省', '广州市', '全部'], ['440000', '440100'], '510000'],
    [
      'sub-district',
      '',
      ['广东省', '广州市', '海珠区', '赤岗街道'],
      ['440000', '440100', '440105', '440105001'],
      '510000',
    ],
  ])(
    'asks as deep as level=%s and offers the custom item %j',
    async (level, custom, value, code, postcode) => {
      const region = ['广东省', '广州市', custom === '' ? '海珠区' : custom];
      await callPage(run, 'change', { level, custom, region });
      await open('region');
      if (custom !== '') expect((await wheels(run)).every(({ rows }) => rows[0] === custom)).toBe(true);
      expect(await confirm()).toEqual([['change', 'region', { value, code, postcode }]]);
    },
  );

  it('is a field of its form, and goes back with it', async () => {
    await run.page.click(id('submit'));
    expect(await notes.next(1)).toMatchObject([
      [
        'submit',
        'form',
        {
          value: {
            selector: '1',
            objects: '1',
            multi: [1, 2],
            time: '09:30',
            date: '2015-03-10',
            month: '2016-08',
          },
        },
      ],
    ]);
    await run.page.click(id('reset'));
    await run.page.click(id('submit'));
    expect(await notes.next(1)).toMatchObject([
      ['submit', 'form', { value: { selector: 1, multi: [0, 0], time: '12:01', date: '2016-09-01' } }],
    ]);
  });

  it('turns by a finger that flicks, by a mouse that drags, and a row at a time by the wheel', async () => {
    await open('year');
    await run.page.$eval('.ferry-wheels__box', async (box) =>
      Promise.all(box.getAnimations().map((animation) => animation.finished)),
    );
    const column = run.page.locator('.ferry-wheels__column');
    const box = await column.boundingBox();
    if (!box) throw new Error('no wheel');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const chosen = async (): Promise<string> => (await wheels(run))[0]?.chosen ?? '';
    await run.page.mouse.move(x, y);
    await run.page.mouse.wheel(0, 120);
    await expect.poll(chosen).toBe('2016年');
    await run.page.mouse.down();
    await run.page.mouse.move(x, y - 60);
    await run.page.mouse.move(x, y - 96);
    await run.page.waitForTimeout(HOLD_MS);
    await run.page.mouse.up();
    await expect.poll(chosen).toBe('2018年');

    const session = await run.page.context().newCDPSession(run.page);
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number | null): Promise<void> => {
      await session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: at === null ? [] : [{ x, y: at }],
      });
    };
    await touch('touchStart', y);
    for (const part of [10, 40, 70, 100]) await touch('touchMove', y - part);
    await touch('touchEnd', null);
    await session.detach();
    await expect.poll(async () => Number.parseInt(await chosen(), 10)).toBeGreaterThan(2019);
    await confirm();
  });
});

describe('picker-view', () => {
  let run: RunningPage;
  const notes = createNotes(() => run);
  const chosen = async (): Promise<(string | null)[]> =>
    run.page.$$eval(`[id$="view"] wx-picker-view-column`, (columns) =>
      columns.map((column) => column.getAttribute('aria-valuetext')),
    );
  beforeAll(async () => {
    run = await openOverlaidPage(harness, 'wheels');
  });
  afterAll(async () => {
    await run.close();
  });

  it('shows the rows of value, the last one where there are fewer, all as high as the selection', async () => {
    expect(await chosen()).toEqual(['h', '1', '0']);
    const rows = await run.page.$$eval('.row', (all) => all.map((row) => row.getBoundingClientRect().height));
    expect(new Set(rows)).toEqual(new Set([50]));
    const middle = await run.page.$eval('.line', (line) => line.getBoundingClientRect().top);
    const row = await run.page.$eval('.row:nth-of-type(8)', (last) => last.getBoundingClientRect().top);
    expect(row).toBeCloseTo(middle, 0);
  });

  it('dresses the selection and the veil over the others as the page says, and has defaults', async () => {
    const values = await run.page.evaluate(() => {
      const style = (selector: string): CSSStyleDeclaration =>
        getComputedStyle(document.querySelector(selector) ?? document.body);
      return [
        style('.line').borderTopColor,
        style('.line').height,
        style('.veil').backgroundColor,
        style('.veil').opacity,
        style('[id$="plain"] > .ferry-wheel-indicator').height,
      ];
    });
    expect(values).toEqual(['rgb(1, 2, 3)', '50px', 'rgb(4, 5, 6)', '0.5', '34px']);
  });

  it('tells the start, the new rows and the end of a turn, and follows a value that is set', async () => {
    const column = run.page.locator('wx-picker-view-column').nth(0);
    await column.focus();
    await run.page.keyboard.press('ArrowUp');
    expect(await notes.next(3)).toEqual([
      ['pickstart', 'view', {}],
      ['change', 'view', { value: [6, 1, 0] }],
      ['pickend', 'view', {}],
    ]);
    await callPage(run, 'change', { value: [2, 2, 2] });
    await expect.poll(chosen).toEqual(['c', '2', '2']);
    expect(notes.rest()).toEqual([]);
  });

  it('tells at once with immediate-change, and only once', async () => {
    await callPage(run, 'change', { immediate: true });
    await run.page.locator('wx-picker-view-column').nth(1).focus();
    await run.page.keyboard.press('ArrowUp');
    expect(await notes.next(3)).toEqual([
      ['pickstart', 'view', {}],
      ['change', 'view', { value: [2, 1, 2] }],
      ['pickend', 'view', {}],
    ]);
  });

  it('stays in range when rows go away, and finds its row when they come back', async () => {
    await callPage(run, 'change', { value: [5, 0, 0] });
    await callPage(run, 'change', { first: ['a', 'b'] });
    await expect.poll(chosen).toEqual(['b', '0', '0']);
    await callPage(run, 'change', { first: ['a', 'b', 'c', 'd', 'e', 'f'] });
    await expect.poll(chosen).toEqual(['f', '0', '0']);
  });

  it('turns back to the row it was in without a change', async () => {
    notes.rest();
    const box = await run.page.locator('wx-picker-view-column').nth(1).boundingBox();
    if (!box) throw new Error('no column');
    await run.page.mouse.move(box.x + 20, box.y + 150);
    await run.page.mouse.down();
    await run.page.mouse.move(box.x + 20, box.y + 170);
    await run.page.waitForTimeout(HOLD_MS);
    await run.page.mouse.up();
    expect(await notes.next(2)).toEqual([
      ['pickstart', 'view', {}],
      ['pickend', 'view', {}],
    ]);
  });
});
