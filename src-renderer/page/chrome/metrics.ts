import type { DeviceInfo } from '#contract/wx';
import type { ViewMetrics } from '../host.ts';
import { capsuleRect } from './capsule.ts';
import { NAVIGATION_BAR_HEIGHT_PX } from './measures.ts';
import type { TabBarRoom } from './page-frame.ts';

/** The bars of a page that is not there yet. */
export interface ComingBars {
  readonly isCustom: boolean;
  readonly tabBar: TabBarRoom;
}

/**
 * The view as the mini-program sees it. Before the first page is on the stack (App.onLaunch), it is worked out from
 * that page's bars.
 */
export function metricsOf(device: DeviceInfo, view: HTMLElement | null, coming: ComingBars): ViewMetrics {
  const { screenWidth, screenHeight, statusBarHeight, screen } = device;
  const { clientWidth, clientHeight } = document.documentElement;
  const topPx = (coming.isCustom ? 0 : statusBarHeight + NAVIGATION_BAR_HEIGHT_PX) + coming.tabBar.topPx;
  return {
    screenWidth,
    screenHeight,
    windowTop: view?.offsetTop ?? topPx,
    windowWidth: clientWidth,
    windowHeight: view?.clientHeight ?? clientHeight - topPx - coming.tabBar.bottomPx,
    statusBarHeight,
    safeInsets: screen.safeInsets,
    menuButton: capsuleRect(clientWidth, statusBarHeight),
  };
}
