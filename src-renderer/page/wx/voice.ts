import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { AudioParts } from './audio/element.ts';
import type { AudioDoctor, AudioFailure } from './audio/failure.ts';
import { createPageSound } from './audio/page-sound.ts';
import type { SoundEvent } from './audio/sound.ts';
import type { WxResult } from './callbacks.ts';
import { numberOf, textOf } from './parameters.ts';

/** How one playing of a voice ends. */
interface Waiting {
  resolve(result: WxResult): void;
  reject(error: Refusal): void;
}

const DEFAULT_DURATION_S = 60;

/**
 * `playVoice`, `pauseVoice`, `stopVoice` (wx-api.md §14): one voice at a time; a new file interrupts the old, the same
 * file after a pause resumes. `playVoice` succeeds when the voice has ended, as WeChat's own sample relies on. Where
 * WeChat is silent: stopping ends it with success too, an interrupted one fails, and the app's going to the background
 * pauses it.
 */
export function createVoiceFunctions(kit: ApiKit, parts: AudioParts, doctor: AudioDoctor): WxFunctions {
  const { host } = kit;
  let filePath: string | null = null;
  let durationS = DEFAULT_DURATION_S;
  let waiting: Waiting[] = [];

  const sound = createPageSound(kit, parts, doctor, hear);

  function settle(end: (call: Waiting) => void): void {
    const calls = waiting;
    waiting = [];
    filePath = null;
    calls.forEach(end);
  }

  function succeed(): void {
    settle((call) => {
      call.resolve({});
    });
  }

  function fail(refusal: Refusal): void {
    settle((call) => {
      call.reject(refusal);
    });
  }

  function hear(event: SoundEvent): void {
    if (typeof event === 'object') fail(refusalOf(event.error));
    else if (event === 'ended') succeed();
    else if (event === 'timeupdate' && sound.currentTimeS >= durationS) stop();
  }

  function stop(): void {
    sound.stop();
    succeed();
  }

  host.onAppEvent((event) => {
    if (event.kind === 'app' && event.state === 'hidden') sound.pause();
  });

  return {
    playVoice: kit.asynchronous('playVoice', { filePath: 'String' }, (options) => {
      const wanted = textOf(options, 'filePath');
      if (wanted !== filePath) {
        fail(new Refusal('interrupted'));
        filePath = wanted;
        sound.src = wanted;
      }
      durationS = numberOf(options, 'duration', DEFAULT_DURATION_S);
      const { promise, resolve, reject } = Promise.withResolvers<WxResult>();
      waiting = [...waiting, { resolve, reject }];
      sound.play();
      return promise;
    }),
    pauseVoice: kit.asynchronous('pauseVoice', {}, () => {
      sound.pause();
      return {};
    }),
    stopVoice: kit.asynchronous('stopVoice', {}, () => {
      stop();
      return {};
    }),
  };
}

/** The failure in the words of `playVoice`, for which an address that is none is no file. A format keeps its number. */
function refusalOf({ errCode, errMsg }: AudioFailure): Refusal {
  const isNoFile = errCode === 10003 || errCode === -1;
  return isNoFile ? new Refusal('file not exist', 1300002) : new Refusal(errMsg, errCode);
}
