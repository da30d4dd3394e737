import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { isOptions, numberOf, textOf } from './parameters.ts';

const SCROLL_MS = 300;

/** Colours WeChat takes: `#rgb` and `#rrggbb` (WeChat's "wx.setBackgroundColor"). */
const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** The window around a page: its navigation bar, its background, scrolling and pull-down refresh. */
export function createPageWindowFunctions(kit: ApiKit): WxFunctions {
  const { router, navigationBar, pullDownRefresh, pageBackground } = kit.host;
  const done = (api: string, work: () => void): ReturnType<ApiKit['asynchronous']> =>
    kit.asynchronous(api, {}, () => {
      work();
      return {};
    });

  return {
    setNavigationBarTitle: kit.asynchronous('setNavigationBarTitle', { title: 'String' }, (options) => {
      navigationBar.setTitle(textOf(options, 'title'));
      return {};
    }),
    setNavigationBarColor: kit.asynchronous(
      'setNavigationBarColor',
      { frontColor: 'String', backgroundColor: 'String' },
      (options) => {
        const front = textOf(options, 'frontColor').toLowerCase();
        if (front !== '#ffffff' && front !== '#000000') {
          throw new Refusal(`invalid frontColor "${textOf(options, 'frontColor')}"`, 1001);
        }
        const { animation } = options;
        const colors = [front, textOf(options, 'backgroundColor')] as const;
        if (isOptions(animation)) {
          navigationBar.setColor(...colors, {
            durationMs: numberOf(animation, 'duration', 0),
            timing: textOf(animation, 'timingFunc', 'linear'),
          });
        } else navigationBar.setColor(...colors);
        return {};
      },
    ),
    showNavigationBarLoading: done('showNavigationBarLoading', () => {
      navigationBar.setLoading(true);
    }),
    hideNavigationBarLoading: done('hideNavigationBarLoading', () => {
      navigationBar.setLoading(false);
    }),
    hideHomeButton: done('hideHomeButton', () => {
      navigationBar.hideHome();
    }),

    setBackgroundColor: kit.asynchronous('setBackgroundColor', {}, (options) => {
      const names = ['backgroundColor', 'backgroundColorTop', 'backgroundColorBottom'] as const;
      const colors = names.flatMap((name) =>
        options[name] === undefined ? [] : [[name, textOf(options, name)]],
      );
      for (const [name = '', color = ''] of colors) {
        if (!HEX_COLOR.test(color)) throw new Refusal(`invalid ${name} "${color}"`, 1001);
      }
      pageBackground.setColors(Object.fromEntries(colors) as Record<string, string>);
      return {};
    }),
    setBackgroundTextStyle: kit.asynchronous('setBackgroundTextStyle', { textStyle: 'String' }, (options) => {
      const style = textOf(options, 'textStyle');
      if (style !== 'dark' && style !== 'light') throw new Refusal(`invalid textStyle "${style}"`, 1001);
      pageBackground.setTextStyle(style);
      return {};
    }),

    setPageStyle: kit.asynchronous('setPageStyle', { style: 'Object' }, ({ style }) => {
      pageBackground.setStyle(isOptions(style) ? style : {});
      return {};
    }),

    pageScrollTo: kit.asynchronous('pageScrollTo', {}, (options) => {
      const selector = textOf(options, 'selector');
      const scrolled = router.current()?.scrollTo({
        ...(options['scrollTop'] === undefined ? {} : { scrollTopPx: numberOf(options, 'scrollTop', 0) }),
        ...(selector === '' ? {} : { selector }),
        offsetTopPx: numberOf(options, 'offsetTop', 0),
        durationMs: numberOf(options, 'duration', SCROLL_MS),
      });
      if (scrolled === false) throw new Refusal(`target page has no node "${selector}"`);
      return {};
    }),
    startPullDownRefresh: done('startPullDownRefresh', () => {
      pullDownRefresh.start();
    }),
    stopPullDownRefresh: done('stopPullDownRefresh', () => {
      pullDownRefresh.stop();
    }),
  };
}
