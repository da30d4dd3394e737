import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { WxResult } from './callbacks.ts';
import { numberOf, textOf } from './parameters.ts';

/** What the voice functions need of an `<audio>` element. */
export interface VoiceElement {
  src: string;
  currentTime: number;
  readonly error: { readonly code: number } | null;
  play(): Promise<void>;
  pause(): void;
  addEventListener(type: 'ended' | 'error' | 'timeupdate', listener: () => void): void;
}

/** How one playing of a voice ends. */
interface Waiting {
  resolve(result: WxResult): void;
  reject(error: Refusal): void;
}

const DEFAULT_DURATION_S = 60;
/** MediaError.MEDIA_ERR_NETWORK and _SRC_NOT_SUPPORTED: the file is not there or is no audio. */
const NOT_THERE: ReadonlySet<number> = new Set([2, 4]);

/**
 * `playVoice`, `pauseVoice`, `stopVoice` (wx-api.md §14): one voice at a time; a new file interrupts the old, the same
 * file after a pause resumes. `playVoice` succeeds when the voice has ended, as WeChat's own sample relies on. Where
 * WeChat is silent: stopping ends it with success too, and an interrupted one fails.
 */
export function createVoiceFunctions(kit: ApiKit, element: VoiceElement): WxFunctions {
  const { host } = kit;
  let filePath: string | null = null;
  let durationS = DEFAULT_DURATION_S;
  let waiting: Waiting[] = [];

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

  function fail(reason: string, errno?: number): void {
    settle((call) => {
      call.reject(new Refusal(reason, errno));
    });
  }

  element.addEventListener('ended', succeed);
  element.addEventListener('timeupdate', () => {
    if (filePath === null || element.currentTime < durationS) return;
    element.pause();
    succeed();
  });
  element.addEventListener('error', () => {
    if (filePath === null) return;
    if (NOT_THERE.has(element.error?.code ?? 0)) fail('file not exist', 1300002);
    else fail('decode failed', 1300022);
  });

  async function play(): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // A pause or another source ends a pending play() with AbortError; the error event speaks for a bad source.
      const name = error instanceof Error ? error.name : '';
      if (name === 'NotAllowedError') fail('playing needs a tap first');
    }
  }

  return {
    playVoice: kit.asynchronous('playVoice', { filePath: 'String' }, (options) => {
      const wanted = textOf(options, 'filePath');
      if (wanted !== filePath) {
        fail('interrupted');
        filePath = wanted;
        element.src = host.resourceUrl(wanted, host.router.current()?.route ?? host.launch.path);
      }
      durationS = numberOf(options, 'duration', DEFAULT_DURATION_S);
      const { promise, resolve, reject } = Promise.withResolvers<WxResult>();
      waiting = [...waiting, { resolve, reject }];
      void play();
      return promise;
    }),
    pauseVoice: kit.asynchronous('pauseVoice', {}, () => {
      element.pause();
      return {};
    }),
    stopVoice: kit.asynchronous('stopVoice', {}, () => {
      element.pause();
      succeed();
      return {};
    }),
  };
}
