import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId } from '../support/component-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { copyGallery, type Style } from '../visual/gallery-project.ts';

/** What the pictures of the Gallery cannot say by themselves: values of WeChat's own style sheet. */

const folder = shareTempDir();
let harness: PageHarness;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Runs a test on one page of the Gallery, which asks for v2, or of a copy that does not. */
async function onPage<T>(page: string, style: Style, look: (run: RunningPage) => Promise<T>): Promise<T> {
  const run = await harness.open({ project: galleryIn(style), entry: `pages/${page}/index` });
  try {
    await expect.poll(() => run.reports('page-ready'), { timeout: 10_000 }).toHaveLength(1);
    return await look(run);
  } finally {
    await run.close();
  }
}

function galleryIn(style: Style): string {
  const copy = path.join(folder(), style);
  if (!fs.existsSync(copy)) copyGallery(copy, style);
  return copy;
}

/** Computed values of the first element that matches, in the order asked for. */
function valuesOf(
  run: RunningPage,
  selector: string,
  names: readonly string[],
  pseudo?: '::before' | '::after',
): Promise<string[]> {
  return run.page.$eval(
    selector,
    (element, [wanted, part]) => {
      const style = getComputedStyle(element, part);
      return wanted.map((name) => style.getPropertyValue(name));
    },
    [names, pseudo] as const,
  );
}

