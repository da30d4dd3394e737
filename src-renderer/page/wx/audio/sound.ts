import type { Defer } from '../defer.ts';
import type { AudioElement } from './element.ts';
import type { AudioDoctor, AudioFailure } from './failure.ts';

/** What becomes of a sound, in WeChat's names. */
export type SoundEvent =
  | 'canplay'
  | 'ended'
  | 'pause'
  | 'play'
  | 'seeked'
  | 'seeking'
  | 'stop'
  | 'timeupdate'
  | 'waiting'
  | { readonly error: AudioFailure };

/** One sound at a time from one element, with WeChat's behaviour of play, stop and their events. Times in seconds. */
export interface Sound {
  /** As the mini-program wrote it; '' without a source. Setting it stops what plays. */
  src: string;
  /** Where playing starts at first, after a stop and after the end. */
  startTimeS: number;
  autoplay: boolean;
  loop: boolean;
  /** 0–1; what lies outside is taken to the nearest. */
  volume: number;
  /** 0.5–2; what lies outside is taken to the nearest. */
  playbackRate: number;
  /** 0 until it is known. */
  readonly durationS: number;
  readonly currentTimeS: number;
  /** Neither playing nor about to. */
  readonly paused: boolean;
  /** Without a source, stopped or at its end, and not paused on the way. */
  readonly isStopped: boolean;
  /** From the place it plays to this time everything is there. */
  readonly bufferedS: number;
  readonly play: () => void;
  readonly pause: () => void;
  readonly stop: () => void;
  readonly seek: (positionS: number) => void;
  /** Ends it for good: no event comes after it. */
  readonly destroy: () => void;
}

export interface SoundDeps {
  readonly element: AudioElement;
  readonly defer: Defer;
  readonly doctor: AudioDoctor;
  /** URL of the page's own origin for a `src`. */
  readonly urlOf: (src: string) => string;
  readonly tell: (event: SoundEvent) => void;
}

const MIN_RATE = 0.5;
const MAX_RATE = 2;
const MICROSECONDS_PER_S = 1e6;

const NO_SOURCE: AudioFailure = { errCode: 10003, errMsg: 'file error: src is empty' };

