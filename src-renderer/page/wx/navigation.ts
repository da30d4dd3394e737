import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { isOptions, numberOf, textOf } from './parameters.ts';

const SCROLL_MS = 300;

/** Routes, the navigation bar, page scrolling and pull-down refresh. */
export function createNavigationFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;
  const { router, navigationBar, pullDownRefresh } = host;

  return {
    navigateTo: kit.asynchronous('navigateTo', { url: 'String' }, async (options) => {
      const events = options['events'];
      const { eventChannel } = await router.navigateTo(
        textOf(options, 'url'),
        isOptions(events) ? events : undefined,
      );
      return { eventChannel };
    }),
    redirectTo: kit.asynchronous('redirectTo', { url: 'String' }, async (options) => {
      await router.redirectTo(textOf(options, 'url'));
      return {};
    }),
    navigateBack: kit.asynchronous('navigateBack', {}, async (options) => {
      await router.navigateBack(Math.max(1, Math.trunc(numberOf(options, 'delta', 1))));
      return {};
    }),
    reLaunch: kit.asynchronous('reLaunch', { url: 'String' }, async (options) => {
      await router.reLaunch(textOf(options, 'url'));
      return {};
    }),
    switchTab: kit.asynchronous('switchTab', { url: 'String' }, async (options) => {
      await router.switchTab(textOf(options, 'url'));
      return {};
    }),

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
        navigationBar.setColor(front, textOf(options, 'backgroundColor'));
        return {};
      },
    ),
    showNavigationBarLoading: kit.asynchronous('showNavigationBarLoading', {}, () => {
      navigationBar.setLoading(true);
      return {};
    }),
    hideNavigationBarLoading: kit.asynchronous('hideNavigationBarLoading', {}, () => {
      navigationBar.setLoading(false);
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
    startPullDownRefresh: kit.asynchronous('startPullDownRefresh', {}, () => {
      pullDownRefresh.start();
      return {};
    }),
    stopPullDownRefresh: kit.asynchronous('stopPullDownRefresh', {}, () => {
      pullDownRefresh.stop();
      return {};
    }),
  };
}
