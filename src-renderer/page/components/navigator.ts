import { logError } from '../errors/console.ts';
import type { RouteError, Router } from '../host.ts';
import { anything, builtin, number, text } from './builtin.ts';
import { callWx } from './call-wx.ts';
import { attachHover, hoverProperties } from './hover.ts';
import { attachKeyboard } from './keyboard.ts';

interface Destination {
  readonly url: string;
  readonly delta: number;
}

/** `open-type` → how to get there. */
const WAYS: Readonly<Record<string, (router: Router, to: Destination) => Promise<unknown>>> = {
  navigate: (router, { url }) => router.navigateTo(url),
  redirect: (router, { url }) => router.redirectTo(url),
  switchTab: (router, { url }) => router.switchTab(url),
  reLaunch: (router, { url }) => router.reLaunch(url),
  navigateBack: (router, { delta }) => router.navigateBack(delta),
};

function isRouteError(error: unknown): error is RouteError {
  return typeof error === 'object' && error !== null && 'errMsg' in error && typeof error.errMsg === 'string';
}

/** `navigator`: a tap opens a page, another mini-program (`target="miniProgram"`), or leaves this one (`exit`). */
export const navigator = builtin({
  tag: 'navigator',
  properties: {
    ...hoverProperties('navigator-hover', 600),
    target: text('self'),
    url: text(),
    openType: text('navigate'),
    delta: number(1),
    appId: text(),
    path: text(),
    extraData: anything(),
    version: text('release'),
    shortLink: text(),
  },
  attach(self) {
    const { host } = self;

    function succeed(): void {
      self.emit('success');
      self.emit('complete');
    }

    function fail(error: unknown): void {
      if (!isRouteError(error)) {
        host.reports.exception(error, { ours: true });
        return;
      }
      // A mistaken link does nothing on the screen: the project's console says why.
      logError(error.errMsg);
      self.emit('fail', { errMsg: error.errMsg });
      self.emit('complete', { errMsg: error.errMsg });
    }

    /** To another mini-program, or out of this one with `open-type="exit"`. */
    async function leave(openType: string): Promise<void> {
      const { ok, result } = await (openType === 'exit'
        ? callWx(self.wx, 'exitMiniProgram')
        : callWx(self.wx, 'navigateToMiniProgram', {
            appId: self.get('appId'),
            path: self.get('path'),
            extraData: self.get('extraData') ?? {},
            envVersion: self.get('version'),
            shortLink: self.get('shortLink'),
          }));
      self.emit(ok ? 'success' : 'fail', result);
      self.emit('complete', result);
    }

    attachKeyboard(self.node, 'link');
    self.onTap(() => {
      const openType = self.get('openType');
      if (self.get('target') === 'miniProgram') {
        void leave(openType);
        return;
      }
      const way = WAYS[openType];
      if (way === undefined) {
        host.reports.unsupported(`navigator open-type="${openType}" target="${self.get('target')}"`);
        return;
      }
      void way(host.router, { url: self.get('url'), delta: self.get('delta') }).then(succeed, fail);
    });
    return attachHover(self);
  },
});