export function createSound({ element, defer, doctor, urlOf, tell }: SoundDeps): Sound {
  let src = '';
  let startTimeS = 0;
  let autoplay = false;
  let state: 'stopped' | 'playing' | 'paused' = 'stopped';
  /** The next play starts at `startTimeS`. */
  let isAtHead = true;
  let isPlayTold = false;
  let isCanplayTold = false;
  let hasFailed = false;
  /** The place the element goes to was asked for by the mini-program, not by a stop or a loop. */
  let isSeekWanted = false;
  let isDestroyed = false;
  /** Counts sources, so that what comes late of an old one is dropped. */
  let source = 0;

  /** Tells what a call has done, after the call has returned. */
  function tellLater(event: SoundEvent): void {
    const told = source;
    defer(() => {
      if (!isDestroyed && told === source) tell(event);
    });
  }

  function fail(failure: AudioFailure): void {
    state = 'stopped';
    isAtHead = true;
    tellLater({ error: failure });
  }

  function moveTo(positionS: number, isWanted: boolean): void {
    isSeekWanted = isWanted;
    element.currentTime = Math.max(0, positionS);
  }

  async function start(): Promise<void> {
    const started = source;
    try {
      await element.play();
    } catch (error) {
      // A pause or another source ends a pending play() with AbortError; the error event speaks for a bad source.
      const name = error instanceof Error ? error.name : '';
      if (name === 'NotAllowedError' && started === source) {
        fail({ errCode: 10001, errMsg: 'system error: the browser plays nothing before a tap' });
      }
    }
  }

  function play(): void {
    if (isDestroyed || state === 'playing') return;
    if (src === '') {
      fail(NO_SOURCE);
      return;
    }
    if (hasFailed) {
      // Another try: what is still to be said of the first is dropped.
      hasFailed = false;
      source += 1;
      element.load();
    }
    if (isAtHead && (startTimeS > 0 || element.currentTime > 0)) moveTo(startTimeS, false);
    isAtHead = false;
    state = 'playing';
    isPlayTold = false;
    void start();
  }

  element.addEventListener('canplay', () => {
    if (isCanplayTold || src === '') return;
    isCanplayTold = true;
    tell('canplay');
  });
  element.addEventListener('playing', () => {
    // It comes again after every wait and every loop.
    if (state !== 'playing' || isPlayTold) return;
    isPlayTold = true;
    tell('play');
  });
  element.addEventListener('timeupdate', () => {
    if (state === 'playing' && isPlayTold) tell('timeupdate');
  });
  element.addEventListener('waiting', () => {
    if (state === 'playing') tell('waiting');
  });
  element.addEventListener('seeking', () => {
    if (isSeekWanted) tell('seeking');
  });
  element.addEventListener('seeked', () => {
    if (!isSeekWanted) return;
    isSeekWanted = false;
    tell('seeked');
  });
  element.addEventListener('ended', () => {
    if (state !== 'playing') return;
    state = 'stopped';
    isAtHead = true;
    tell('ended');
  });
  element.addEventListener('error', () => {
    if (src === '') return;
    hasFailed = true;
    const failed = source;
    void doctor(urlOf(src)).then((failure) => {
      if (!isDestroyed && failed === source) fail(failure);
    });
  });

  function unload(): void {
    element.pause();
    element.removeAttribute('src');
    element.load();
  }

  return {
    get src() {
      return src;
    },
    set src(value) {
      if (isDestroyed) return;
      source += 1;
      src = value;
      state = 'stopped';
      isAtHead = true;
      isCanplayTold = false;
      isSeekWanted = false;
      hasFailed = false;
      if (src === '') {
        unload();
        return;
      }
      element.src = urlOf(src);
      if (autoplay) play();
    },
    get startTimeS() {
      return startTimeS;
    },
    set startTimeS(value) {
      startTimeS = Number.isFinite(value) ? Math.max(0, value) : 0;
    },
    get autoplay() {
      return autoplay;
    },
    set autoplay(value) {
      autoplay = value;
      if (autoplay && src !== '' && isAtHead) play();
    },
    get loop() {
      return element.loop;
    },
    set loop(value) {
      element.loop = value;
    },
    get volume() {
      return element.volume;
    },
    set volume(value) {
      if (Number.isFinite(value)) element.volume = Math.min(1, Math.max(0, value));
    },
    get playbackRate() {
      return element.playbackRate;
    },
    set playbackRate(value) {
      if (!Number.isFinite(value)) return;
      const rate = Math.min(MAX_RATE, Math.max(MIN_RATE, value));
      element.defaultPlaybackRate = rate;
      element.playbackRate = rate;
    },
    get durationS() {
      return src !== '' && Number.isFinite(element.duration) ? element.duration : 0;
    },
    get currentTimeS() {
      if (src === '') return 0;
      return Math.round(element.currentTime * MICROSECONDS_PER_S) / MICROSECONDS_PER_S;
    },
    get paused() {
      return state !== 'playing';
    },
    get isStopped() {
      return state === 'stopped';
    },
    get bufferedS() {
      return src === '' ? 0 : bufferedAt(element);
    },
    play,
    pause() {
      if (isDestroyed || state !== 'playing') return;
      state = 'paused';
      element.pause();
      tellLater('pause');
    },
    stop() {
      if (isDestroyed || src === '') return;
      state = 'stopped';
      isAtHead = true;
      element.pause();
      if (element.currentTime !== startTimeS) moveTo(startTimeS, false);
      tellLater('stop');
    },
    seek(positionS) {
      if (isDestroyed || src === '' || !Number.isFinite(positionS)) return;
      isAtHead = false;
      moveTo(positionS, true);
    },
    destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      state = 'stopped';
      src = '';
      unload();
    },
  };
}

/** End of the buffered range that the place it plays lies in; 0 where there is none. */
function bufferedAt({ buffered, currentTime }: AudioElement): number {
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime && currentTime <= buffered.end(index))
      return buffered.end(index);
  }
  return 0;
}
