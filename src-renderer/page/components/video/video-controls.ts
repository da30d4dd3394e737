import { element, iconOf } from '../../overlays/dom.ts';
import type { VideoValues } from './video-properties.ts';
import { clockText, type VideoWords } from './video-words.ts';

const PLAY = 'M7 4.5v15a1 1 0 0 0 1.5.86l12.5-7.5a1 1 0 0 0 0-1.72L8.5 3.64A1 1 0 0 0 7 4.5z';
const PAUSE = 'M6 4h4v16H6zM14 4h4v16h-4z';
const SOUND =
  'M4 9v6h4l5 5V4L8 9H4zm11.5.5a3.5 3.5 0 0 1 0 5l1 1a5 5 0 0 0 0-7l-1 1zm2.2-2.2a6.6 6.6 0 0 1 0 9.4l1 1a8 8 0 0 0 0-11.4l-1 1z';
const SILENCE =
  'M4 9v6h4l5 5V4L8 9H4zm11.2-.2L14.1 9.9l2.1 2.1-2.1 2.1 1.1 1.1 2.1-2.1 2.1 2.1 1.1-1.1-2.1-2.1 2.1-2.1-1.1-1.1-2.1 2.1z';
const LARGER = 'M4 4h6v2H6v4H4V4zm10 0h6v6h-2V6h-4V4zM4 14h2v4h4v2H4v-6zm14 0h2v6h-6v-2h4v-4z';
const SMALLER = 'M8 4h2v6H4V8h4V4zm6 0h2v4h4v2h-6V4zM4 14h6v6H8v-4H4v-2zm10 0h6v2h-4v4h-2v-6z';
const BACK = 'M15.5 4 7 12l8.5 8 1.2-1.3L9.6 12l7.1-6.7L15.5 4z';

/** Below this width the bar has no progress line unless it is asked for (WeChat's documentation of show-progress). */
const PROGRESS_WIDTH_PX = 240;
/** While it plays, the bar goes by itself. */
const BAR_SHOWN_MS = 5_000;

/** What the controls show. */
export interface VideoState {
  readonly isPlaying: boolean;
  /** False until it first plays: the middle button and the length are shown instead of the bar. */
  readonly hasStarted: boolean;
  readonly isMuted: boolean;
  readonly isFullScreen: boolean;
  readonly isDanmuShown: boolean;
  readonly currentS: number;
  readonly lengthS: number;
  /** 0–1. */
  readonly buffered: number;
}

export interface VideoControlsOptions {
  readonly words: VideoWords;
  readonly values: () => VideoValues;
  readonly state: () => VideoState;
  readonly width: () => number;
  readonly togglePlay: () => void;
  readonly toggleMute: () => void;
  readonly toggleDanmu: () => void;
  readonly toggleFullScreen: () => void;
  readonly seek: (positionS: number) => void;
  /** The bar came or went. */
  readonly toggled: (isShown: boolean) => void;
}

/** WeChat's controls on a video: the middle button, the bar below, and in full screen the title above. */
export interface VideoControls {
  /** In the order they lie over the video. */
  readonly elements: readonly HTMLElement[];
  /** Brings everything up to the state. */
  readonly draw: () => void;
  /** Shows the bar, or lets it go. */
  show(isShown: boolean): void;
  isShown(): boolean;
  dispose(): void;
}

