import type { AudioElement, AudioParts, ElementEvent } from '../../src-renderer/page/wx/audio/element.ts';
import type { FetchDoor } from '../../src-renderer/page/wx/bodies.ts';

/** An `<audio>` element without sound: tests fire its events, and see what was done to it. */
export interface FakeElement extends AudioElement {
  readonly done: string[];
  duration: number;
  buffered: AudioElement['buffered'];
  fire(type: ElementEvent): void;
}

export interface FakeAudio {
  readonly parts: AudioParts;
  /** Every element that was made, oldest first: the voice, the background's, then one for each inner audio. */
  readonly elements: FakeElement[];
  readonly controls: {
    metadata: MediaMetadata | null;
    playbackState: MediaSessionPlaybackState;
    /** Presses a key of the system's. */
    press(key: MediaSessionAction): void;
  };
  /** Lets time go on, and every clock tick with it. */
  pass(ms: number): void;
}

/** @param fetchDoor what looks at a source that does not play; by default nothing is there */
export function createFakeAudio(
  fetchDoor: FetchDoor = () => Promise.resolve(new Response(null, { status: 404 })),
): FakeAudio {
  const elements: FakeElement[] = [];
  const ticks = new Set<() => void>();
  const handlers = new Map<MediaSessionAction, () => void>();
  let nowMs = 1_000;
  const controls = {
    metadata: null as MediaMetadata | null,
    playbackState: 'none' as MediaSessionPlaybackState,
    setActionHandler(action: MediaSessionAction, handler: MediaSessionActionHandler | null) {
      if (handler) handlers.set(action, handler as () => void);
    },
    press(key: MediaSessionAction) {
      handlers.get(key)?.();
    },
  };
  return {
    elements,
    controls,
    pass(ms) {
      nowMs += ms;
      for (const tick of [...ticks]) tick();
    },
    parts: {
      createElement() {
        const element = createFakeElement();
        elements.push(element);
        return element;
      },
      fetch: fetchDoor,
      controls,
      createMetadata: (init) => init as MediaMetadata,
      now: () => nowMs,
      every(_ms, tick) {
        ticks.add(tick);
        return () => ticks.delete(tick);
      },
    },
  };
}

function createFakeElement(): FakeElement {
  const listeners = new Map<string, () => void>();
  const done: string[] = [];
  let src = '';
  let currentTime = 0;
  return {
    done,
    duration: Number.NaN,
    buffered: { length: 0, start: () => 0, end: () => 0 },
    loop: false,
    volume: 1,
    playbackRate: 1,
    defaultPlaybackRate: 1,
    get currentTime() {
      return currentTime;
    },
    set currentTime(value) {
      currentTime = value;
      done.push(`at ${String(value)}`);
    },
    get src() {
      return src;
    },
    set src(value) {
      src = value;
      currentTime = 0;
      done.push(`src ${value}`);
    },
    play() {
      done.push('play');
      return Promise.resolve();
    },
    pause() {
      done.push('pause');
    },
    load() {
      done.push('load');
    },
    removeAttribute() {
      src = '';
    },
    addEventListener(type, listener) {
      listeners.set(type, listener);
    },
    fire(type) {
      listeners.get(type)?.();
    },
  };
}
