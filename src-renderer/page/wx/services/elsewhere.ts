import type { Overlays } from '../../overlays/index.ts';
import type { WxFunction, WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import { textOf, type WxOptions } from '../parameters.ts';
import { quietListener } from './device.ts';
import { PLAYED_WORDS } from './played-words.ts';
import type { ServiceKit } from './service-kit.ts';

/** Pages of WeChat that Ferry has none of: it says that they would open, and the call succeeds. */
const WECHAT_PAGES: readonly string[] = [
  'openCustomerServiceChat',
  'openChannelsActivity',
  'openChannelsEvent',
  'openChannelsLive',
  'openChannelsUserProfile',
  'openOfficialAccountProfile',
  'openOfficialAccountArticle',
  'openOfficialAccountChat',
  'openStickerIPView',
  'openStickerSetView',
  'openSingleStickerView',
  'openStoreCouponDetail',
  'openStoreOrderDetail',
  'openHKOfflinePayView',
  'openDesignerProfile',
  'openInquiriesTopic',
  'openChatTool',
  'openPrivacyContract',
  'jumpToOfflinePay',
  'showRedPackage',
  'reserveChannelsLive',
  'shareAppMessageToGroup',
  'shareImageToGroup',
  'shareVideoToGroup',
  'shareFileToGroup',
  'shareEmojiToGroup',
  'shareToOfficialAccount',
  'notifyGroupMembers',
  'shareFileMessage',
  'shareVideoMessage',
  'showShareImageMenu',
  'shareToWeRun',
  'addFileToFavorites',
  'addVideoToFavorites',
];

/** The other mini-programs, and WeChat's own pages, that a mini-program can send the person to. */
export function createElsewhereFunctions(
  { kit, madeUp, notices, done }: ServiceKit,
  overlays: Pick<Overlays, 'modal'>,
): WxFunctions {
  const words = PLAYED_WORDS[kit.host.boot.locale];

  /** A sheet that tells where it would go; who does not allow it fails with `cancel`. */
  const leaving = (api: string): WxFunction =>
    kit.asynchronous(api, {}, async (options) => {
      const target = textOf(options, 'appId') || textOf(options, 'shortLink');
      if (target === '') {
        throw new Refusal('parameter error: parameter.appId should be String instead of Undefined;', 1001);
      }
      notices.madeUp(api);
      const path = textOf(options, 'path');
      const lines = [target, ...(path === '' ? [] : [path])].join('\n');
      const answer = await overlays.modal.show(
        words.question(words.miniProgram, words.leaves(lines), words.ferry),
      );
      if (!answer.confirmed) throw new Refusal('cancel');
      return {};
    });

  const opening = (api: string): WxFunction =>
    madeUp(api, {}, (options) => {
      void overlays.modal.show(words.notice(words.page, `wx.${api}${detailOf(options)}`));
      return {};
    });

  return {
    ...Object.fromEntries(WECHAT_PAGES.map((api) => [api, opening(api)])),
    navigateToMiniProgram: leaving('navigateToMiniProgram'),
    openEmbeddedMiniProgram: leaving('openEmbeddedMiniProgram'),
    ...quietListener('EmbeddedMiniProgramHeightChange'),
    navigateBackMiniProgram: kit.asynchronous('navigateBackMiniProgram', {}, () => {
      throw new Refusal('can not navigate back to mini program, no referrer');
    }),
    updateWeChatApp: done('updateWeChatApp'),
    getChannelsLiveInfo: kit.asynchronous('getChannelsLiveInfo', { finderUserName: 'String' }, () => {
      throw new Refusal('not found', 100_008);
    }),
    getChannelsLiveNoticeInfo: kit.asynchronous(
      'getChannelsLiveNoticeInfo',
      { finderUserName: 'String' },
      () => {
        throw new Refusal('not found', 100_008);
      },
    ),
    getChannelsShareKey: kit.asynchronous('getChannelsShareKey', {}, () => ({
      sharerOpenId: '',
      promoter: { finderNickname: '', promoterId: '', promoterOpenId: '' },
    })),
  };
}

/** The first text of the options, which names what is opened. */
function detailOf(options: WxOptions): string {
  const named = Object.entries(options).find(([, value]) => typeof value === 'string');
  return named ? `\n${named[0]}: ${String(named[1])}` : '';
}
