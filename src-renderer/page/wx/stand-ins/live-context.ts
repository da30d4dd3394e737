import { type ApiKit, Refusal, type WxFunctions } from '../api-kit.ts';
import { method } from '../audio/members.ts';
import { WITHOUT_EFFECT } from './without-effect.ts';

/** What older typings have besides. */
const OLD_PLAYER = ['requestPictureInPicture'] as const;
const OLD_PUSHER = ['startAudioCapture', 'stopAudioCapture', 'clearSticker', 'clearFilter'] as const;

/** Live video needs WeChat's own player: every method of its contexts fails, and is counted. */
export function createLiveContextFunctions(kit: ApiKit): WxFunctions {
  const contextOf = (shape: string, names: readonly string[]) => (): object =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        names.map((name) => [
          name,
          method(
            kit.asynchronous(name, {}, () => {
              kit.host.reports.unsupported(`${shape}.${name}`);
              throw new Refusal('not supported in Ferry yet');
            }) as (...values: never[]) => void,
          ),
        ]),
      ),
    );
  return {
    createLivePlayerContext: contextOf('LivePlayerContext', [
      ...WITHOUT_EFFECT.LivePlayerContext,
      ...OLD_PLAYER,
    ]),
    createLivePusherContext: contextOf('LivePusherContext', [
      ...WITHOUT_EFFECT.LivePusherContext,
      ...OLD_PUSHER,
    ]),
  };
}
