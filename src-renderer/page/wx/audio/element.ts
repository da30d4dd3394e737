import type { FetchDoor } from '../bodies.ts';

/** Events of an `<audio>` element that a {@link Sound} listens to. */
export type ElementEvent =
  'canplay' | 'ended' | 'error' | 'playing' | 'seeked' | 'seeking' | 'timeupdate' | 'waiting';

/** What is needed of an `<audio>` element. Times in seconds. */
export interface AudioElement {
  src: string;
  currentTime: number;
  loop: boolean;
  volume: number;
  playbackRate: number;
  /** What a new source starts with. */
  defaultPlaybackRate: number;
  readonly duration: number;
  readonly buffered: Pick<TimeRanges, 'length' | 'start' | 'end'>;
  play(): Promise<void>;
  pause(): void;
  load(): void;
  removeAttribute(name: 'src'): void;
  addEventListener(type: ElementEvent, listener: () => void): void;
}

/** The system's media controls: what plays now, and its keys. */
export type MediaControls = Pick<MediaSession, 'metadata' | 'playbackState' | 'setActionHandler'>;

/** What sound needs of the browser, taken before the mini-program's own code can replace any of it. */
export interface AudioParts {
  createElement(): AudioElement;
  readonly fetch: FetchDoor;
  /** Null where the browser has none. */
  readonly controls: MediaControls | null;
  createMetadata(init: MediaMetadataInit): MediaMetadata;
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Calls `tick` again and again. Returns its own end. */
  every(ms: number, tick: () => void): () => void;
}

/** The parts as this window has them. */
export function audioPartsOf(view: Window & typeof globalThis): AudioParts {
  const { navigator, performance, Audio: Element, MediaMetadata: Metadata } = view;
  const start = view.setInterval.bind(view);
  const stop = view.clearInterval.bind(view);
  return {
    createElement: () => new Element(),
    fetch: view.fetch.bind(view),
    controls: 'mediaSession' in navigator ? navigator.mediaSession : null,
    createMetadata: (init) => new Metadata(init),
    now: performance.now.bind(performance),
    every(ms, tick) {
      const timer = start(tick, ms);
      return () => {
        stop(timer);
      };
    },
  };
}
