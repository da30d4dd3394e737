import type { GeneralComponent } from 'glass-easel';
import { offerNode } from '../query/node-registry.ts';
import { element as made, iconOf } from '../overlays/dom.ts';
import { createAudioDoctor } from '../wx/audio/failure.ts';
import { createSound, type Sound } from '../wx/audio/sound.ts';
import { createDefer } from '../wx/defer.ts';
import { anything, builtin, flag, text } from './builtin.ts';
import { clockText, VIDEO_WORDS } from './video/video-words.ts';

const PLAY = 'M7 4.5v15a1 1 0 0 0 1.5.86l12.5-7.5a1 1 0 0 0 0-1.72L8.5 3.64A1 1 0 0 0 7 4.5z';
const PAUSE = 'M6 4h4v16H6zM14 4h4v16h-4z';

/** A function of `wx` that gives a context. */
type Maker = (id: string, owner: unknown) => unknown;

/** `MediaError` by what kept a sound from playing (WeChat's documentation of audio: 2 network, 4 no such source). */
const ERRORS: Readonly<Record<number, string>> = {
  10001: 'MEDIA_ERR_ABORTED',
  10002: 'MEDIA_ERR_NETWORK',
  10003: 'MEDIA_ERR_SRC_NOT_SUPPORTED',
  10004: 'MEDIA_ERR_SRC_NOT_SUPPORTED',
};

/** What `AudioContext` does with an `audio` on the page. Times in seconds. */
export interface AudioControl {
  readonly setSrc: (src: string) => void;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (positionS: number) => void;
}

const controls = new WeakMap<GeneralComponent, AudioControl>();

export function audioOf(node: GeneralComponent): AudioControl | null {
  return controls.get(node) ?? null;
}

/**
 * `audio` (WeChat's documentation of audio, which keeps it for old projects): a box with poster, name, author and
 * time where it has `controls`, else only a sound.
 */
export const audio = builtin({
  tag: 'audio',
  properties: {
    src: text(),
    loop: flag(),
    controls: flag(),
    poster: text(),
    name: text('未知音频'),
    author: text('未知作者'),
    /** The first way to play one from a script: `{method: 'play' | 'pause' | 'setCurrentTime', data}`. */
    action: anything(),
  },
  attach(self) {
    const { element, host } = self;
    const words = VIDEO_WORDS[host.boot.locale];
    const media = new Audio();
    media.preload = 'metadata';
    const left = made('div', { class: 'wx-audio-left' });
    const button = made('button', { type: 'button', class: 'wx-audio-button' });
    left.append(button);
    const time = made('p', { class: 'wx-audio-time' }, clockText(0));
    const name = made('p', { class: 'wx-audio-name' });
    const author = made('p', { class: 'wx-audio-author' });
    const box = made('div', { class: 'wx-audio-default' }, left);
    box.append(
      made('div', { class: 'wx-audio-right' }, time, made('div', { class: 'wx-audio-info' }, name, author)),
    );
    element.prepend(box);

    const sound: Sound = createSound({
      element: media,
      defer: createDefer(),
      doctor: createAudioDoctor(window.fetch.bind(window), host.boot.traits.wording),
      urlOf: self.resourceUrl,
      tell(event) {
        if (typeof event === 'object') {
          self.emit('error', { errMsg: ERRORS[event.error.errCode] ?? 'MEDIA_ERR_UNKNOWN' });
        } else if (event === 'timeupdate') {
          self.emit('timeupdate', { currentTime: sound.currentTimeS, duration: sound.durationS });
        } else if (event === 'play' || event === 'pause' || event === 'ended') self.emit(event);
        draw();
      },
    });

    function draw(): void {
      const isPlaying = !sound.paused;
      box.hidden = !self.get('controls');
      name.textContent = self.get('name');
      author.textContent = self.get('author');
      time.textContent = clockText(sound.currentTimeS);
      const label = isPlaying ? words.pause : words.play;
      if (button.getAttribute('aria-label') !== label) {
        button.setAttribute('aria-label', label);
        button.replaceChildren(iconOf(isPlaying ? PAUSE : PLAY));
      }
      const poster = self.get('poster');
      const url = poster === '' ? '' : `url("${self.resourceUrl(poster).replaceAll('"', '%22')}")`;
      if (left.style.backgroundImage !== url) left.style.backgroundImage = url;
    }

    function load(): void {
      sound.src = self.get('src');
      draw();
    }

    function act(action: unknown): void {
      const { method, data } = (action ?? {}) as { method?: unknown; data?: unknown };
      if (method === 'play') sound.play();
      else if (method === 'pause') sound.pause();
      else if (method === 'setCurrentTime') sound.seek(Number(data));
      draw();
    }

    button.addEventListener('click', () => {
      if (sound.paused) sound.play();
      else sound.pause();
      draw();
    });
    controls.set(self.node, {
      setSrc(src) {
        sound.src = src;
        draw();
      },
      play: sound.play,
      pause: sound.pause,
      seek: sound.seek,
    });
    offerNode(element, 'context', () => {
      const create = self.wx['createAudioContext'];
      const owner = self.node.ownerShadowRoot?.getHostNode();
      return typeof create === 'function' ? (create as Maker)(self.node.id, owner) : null;
    });
    const stopListening = host.onAppEvent((event) => {
      if (event.kind === 'app' && event.state === 'hidden') sound.pause();
    });

    sound.loop = self.get('loop');
    load();
    act(self.get('action'));
    return {
      changed: {
        src: load,
        loop(loop) {
          sound.loop = loop;
        },
        controls: draw,
        poster: draw,
        name: draw,
        author: draw,
        action: act,
      },
      detached() {
        stopListening();
        sound.destroy();
      },
    };
  },
});
