import { type ApiKit, Refusal, type WxFunctions } from '../api-kit.ts';
import { method } from '../audio/members.ts';

const PLAYER = [
  ...['play', 'stop', 'pause', 'resume', 'mute', 'snapshot', 'requestFullScreen', 'exitFullScreen'],
  ...['requestPictureInPicture', 'exitPictureInPicture', 'startCasting', 'exitCasting'],
] as const;
const PUSHER = [
  ...['start', 'stop', 'pause', 'resume', 'switchCamera', 'toggleTorch', 'snapshot', 'playBGM', 'stopBGM'],
  ...['pauseBGM', 'resumeBGM', 'setBGMVolume', 'setMICVolume', 'sendMessage', 'startPreview', 'stopPreview'],
  ...['startAudioCapture', 'stopAudioCapture', 'applyFilter', 'applySticker', 'clearSticker', 'clearFilter'],
] as const;

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
    createLivePlayerContext: contextOf('LivePlayerContext', PLAYER),
    createLivePusherContext: contextOf('LivePusherContext', PUSHER),
  };
}