export function createVideoControls(options: VideoControlsOptions): VideoControls {
  const { words, values, state } = options;
  const button = (name: string, run: () => void): HTMLButtonElement => {
    const made = element('button', { type: 'button', class: name });
    made.addEventListener('click', (event) => {
      event.stopPropagation();
      run();
    });
    return made;
  };
  const cover = element('div', { class: 'wx-video-cover' });
  const large = button('wx-video-cover-play-button', options.togglePlay);
  large.append(iconOf(PLAY));
  large.setAttribute('aria-label', words.play);
  const length = element('p', { class: 'wx-video-cover-duration' });
  cover.append(large, length);

  const middle = button('wx-video-middle', options.togglePlay);
  const play = button('wx-video-control', options.togglePlay);
  const now = element('div', { class: 'wx-video-current-time' });
  const total = element('div', { class: 'wx-video-duration' });
  const line = element('input', { type: 'range', class: 'wx-video-progress', min: 0, max: 1000, value: 0 });
  line.setAttribute('aria-label', words.position);
  const danmu = button('wx-video-danmu-btn', options.toggleDanmu);
  danmu.textContent = words.danmu;
  const mute = button('wx-video-mute', options.toggleMute);
  const full = button('wx-video-fullscreen', options.toggleFullScreen);
  const bar = element('div', { class: 'wx-video-bar' });
  bar.append(play, now, line, total, danmu, mute, full);

  const back = button('wx-video-back', options.toggleFullScreen);
  back.append(iconOf(BACK));
  back.setAttribute('aria-label', words.exitFullScreen);
  const title = element('div', { class: 'wx-video-title' });
  const top = element('div', { class: 'wx-video-top' });
  top.append(back, title);

  const thin = element('div', { class: 'wx-video-thin' });

  let isWanted = true;
  let wasShown: boolean | null = null;
  let timer: number | undefined;

  function iconed(target: HTMLButtonElement, path: string, label: string): void {
    if (target.getAttribute('aria-label') === label) return;
    target.replaceChildren(iconOf(path));
    target.setAttribute('aria-label', label);
  }

  function draw(): void {
    const { hasStarted, isPlaying, isMuted, isFullScreen, isDanmuShown, currentS, lengthS, buffered } =
      state();
    const value = values();
    const isCovered = value.controls && value.showCenterPlayBtn && !hasStarted && !isPlaying;
    const isShown = value.controls && !isCovered && isWanted;
    const isMiddle = value.playBtnPosition === 'center';
    cover.hidden = !isCovered;
    length.textContent = clockText(lengthS);
    bar.hidden = !isShown;
    top.hidden = !isShown || !isFullScreen;
    title.textContent = value.title;
    middle.hidden = !isShown || !isMiddle || !value.showPlayBtn;
    play.hidden = isMiddle || !value.showPlayBtn;
    for (const target of [play, middle]) {
      iconed(target, isPlaying ? PAUSE : PLAY, isPlaying ? words.pause : words.play);
    }
    const hasLine =
      value.showProgress === null || value.showProgress === undefined
        ? options.width() > PROGRESS_WIDTH_PX
        : Boolean(value.showProgress);
    for (const part of [now, line, total]) part.hidden = !hasLine;
    now.textContent = clockText(currentS);
    total.textContent = clockText(lengthS);
    const played = lengthS > 0 ? Math.min(1, currentS / lengthS) : 0;
    line.value = String(Math.round(played * 1000));
    line.style.setProperty('--ferry-played', `${String(played * 100)}%`);
    line.style.setProperty('--ferry-buffered', `${String(buffered * 100)}%`);
    line.setAttribute('aria-valuetext', `${clockText(currentS)} / ${clockText(lengthS)}`);
    danmu.hidden = !value.danmuBtn;
    danmu.classList.toggle('wx-video-danmu-btn-active', isDanmuShown);
    danmu.setAttribute('aria-pressed', String(isDanmuShown));
    mute.hidden = !value.showMuteBtn;
    iconed(mute, isMuted ? SILENCE : SOUND, isMuted ? words.unmute : words.mute);
    full.hidden = !value.showFullscreenBtn;
    iconed(full, isFullScreen ? SMALLER : LARGER, isFullScreen ? words.exitFullScreen : words.fullScreen);
    thin.hidden = isShown || isCovered || !value.controls || !value.showBottomProgress || !hasStarted;
    thin.style.setProperty('--ferry-played', `${String(played * 100)}%`);
    if (wasShown !== null && wasShown !== isShown) options.toggled(isShown);
    wasShown = isShown;
  }

  function show(isShown: boolean): void {
    clearTimeout(timer);
    isWanted = isShown;
    draw();
    if (isShown) {
      timer = window.setTimeout(() => {
        if (state().isPlaying) show(false);
      }, BAR_SHOWN_MS);
    }
  }

  line.addEventListener('input', () => {
    options.seek((Number(line.value) / 1000) * state().lengthS);
    show(true);
  });

  return {
    elements: [thin, cover, middle, top, bar],
    draw,
    show,
    isShown: () => wasShown === true,
    dispose() {
      clearTimeout(timer);
    },
  };
}
