import type { ApiKit, WxFunctions } from './api-kit.ts';
import { flagOf, textsOf, textOf } from './parameters.ts';

const SHARE_MENUS = ['shareAppMessage', 'shareTimeline'] as const;

/** What is done to the mini-program as a whole: its share menu, leaving it, starting it anew. */
export function createMiniProgramFunctions(kit: ApiKit): WxFunctions {
  const { share, leaveApp, router, project } = kit.host;
  return {
    showShareMenu: kit.asynchronous('showShareMenu', {}, (options) => {
      share.setMenu(true, textsOf(options, 'menus', ['shareAppMessage']));
      return {};
    }),
    hideShareMenu: kit.asynchronous('hideShareMenu', {}, (options) => {
      share.setMenu(false, textsOf(options, 'menus', SHARE_MENUS));
      return {};
    }),
    updateShareMenu: kit.asynchronous('updateShareMenu', {}, (options) => {
      flagOf(options, 'withShareTicket');
      return {};
    }),
    exitMiniProgram: kit.asynchronous('exitMiniProgram', {}, () => {
      leaveApp();
      return {};
    }),
    restartMiniProgram: kit.asynchronous('restartMiniProgram', { path: 'String' }, async (options) => {
      await router.reLaunch(textOf(options, 'path') || `/${project.entryPage}`);
      return {};
    }),
  };
}