describe('how built-ins look', () => {
  it('hides what is hidden though its class says how to display it, and shows it where a longer selector says so', async () => {
    await onPage('view', 'v2', async (run) => {
      expect(await valuesOf(run, '.tile[hidden]', ['display'])).toEqual(['none']);
      await run.page.addStyleTag({ content: '.across .tile { display: flex }' });
      expect(await valuesOf(run, '.tile[hidden]', ['display'])).toEqual(['flex']);
    });
  });

  it('hides a hidden button whatever a project says', async () => {
    await onPage('button', 'v2', async (run) => {
      await run.page.addStyleTag({ content: '.stack .own.own { display: flex }' });
      await run.page.$eval(byId('hover-own'), (button) => {
        button.classList.add('own');
        button.toggleAttribute('hidden', true);
      });
      expect(await valuesOf(run, byId('hover-own'), ['display'])).toEqual(['none']);
    });
  });

  it('lets no class of a project change what the type or the size of a button decides, as in WeChat', async () => {
    const css = '.own { width: 300px; color: red; background-color: blue } wx-button.own2 { width: 300px }';
    for (const [style, rows] of [
      [
        'v2',
        [
          ['', ['184px', 'rgb(255, 0, 0)', 'rgb(0, 0, 255)']],
          ['default', ['184px', 'rgb(6, 174, 86)', 'rgb(242, 242, 242)']],
          ['primary', ['184px', 'rgb(255, 255, 255)', 'rgb(7, 193, 96)']],
          ['warn', ['184px', 'rgb(250, 81, 81)', 'rgb(242, 242, 242)']],
        ],
      ],
      [
        'legacy',
        [
          ['', ['300px', 'rgb(255, 0, 0)', 'rgb(0, 0, 255)']],
          ['default', ['300px', 'rgb(0, 0, 0)', 'rgb(248, 248, 248)']],
          ['primary', ['300px', 'rgb(255, 255, 255)', 'rgb(26, 173, 25)']],
          ['warn', ['300px', 'rgb(255, 255, 255)', 'rgb(230, 67, 64)']],
        ],
      ],
    ] as const) {
      await onPage('button', style, async (run) => {
        await run.page.addStyleTag({ content: css });
        const own = byId('hover-own');
        for (const [type, values] of rows) {
          await run.page.$eval(
            own,
            (button, written) => {
              button.setAttribute('class', 'own');
              if (written === '') button.removeAttribute('type');
              else button.setAttribute('type', written);
            },
            type,
          );
          expect(
            await valuesOf(run, own, ['width', 'color', 'background-color']),
            `${style} ${type}`,
          ).toEqual(values);
        }
        await run.page.$eval(own, (button) => {
          button.setAttribute('class', 'own2');
        });
        expect(await valuesOf(run, own, ['width'])).toEqual(['300px']);
      });
    }
  });

  it('keeps the words of a cover-view on one line', async () => {
    await onPage('cover-view', 'v2', async (run) => {
      expect(await valuesOf(run, 'wx-cover-view', ['white-space'])).toEqual(['nowrap']);
    });
  });

  it('starts a swiper at the item that current-item-id names', async () => {
    await onPage('swiper', 'v2', async (run) => {
      const third = run.page.locator('wx-swiper[vertical] wx-swiper-item').nth(2);
      const frame = await run.page.locator('wx-swiper[vertical]').boundingBox();
      await expect.poll(() => third.boundingBox().then((box) => box?.y)).toBe(frame?.y);
    });
  });

  it('ticks a checkbox in green on white, and greys what is disabled', async () => {
    const box = '.wx-checkbox-input-checked';
    for (const [style, green] of [
      ['v2', 'rgb(7, 193, 96)'],
      ['legacy', 'rgb(9, 187, 7)'],
    ] as const) {
      await onPage('checkbox', style, async (run) => {
        expect(await valuesOf(run, box, ['width', 'background-color', 'border-top-color'])).toEqual([
          '22px',
          'rgb(255, 255, 255)',
          'rgb(209, 209, 209)',
        ]);
        expect(await valuesOf(run, box, ['color'], '::before')).toEqual([green]);
        expect(await valuesOf(run, `${box}.wx-checkbox-input-disabled`, ['color'], '::before')).toEqual([
          'rgb(173, 173, 173)',
        ]);
      });
    }
  });

  it("lets a project restyle the tick as WeChat's: by color, size and transform", async () => {
    await onPage('checkbox', 'v2', async (run) => {
      const tick = '.round .wx-checkbox-input-checked';
      const names = ['color', 'font-size', 'font-family', 'content', 'transform'];
      expect(await valuesOf(run, tick, names, '::before')).toEqual([
        'rgb(255, 255, 255)',
        // 30rpx on a page that is 390 pixels wide.
        '15.6px',
        'weui',
        '"\uea08"',
        expect.stringMatching(/^matrix\(1, 0, 0, 1, -10\.\d+, -10\.\d+\)$/),
      ]);
      const faces = run.page.evaluate(() =>
        document.fonts.load('15px weui', '\uea08').then((all) => all.length),
      );
      expect(await faces).toBe(1);
    });
  });

  it('fills a radio with its color and ticks it in white', async () => {
    await onPage('radio', 'v2', async (run) => {
      const [dot] = await valuesOf(run, '.wx-radio-input-checked', ['background-color']);
      const [tick] = await valuesOf(run, '.wx-radio-input-checked', ['color'], '::before');
      expect([dot, tick]).toEqual(['rgb(7, 193, 96)', 'rgb(255, 255, 255)']);
      const inRed = 'wx-radio[style*="#c83a35"] .wx-radio-input';
      expect(await valuesOf(run, inRed, ['background-color'])).toEqual(['rgb(200, 58, 53)']);
    });
  });

  it.each([
    ['v2', ['rgba(0, 0, 0, 0.1)', '2px', '5px'], ['28px', '28px'], '0.3'],
    ['legacy', ['rgb(223, 223, 223)', '1px', '5px'], ['30px', '30px'], '0.5'],
  ] as const)('draws a switch in the %s look', async (style, track, thumb, disabled) => {
    await onPage('switch', style, async (run) => {
      const names = ['background-color', 'border-top-width', 'margin-right'];
      expect(await valuesOf(run, '.wx-switch-input', names)).toEqual(track);
      expect(await valuesOf(run, '.wx-switch-input', ['width', 'height'], '::after')).toEqual(thumb);
      expect(await valuesOf(run, '.wx-switch-input-disabled', ['opacity'])).toEqual([disabled]);
    });
  });

  it('gives a slider the height of its touch area, and a grey track when it is disabled', async () => {
    await onPage('slider', 'v2', async (run) => {
      expect(await valuesOf(run, 'wx-slider', ['height', 'margin-top'])).toEqual(['18px', '10px']);
      expect(await valuesOf(run, '.wx-slider-disabled .wx-slider-track', ['background-color'])).toEqual([
        'rgb(204, 204, 204)',
      ]);
      expect(await valuesOf(run, 'wx-slider[disabled]', ['opacity'])).toEqual(['1']);
    });
  });

  it.each([
    ['v2', ['rgb(210, 210, 210)', 'rgb(6, 173, 86)']],
    ['legacy', ['rgb(222, 222, 222)', 'rgb(23, 155, 22)']],
  ] as const)('presses a loading button in the %s look', async (style, grounds) => {
    await onPage('button', style, async (run) => {
      const ground = (type: string): Promise<string[]> =>
        valuesOf(run, `wx-button[loading][type=${type}]:not([plain])`, ['background-color']);
      expect((await Promise.all([ground('default'), ground('primary')])).flat()).toEqual(grounds);
    });
  });

  it.each([
    ['v2', ['rgb(7, 193, 96)', 'rgb(250, 81, 81)', 'rgb(16, 174, 255)']],
    ['legacy', ['rgb(9, 187, 7)', 'rgb(247, 98, 96)', 'rgb(16, 174, 255)']],
  ] as const)('colors icons in the %s look, and as the project says', async (style, colors) => {
    await onPage('icon', style, async (run) => {
      const fill = (type: string): Promise<string[]> => valuesOf(run, `.wx-icon-${type}`, ['fill']);
      expect((await Promise.all([fill('success'), fill('warn'), fill('info')])).flat()).toEqual(colors);
      const own = await run.page.locator('svg[style*="rgb(200, 58, 53)"]').count();
      expect(own).toBe(1);
    });
  });
});
