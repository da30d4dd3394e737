import type { ApiKit } from '../api-kit.ts';
import { createListeners } from '../listeners.ts';
import type { AudioParts, MediaControls } from './element.ts';
import type { AudioDoctor, AudioFailure } from './failure.ts';
import { eventName, playerMembers, sourceOf } from './inner-audio.ts';
import { keptProperty, method, createObjectEvents, objectOf, property } from './members.ts';
import { createPageSound, urlOnPage } from './page-sound.ts';
import type { Sound, SoundEvent } from './sound.ts';

/** The one background player of a mini-program, behind the manager and behind the functions of 1.x. */
export interface BackgroundPlayer {
  readonly sound: Sound;
  /** `wx.getBackgroundAudioManager()`: always the same object. */
  readonly manager: object;
  /** Sets what the system shows; what is left out stays. */
  show(info: Partial<SongInfo>): void;
  /** Hears whatever becomes of the sound. */
  onEvent(listener: (event: SoundEvent) => void): void;
}

interface SongInfo {
  readonly title: string;
  readonly epname: string;
  readonly singer: string;
  readonly coverImgUrl: string;
}

const EVENTS = [
  ...['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking', 'Seeked'],
  ...['Next', 'Prev'],
];
/** UNCERTAIN: the words of phones; the documentation only says that a title must be there. */
const NO_TITLE: AudioFailure = { errCode: -1, errMsg: 'setBackgroundAudioState:fail title is nil!' };
const HLS: AudioFailure = { errCode: 10004, errMsg: 'format error: HLS cannot be played in Ferry yet' };

/**
 * `getBackgroundAudioManager` (WeChat's documentation of BackgroundAudioManager): setting `src` plays, if there is a
 * title. In the background it plays on where app.json names `audio` in `requiredBackgroundModes`, tells no
 * TimeUpdate, and no call changes what plays. The system's media keys play, pause and give Next and Prev.
 */
export function createBackgroundPlayer(
  kit: ApiKit,
  parts: AudioParts,
  doctor: AudioDoctor,
): BackgroundPlayer {
  const { host } = kit;
  const { controls } = parts;
  const events = createObjectEvents(kit, 'getBackgroundAudioManager', EVENTS, { hasOff: false });
  const hearers = createListeners();
  let info: SongInfo = { title: '', epname: '', singer: '', coverImgUrl: '' };
  let protocol = 'http';
  let isHidden = false;

  const sound = createPageSound(kit, parts, doctor, tell);

  function tell(event: SoundEvent): void {
    if (controls !== null) controls.playbackState = sound.paused ? 'paused' : 'playing';
    if (typeof event === 'object') events.tell('Error', event.error);
    else if (event !== 'timeupdate' || !isHidden) events.tell(eventName(event));
    hearers.fire({ event }, thrown);
  }

  function thrown(error: unknown): void {
    host.reports.exception(error, { ours: true });
  }

  function tellFailure(error: AudioFailure): void {
    kit.defer(() => {
      tell({ error });
    });
  }

  /** From the first music on the system's media keys are its keys. */
  function takeKeys(of: MediaControls): void {
    of.setActionHandler('play', sound.play);
    of.setActionHandler('pause', sound.pause);
    of.setActionHandler('nexttrack', () => {
      events.tell('Next');
    });
    of.setActionHandler('previoustrack', () => {
      events.tell('Prev');
    });
  }

  function show(changed: Partial<SongInfo>): void {
    info = { ...info, ...changed };
    if (controls === null) return;
    takeKeys(controls);
    controls.metadata = parts.createMetadata({
      title: info.title,
      artist: info.singer,
      album: info.epname,
      artwork: info.coverImgUrl === '' ? [] : [{ src: urlOnPage(kit, info.coverImgUrl) }],
    });
  }

  /** A method of the manager, which does nothing while the app is in the background. */
  function inForeground(act: (value: unknown) => void): PropertyDescriptor {
    return method((value: unknown) => {
      if (!isHidden) act(value);
    });
  }

  function infoProperty(name: keyof SongInfo): PropertyDescriptor {
    return property(
      () => info[name],
      (value) => {
        show({ [name]: sourceOf(value) });
      },
    );
  }

  host.onAppEvent((event) => {
    if (event.kind !== 'app') return;
    isHidden = event.state === 'hidden';
    if (isHidden && !playsOn(host.project.app['requiredBackgroundModes'])) sound.pause();
  });
  const manager = objectOf(kit, 'BackgroundAudioManager', {
    ...playerMembers(sound),
    currentTime: property(() => sound.currentTimeS),
    src: property(
      () => sound.src,
      (value) => {
        if (isHidden) return;
        const src = sourceOf(value);
        const isPlayable = src === '' || (info.title !== '' && protocol !== 'hls');
        sound.src = isPlayable ? src : '';
        if (!isPlayable) tellFailure(info.title === '' ? NO_TITLE : HLS);
        else if (src !== '') sound.play();
      },
    ),
    title: infoProperty('title'),
    epname: infoProperty('epname'),
    singer: infoProperty('singer'),
    coverImgUrl: infoProperty('coverImgUrl'),
    protocol: property(
      () => protocol,
      (value) => (protocol = sourceOf(value)),
    ),
    webUrl: keptProperty(''),
    audioType: keptProperty('audio'),
    referrerPath: keptProperty(''),
    referrerPolicy: keptProperty('no-referrer'),
    ...events.methods,
    play: inForeground(sound.play),
    pause: inForeground(sound.pause),
    stop: inForeground(sound.stop),
    seek: inForeground((positionS) => {
      sound.seek(Number(positionS));
    }),
  });

  return {
    sound,
    manager,
    show,
    onEvent(listener) {
      hearers.on(({ event }: { readonly event: SoundEvent }) => {
        listener(event);
      });
    },
  };
}

/** Whether app.json asks for sound in the background. */
function playsOn(requiredBackgroundModes: unknown): boolean {
  return Array.isArray(requiredBackgroundModes) && requiredBackgroundModes.includes('audio');
}
