import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId as id, openComponentPage } from '../support/component-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

describe('controls and forms', () => {
  let run: RunningPage;
  let read = 0;
  /** Events noted since the last call: `[type, id, detail]`. */
  async function notes(count: number): Promise<unknown[][]> {
    const all = (): unknown[][] =>
      run.console
        .filter((line) => line.startsWith('log: ['))
        .map((line) => JSON.parse(line.slice('log: '.length)) as unknown[]);
    await expect.poll(() => all().length - read, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
    const fresh = all().slice(read);
    read += fresh.length;
    return fresh;
  }
  const submitted = async (): Promise<unknown> => {
    await run.page.click(id('submit'));
    return (await notes(1)).at(-1);
  };

  beforeAll(async () => {
    run = await openComponentPage(harness, 'controls');
  });
  afterAll(async () => {
    await run.close();
  });

  it('taps a button once, a disabled one never', async () => {
    await run.page.click(id('disabled'), { force: true });
    await run.page.click(id('plain'));
    expect(await notes(1)).toMatchObject([['tap', 'plain', { x: expect.any(Number) as number }]]);
  });

  it('taps a focused button by Enter', async () => {
    await run.page.focus(id('primary'));
    await run.page.keyboard.press('Enter');
    expect(await notes(1)).toMatchObject([['tap', 'primary', {}]]);
  });

  it('submits what the fields hold: groups, custom fields, and what a component opens to the form', async () => {
    expect(await submitted()).toEqual([
      'submit',
      'form',
      {
        value: {
          switch: true,
          checks: ['a'],
          radio: '',
          slider: 30,
          name: '',
          custom: 'from custom',
          grouped: 'g',
          slotted: true,
        },
      },
    ]);
  });

  it('is submitted from within a component that opens its buttons, and from no other', async () => {
    await run.page.click(id('closed-submit'));
    await run.page.click(id('inner-submit'));
    expect(await notes(1)).toMatchObject([['submit', 'form', {}]]);
  });

  it('switches, checks by label, and picks one radio at a time', async () => {
    await run.page.click(id('switch'));
    expect(await notes(1)).toEqual([['change', 'switch', { value: false }]]);
    await run.page.click(id('label-b'), { position: { x: 28, y: 10 } });
    expect(await notes(1)).toEqual([['change', 'checks', { value: ['a', 'b'] }]]);
    await run.page.click(id('check-a'));
    expect(await notes(1)).toEqual([['change', 'checks', { value: ['b'] }]]);
    await run.page.click('wx-checkbox:has(.wx-checkbox-input-disabled)', { force: true });
    await run.page.click(id('radio-x'));
    expect(await notes(1)).toEqual([['change', 'radios', { value: 'x' }]]);
    await run.page.click(id('label-y'));
    expect(await notes(1)).toEqual([['change', 'radios', { value: 'y' }]]);
    expect(await run.page.$$eval('.wx-radio-input-checked', (boxes) => boxes.length)).toBe(1);
  });

  it('lets the page check a radio, which unchecks the others', async () => {
    const checked = async (): Promise<(string | null)[]> =>
      run.page.$$eval('wx-radio[aria-checked="true"]', (radios) => radios.map((radio) => radio.textContent));
    await run.page.click(id('check-z'));
    expect(await checked()).toEqual(['Z']);
    await run.page.click(id('radio-y'));
    await notes(1);
    expect(await checked()).toEqual(['Y']);
  });

  it('shows what a bindinput listener returns', async () => {
    await run.page.click(id('name'));
    expect(await notes(1)).toEqual([['focus', 'name', { value: '', height: 0 }]]);
    await run.page.keyboard.type('a');
    expect(await notes(1)).toEqual([['input', 'name', { value: 'a', cursor: 1, keyCode: 65 }]]);
    expect(await run.page.inputValue(`${id('name')} input`)).toBe('A');
    await run.page.keyboard.press('Enter');
    expect(await notes(2)).toEqual([
      ['confirm', 'name', { value: 'A' }],
      ['blur', 'name', { value: 'A', cursor: 1 }],
    ]);
  });

  it('styles the placeholder and hides it while there is text', async () => {
    const color = await run.page.$eval(
      `${id('name')} .ferry-placeholder`,
      (box) => getComputedStyle(box).color,
    );
    expect(color).toBe('rgb(255, 0, 0)');
    expect(await run.page.isVisible(`${id('name')} .ferry-placeholder`)).toBe(false);
  });

  it('drags the slider in steps and tells of it', async () => {
    const rail = await run.page.$(`${id('slider')} .wx-slider-handle-wrapper`);
    const box = await rail?.boundingBox();
    if (!box) throw new Error('no rail');
    const y = box.y + 1;
    await run.page.mouse.move(box.x + box.width * 0.3, y);
    await run.page.mouse.down();
    await run.page.mouse.move(box.x + box.width * 0.5, y, { steps: 3 });
    await run.page.mouse.move(box.x + box.width * 0.72, y);
    await run.page.mouse.up();
    expect(await notes(1)).toEqual([['change', 'slider', { value: 70 }]]);
    await run.page.focus(id('slider'));
    await run.page.keyboard.press('ArrowRight');
    expect(await notes(1)).toEqual([['change', 'slider', { value: 75 }]]);
  });

  it('submits the new values and puts the first ones back on reset', async () => {
    expect(await submitted()).toMatchObject([
      'submit',
      'form',
      { value: { switch: false, checks: ['b'], radio: 'y', slider: 75, name: 'A' } },
    ]);
    await run.page.click(id('reset'));
    expect(await notes(1)).toEqual([['reset', 'form', {}]]);
    expect(await submitted()).toMatchObject([
      'submit',
      'form',
      { value: { switch: true, checks: ['a'], radio: '', slider: 30, name: '' } },
    ]);
  });

  it('draws every icon and the progress', async () => {
    const empty = await run.page.$$eval(
      'wx-icon path',
      (paths) => paths.filter((drawn) => (drawn as SVGPathElement).getBBox().width < 8).length,
    );
    expect(empty).toBe(0);
    expect(await run.page.innerText('.wx-progress-info')).toBe('40%');
    expect(await run.page.getAttribute('wx-progress', 'aria-valuenow')).toBe('40');
  });

  it('keeps a hover class in the page’s own style', async () => {
    await run.page.hover(id('hover'));
    await run.page.mouse.down();
    await run.page.waitForFunction(
      () =>
        getComputedStyle(document.querySelector('[id$="hover"]') ?? document.body).color === 'rgb(1, 2, 3)',
    );
    await run.page.mouse.up();
  });

  it('adds and takes away each of several hover classes', async () => {
    await run.page.hover(id('hover-two'));
    await run.page.mouse.down();
    const looks = async (): Promise<string[]> =>
      run.page.$eval(id('hover-two'), (element) => {
        const { color, fontWeight } = getComputedStyle(element);
        return [color, fontWeight];
      });
    await expect.poll(looks).toEqual(['rgb(1, 2, 3)', '700']);
    await run.page.mouse.up();
    await expect.poll(looks).toEqual(['rgb(0, 0, 0)', '400']);
    expect(await run.reports('exception')).toEqual([]);
  });

  it('fails on a link to nowhere and follows a good one', async () => {
    await run.page.click(id('broken'));
    const [, , detail] = (await notes(1)).at(-1) ?? [];
    expect(detail).toMatchObject({
      errMsg: expect.stringMatching(/^navigateTo:fail page .*not found/) as string,
    });
    await run.page.click(id('link'));
    await run.page.waitForSelector('wx-page >> nth=1');
    expect(await run.page.innerText('.ferry-page:not([hidden]) wx-page')).toContain('two');
  });
});

describe('text', () => {
  let run: RunningPage;
  beforeAll(async () => {
    run = await openComponentPage(harness, 'text');
  });
  afterAll(async () => {
    await run.close();
  });
  const content = async (name: string): Promise<string | null> => run.page.textContent(id(name));

  it('breaks lines, decodes and widens spaces', async () => {
    expect(await content('lines')).toBe('one\ntwo');
    expect(await content('decoded')).toBe('a\u00a0<b>&');
    expect(await content('wide')).toBe('a\u2003b');
  });

  it('binds model:value both ways', async () => {
    await run.page.click(id('focus'));
    await run.page.waitForSelector(`${id('model')} input:focus`);
    await run.page.keyboard.type('1234567');
    expect(await content('typed')).toBe('12345');
    await run.page.click(id('clear'));
    expect(await run.page.inputValue(`${id('model')} input`)).toBe('');
    expect(await run.page.getAttribute(`${id('model')} input`, 'inputmode')).toBe('decimal');
    expect(await run.page.getAttribute(`${id('secret')} input`, 'type')).toBe('password');
  });

  it('grows a textarea with its text', async () => {
    const area = `${id('area')} textarea`;
    const height = async (): Promise<number> => run.page.$eval(area, (box) => box.clientHeight);
    const before = await height();
    await run.page.fill(area, 'a\nb\nc\nd');
    expect(await height()).toBeGreaterThan(before * 2);
    const hint = await run.page.$eval(
      `${id('area')} .ferry-placeholder`,
      (box) => getComputedStyle(box).color,
    );
    expect(hint).toBe('rgb(0, 0, 255)');
  });

  it('lets only safe tags and attributes into rich-text', async () => {
    const html = await run.page.innerHTML(`${id('rich')} > div`);
    expect(html).toBe(
      '<p class="card" style="color: red">safe <b>bold</b><img src="package/a.png"><a>link</a></p>',
    );
    expect(await run.page.innerHTML(`${id('tree')} > div`)).toBe('<div class="card">a&nbsp;b</div>');
    expect(await run.page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(run.console.filter((line) => line.includes('inline event handler'))).toEqual([]);
  });

  it('hides, names and gives roles', async () => {
    expect(await run.page.isVisible(id('hidden'))).toBe(false);
    expect(await run.page.getAttribute(id('shown'), 'aria-label')).toBe('named');
    expect(await run.page.getAttribute(id('shown'), 'role')).toBe('note');
  });
});
