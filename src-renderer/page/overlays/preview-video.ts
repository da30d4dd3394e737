import { element, iconOf } from './dom.ts';
import type { PreviewItem, Slide, ViewerWords } from './preview-slide.ts';

const PLAY = 'M7 4.5v15a1 1 0 0 0 1.5.86l12.5-7.5a1 1 0 0 0 0-1.72L8.5 3.64A1 1 0 0 0 7 4.5z';
const PAUSE = 'M6 4h4v16H6zM14 4h4v16h-4z';
/** Steps of the slider over the whole length. */
const SLIDER_STEPS = 1000;

/** A video in the viewer: plays when it is looked at, with a slider, its times, and a button to stop and go on. */
export function createVideoSlide(
  { url, poster }: Extract<PreviewItem, { kind: 'video' }>,
  words: ViewerWords,
): Slide {
  const video = element('video', {
    class: 'ferry-preview__video',
    src: url,
    poster,
    preload: 'metadata',
    playsinline: true,
    disablepictureinpicture: true,
    disableremoteplayback: true,
  });
  const broken = element('div', { class: 'ferry-preview__broken', hidden: true }, words.brokenVideo);
  const large = element('button', {
    type: 'button',
    class: 'ferry-preview__play',
    // The small button says the same.
    tabindex: -1,
    'aria-hidden': 'true',
  });
  large.append(iconOf(PLAY));
  const small = element('button', { type: 'button', class: 'ferry-preview__toggle' });
  const now = element('span', { class: 'ferry-preview__time' }, timeText(0));
  const total = element('span', { class: 'ferry-preview__time' }, timeText(Number.NaN));
  const slider = element('input', {
    type: 'range',
    class: 'ferry-preview__slider',
    min: 0,
    max: SLIDER_STEPS,
    value: 0,
    'aria-label': words.position,
  });
  const controls = element('div', { class: 'ferry-preview__controls' }, small, now, slider, total);
  const slide = element('div', { class: 'ferry-preview__slide' }, video, large, broken, controls);
  /** Whether it is the one that is looked at: one that was left does not start when it is there at last. */
  let isCurrent = false;

  function draw(): void {
    small.replaceChildren(iconOf(video.paused ? PLAY : PAUSE));
    small.setAttribute('aria-label', video.paused ? words.play : words.pause);
    large.hidden = !video.paused || !broken.hidden;
    const length = video.duration;
    now.textContent = timeText(video.currentTime);
    total.textContent = timeText(length);
    const step = length > 0 && Number.isFinite(length) ? (video.currentTime / length) * SLIDER_STEPS : 0;
    slider.value = String(step);
    slider.style.setProperty('--ferry-played', `${String((step / SLIDER_STEPS) * 100)}%`);
    slider.setAttribute('aria-valuetext', `${timeText(video.currentTime)} / ${timeText(length)}`);
  }

  function play(): void {
    // A browser that wants a tap first leaves it standing, with the large button on it.
    void video.play().catch(() => undefined);
  }

  function toggle(): void {
    if (video.paused) play();
    else video.pause();
  }

  for (const event of ['play', 'pause', 'timeupdate', 'durationchange', 'seeked']) {
    video.addEventListener(event, draw);
  }
  video.addEventListener('error', () => {
    broken.hidden = false;
    controls.hidden = true;
    video.hidden = true;
    draw();
  });
  small.addEventListener('click', toggle);
  large.addEventListener('click', toggle);
  slider.addEventListener('input', () => {
    if (Number.isFinite(video.duration)) {
      video.currentTime = (Number(slider.value) / SLIDER_STEPS) * video.duration;
    }
  });
  video.addEventListener('canplay', () => {
    if (isCurrent && video.currentTime === 0 && video.paused && !video.ended) play();
  });
  draw();

  return {
    element: slide,
    enter() {
      isCurrent = true;
      play();
    },
    leave() {
      isCurrent = false;
      video.pause();
    },
    close() {
      isCurrent = false;
      video.pause();
      video.removeAttribute('src');
      video.load();
      slide.remove();
    },
    isZoomed: () => false,
    move: () => undefined,
    zoom: () => undefined,
    tapped() {
      if (!broken.hidden) return false;
      toggle();
      return true;
    },
    doubleTapped: toggle,
  };
}

/** `m:ss`; a length that is not known yet is a dash. */
function timeText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–:––';
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}
