import { type ApiKit, type WxFunctions } from '../api-kit.ts';
import type { AudioParts } from './element.ts';
import type { AudioDoctor } from './failure.ts';
import { createObjectEvents, keptProperty, method, objectOf, property } from './members.ts';
import { createPageSound } from './page-sound.ts';
import type { Sound, SoundEvent } from './sound.ts';

const API = 'createInnerAudioContext';
const EVENTS = [
  ...['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking', 'Seeked'],
] as const;
/** From here on `currentTime` may be set, which is a seek (wx-api.md §14). */
const SETTABLE_TIME = { name: 'currentTime', since: '2.26.2' };

/** The name of an event in `onX`. */
export function eventName(event: Exclude<SoundEvent, object>): string {
  return event === 'timeupdate' ? 'TimeUpdate' : event.charAt(0).toUpperCase() + event.slice(1);
}

/**
 * `createInnerAudioContext` and `setInnerAudioOption` (wx-api.md §14). Sounds mix, and live until they are destroyed.
 * Where WeChat is silent: what plays when the app goes to the background is paused and stays so; Canplay comes once
 * for each source. A computer has no mute switch and no earpiece, so those options change nothing.
 */
export function createInnerAudioFunctions(kit: ApiKit, parts: AudioParts, doctor: AudioDoctor): WxFunctions {
  const { host, library } = kit;
  const sounds = new Set<Sound>();

  host.onAppEvent((event) => {
    if (event.kind !== 'app' || event.state !== 'hidden') return;
    for (const sound of sounds) sound.pause();
  });

  function createContext(): object {
    const events = createObjectEvents(kit, API, EVENTS, { hasOff: true });
    const sound = createPageSound(kit, parts, doctor, (event) => {
      if (typeof event === 'object') events.tell('Error', event.error);
      else events.tell(eventName(event));
    });
    sounds.add(sound);
    const isTimeSettable = library.schema.isThere(SETTABLE_TIME);
    return objectOf(kit, 'InnerAudioContext', {
      ...playerMembers(sound),
      currentTime: property(
        () => sound.currentTimeS,
        isTimeSettable
          ? (value) => {
              sound.seek(Number(value));
            }
          : undefined,
      ),
      autoplay: property(
        () => sound.autoplay,
        (value) => (sound.autoplay = Boolean(value)),
      ),
      loop: property(
        () => sound.loop,
        (value) => (sound.loop = Boolean(value)),
      ),
      volume: property(
        () => sound.volume,
        (value) => (sound.volume = Number(value)),
      ),
      src: property(
        () => sound.src,
        (value) => (sound.src = sourceOf(value)),
      ),
      obeyMuteSwitch: keptProperty(true),
      referrerPolicy: keptProperty('no-referrer'),
      ...events.methods,
      destroy: method(() => {
        sound.destroy();
        sounds.delete(sound);
        events.clear();
      }),
    });
  }

  return {
    createInnerAudioContext: createContext,
    setInnerAudioOption: kit.asynchronous('setInnerAudioOption', {}, () => ({})),
  };
}

/** What both kinds of player have: the read-only facts, the start, the speed and the four methods. */
export function playerMembers(sound: Sound): PropertyDescriptorMap {
  return {
    duration: property(() => sound.durationS),
    paused: property(() => sound.paused),
    buffered: property(() => sound.bufferedS),
    startTime: property(
      () => sound.startTimeS,
      (value) => (sound.startTimeS = Number(value)),
    ),
    playbackRate: property(
      () => sound.playbackRate,
      (value) => (sound.playbackRate = Number(value)),
    ),
    play: method(sound.play),
    pause: method(sound.pause),
    stop: method(sound.stop),
    seek: method((positionS: unknown) => {
      sound.seek(Number(positionS));
    }),
  };
}

/** A `src` as it was meant: null and undefined take the source away. */
export function sourceOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
