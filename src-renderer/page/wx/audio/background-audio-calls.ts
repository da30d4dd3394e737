import { type ApiKit, Refusal, type WxFunctions } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { createListeners } from '../listeners.ts';
import { numberOf, textOf } from '../parameters.ts';
import type { BackgroundPlayer } from './background-audio.ts';
import type { SoundEvent } from './sound.ts';

const PAUSED = 0;
const PLAYING = 1;
const NO_MUSIC = 2;
/** What `onBackgroundAudio…` tells of. */
const TOLD = {
  play: 'onBackgroundAudioPlay',
  pause: 'onBackgroundAudioPause',
  stop: 'onBackgroundAudioStop',
};

/**
 * The functions that came before the manager (WeChat's documentation of playBackgroundAudio and its kin). All of
 * them drive the manager's own player. `playBackgroundAudio` answers when the music starts, or why it does not.
 */
export function createBackgroundAudioCalls(kit: ApiKit, player: BackgroundPlayer): WxFunctions {
  const listeners = {
    play: createListeners(),
    pause: createListeners(),
    stop: createListeners(),
  };
  /** Ends the call of `playBackgroundAudio` that waits for its music. */
  let waiting: { resolve(result: WxResult): void; reject(error: Refusal): void } | null = null;

  function interrupt(): void {
    waiting?.reject(new Refusal('interrupted'));
    waiting = null;
  }

  function hear(event: SoundEvent): void {
    if (typeof event === 'object') {
      const { errMsg, errCode } = event.error;
      waiting?.reject(new Refusal(errMsg, errCode));
      waiting = null;
      return;
    }
    if (event === 'play') {
      waiting?.resolve({});
      waiting = null;
    } else if (event === 'stop' || event === 'pause') {
      interrupt();
    }
    // The functions know no end of their own: music that has ended has stopped.
    const name = event === 'ended' ? 'stop' : event;
    if (name !== 'play' && name !== 'pause' && name !== 'stop') return;
    listeners[name].fire({ errMsg: `${TOLD[name]}:ok` }, (error) => {
      kit.host.reports.exception(error, { ours: false });
    });
  }

  player.onEvent(hear);

  function act(
    api: string,
    work: (player: BackgroundPlayer, positionS: number) => void,
    required: Readonly<Record<string, 'Number'>> = {},
  ): WxFunctions[string] {
    return kit.asynchronous(api, required, (options) => {
      work(player, numberOf(options, 'position', 0));
      return {};
    });
  }

  return {
    playBackgroundAudio: kit.asynchronous('playBackgroundAudio', { dataUrl: 'String' }, (options) => {
      interrupt();
      const { promise, resolve, reject } = Promise.withResolvers<WxResult>();
      waiting = { resolve, reject };
      player.show({ title: textOf(options, 'title'), coverImgUrl: textOf(options, 'coverImgUrl') });
      player.sound.src = textOf(options, 'dataUrl');
      player.sound.play();
      return promise;
    }),
    pauseBackgroundAudio: act('pauseBackgroundAudio', ({ sound }) => {
      sound.pause();
    }),
    stopBackgroundAudio: act('stopBackgroundAudio', ({ sound }) => {
      sound.stop();
    }),
    seekBackgroundAudio: act(
      'seekBackgroundAudio',
      ({ sound }, positionS) => {
        sound.seek(positionS);
      },
      { position: 'Number' },
    ),
    getBackgroundAudioPlayerState: kit.asynchronous('getBackgroundAudioPlayerState', {}, () =>
      stateOf(player),
    ),
    onBackgroundAudioPlay: listeners.play.on,
    onBackgroundAudioPause: listeners.pause.on,
    onBackgroundAudioStop: listeners.stop.on,
  };
}

/** The facts come only while music plays, as the documentation has it. */
function stateOf({ sound }: BackgroundPlayer): WxResult {
  if (sound.isStopped) return { status: NO_MUSIC };
  if (sound.paused) return { status: PAUSED };
  return {
    status: PLAYING,
    duration: sound.durationS,
    currentPosition: sound.currentTimeS,
    downloadPercent: sound.durationS === 0 ? 0 : Math.round((sound.bufferedS / sound.durationS) * 100),
    dataUrl: sound.src,
  };
}
