import type { TabItem, TabItemChange } from '../chrome/tab-item.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { WxOptions } from './parameters.ts';
import { flagOf, numberOf, textOf } from './parameters.ts';

/** The texts among some options, under their own names. */
function textsAmong(options: WxOptions, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof options[name] === 'string' ? [[name, options[name]]] : [])),
  );
}

/** The tab bar: `setTabBarItem`, `setTabBarStyle`, `showTabBar`, badges and red dots (WeChat's "TabBar"). */
export function createTabBarFunctions(kit: ApiKit): WxFunctions {
  const { tabBar, router } = kit.host;

  /** The bar can be changed from a page that has it alone. */
  function onTabPage(): void {
    if (!tabBar.has(router.current()?.route ?? '')) throw new Refusal('not TabBar page');
  }

  function itemOf(options: WxOptions): TabItem {
    onTabPage();
    const item = tabBar.item(numberOf(options, 'index', -1));
    if (item === null) throw new Refusal('tabbar item not found');
    return item;
  }

  const onItem = (
    api: string,
    work: (item: TabItem, options: WxOptions) => void,
  ): Readonly<Record<string, ReturnType<ApiKit['asynchronous']>>> => ({
    [api]: kit.asynchronous(api, { index: 'Number' }, (options) => {
      work(itemOf(options), options);
      return {};
    }),
  });

  return {
    ...onItem('setTabBarItem', (item, options) => {
      const change: TabItemChange = textsAmong(options, ['text', 'iconPath', 'selectedIconPath']);
      item.change(change);
    }),
    setTabBarBadge: kit.asynchronous('setTabBarBadge', { index: 'Number', text: 'String' }, (options) => {
      itemOf(options).setBadge(textOf(options, 'text'));
      return {};
    }),
    ...onItem('removeTabBarBadge', (item) => {
      item.setBadge(null);
    }),
    ...onItem('showTabBarRedDot', (item) => {
      item.setRedDot(true);
    }),
    ...onItem('hideTabBarRedDot', (item) => {
      item.setRedDot(false);
    }),
    setTabBarStyle: kit.asynchronous('setTabBarStyle', {}, (options) => {
      onTabPage();
      tabBar.setStyle(textsAmong(options, ['color', 'selectedColor', 'backgroundColor', 'borderStyle']));
      return {};
    }),
    showTabBar: kit.asynchronous('showTabBar', {}, (options) => {
      onTabPage();
      tabBar.setHidden(false, flagOf(options, 'animation'));
      return {};
    }),
    hideTabBar: kit.asynchronous('hideTabBar', {}, (options) => {
      onTabPage();
      tabBar.setHidden(true, flagOf(options, 'animation'));
      return {};
    }),
  };
}
