import type { WxFunctions } from '../api-kit.ts';
import { quietListener } from './device.ts';
import { sealed, type ServiceKit } from './service-kit.ts';

/** Chats and groups, as for a mini-program that was not opened from one. */
export function createSharingFunctions({ kit, done, madeUp }: ServiceKit): WxFunctions {
  return {
    ...quietListener('CopyUrl'),
    ...quietListener('GeneratePoster'),
    getChatToolInfo: madeUp('getChatToolInfo', {}, () => sealed()),
    selectGroupMembers: madeUp('selectGroupMembers', {}, () => ({ members: [] })),
    enterChatToolMode: done('enterChatToolMode'),
    getApiCategory: kit.synchronous('getApiCategory', () => 'default'),
    ...quietListener('ApiCategoryChange'),
    // Nobody opened this one: there is no one to hear it.
    postMessageToReferrerMiniProgram: () => undefined,
    postMessageToReferrerPage: () => undefined,
  };
}
