import { newCanvas, encodePicture } from '../media/encode-picture.ts';
import { recordCanvas, type Recording } from '../media/record-canvas.ts';
import { CARD_RATIO, drawTestCard, type TestCard } from '../media/test-card.ts';
import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { clockText } from './picker-tiles.ts';
import { PICKER_WORDS } from './picker-words.ts';
import type { OverlayLocale } from './words.ts';

export interface CameraOptions {
  readonly takesPhotos: boolean;
  readonly takesVideos: boolean;
  /** A video ends by itself after so long. */
  readonly maxDurationSeconds: number;
  readonly facing: 'back' | 'front';
}

export interface Shot {
  readonly kind: 'image' | 'video';
  readonly blob: Blob;
  /** Without its dot. */
  readonly extension: 'jpg' | Recording['extension'];
}

/** Ferry's camera: a test card, as pages get no permission for a real one. */
export interface Camera {
  /** Resolves with what was taken; null when closed. */
  show(options: CameraOptions): Promise<Shot | null>;
}

const PHOTO_WIDTH_PX = 1080;
const VIDEO_WIDTH_PX = 480;
const PHOTO_QUALITY = 0.92;
const FRAMES_PER_SECOND = 25;
const BITS_PER_SECOND = 1_500_000;
/** What is stopped sooner may hold no picture at all. */
const SHORTEST_VIDEO_MS = 500;

export function createCamera(root: HTMLElement, locale: OverlayLocale): Camera {
  const words = PICKER_WORDS[locale];
  /** Counts the shots of this page. */
  let shots = 0;
  return {
    show(options) {
      const { promise, resolve, reject } = Promise.withResolvers<Shot | null>();
      const before = document.activeElement;
      let mode: Shot['kind'] = options.takesPhotos ? 'image' : 'video';
      let recording: { stop(): Promise<Recording>; readonly startedAtMs: number } | null = null;
      let frames = 0;

      const view = element('canvas', {
        class: 'ferry-camera__view',
        width: VIDEO_WIDTH_PX,
        height: VIDEO_WIDTH_PX / CARD_RATIO,
      });
      const context = view.getContext('2d');
      const clock = element('span', { class: 'ferry-camera__clock', role: 'timer' });
      const shutter = element('button', { type: 'button', class: 'ferry-camera__shutter' });
      const close = element('button', { type: 'button', class: 'ferry-camera__close' }, words.cancel);
      const modes = (['image', 'video'] as const).map((kind) => {
        const choice = element(
          'button',
          { type: 'button', class: 'ferry-camera__mode', role: 'radio' },
          kind === 'image' ? words.photo : words.film,
        );
        choice.addEventListener('click', () => {
          mode = kind;
          draw();
        });
        return choice;
      });
      const hasBoth = options.takesPhotos && options.takesVideos;
      const box = element(
        'div',
        {
          class: 'ferry-camera',
          role: 'dialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': words.cameraTitle,
        },
        element('div', { class: 'ferry-camera__head' }, close, clock),
        element('div', { class: 'ferry-camera__stage' }, view),
        element('p', { class: 'ferry-camera__note' }, words.cameraNote),
        element(
          'div',
          { class: 'ferry-camera__foot' },
          ...(hasBoth
            ? [element('div', { class: 'ferry-camera__modes', role: 'radiogroup' }, ...modes)]
            : []),
          shutter,
        ),
      );

      const card = (counter: number): TestCard => ({ counter, shownAt: new Date(), facing: options.facing });

      /** The next picture of the card, and the time that has been recorded. */
      function tick(): void {
        frames += 1;
        if (context) drawTestCard(context, card(mode === 'image' ? shots : frames));
        if (recording === null) return;
        const seconds = (performance.now() - recording.startedAtMs) / 1000;
        clock.textContent = `${clockText(Math.floor(seconds))} / ${clockText(options.maxDurationSeconds)}`;
        if (seconds >= options.maxDurationSeconds) press();
      }

      function draw(): void {
        box.dataset['recording'] = String(recording !== null);
        shutter.dataset['mode'] = mode;
        shutter.setAttribute('aria-label', shutterLabel());
        clock.hidden = mode === 'image';
        if (recording === null) clock.textContent = `0:00 / ${clockText(options.maxDurationSeconds)}`;
        modes.forEach((choice, index) => {
          choice.setAttribute('aria-checked', String((index === 0) === (mode === 'image')));
          choice.disabled = recording !== null;
        });
        tick();
      }

      function shutterLabel(): string {
        if (mode === 'image') return words.takePhoto;
        return recording === null ? words.startFilm : words.stopFilm;
      }

      // eslint-disable-next-line @typescript-eslint/require-await -- what it throws belongs to whoever asked for a picture
      async function takePhoto(): Promise<Shot> {
        shots += 1;
        const canvas = newCanvas(PHOTO_WIDTH_PX, PHOTO_WIDTH_PX / CARD_RATIO);
        const photo = canvas.getContext('2d');
        if (photo) drawTestCard(photo, card(shots));
        const blob = encodePicture(canvas, { type: 'image/jpeg', quality: PHOTO_QUALITY });
        return { kind: 'image', blob, extension: 'jpg' };
      }

      async function endVideo(running: { stop(): Promise<Recording> }): Promise<Shot> {
        return { kind: 'video', ...(await running.stop()) };
      }

      function press(): void {
        if (mode === 'image') {
          finish(takePhoto());
        } else if (recording === null) {
          frames = 0;
          recording = {
            ...recordCanvas(view, { framesPerSecond: FRAMES_PER_SECOND, bitsPerSecond: BITS_PER_SECOND }),
            startedAtMs: performance.now(),
          };
          draw();
        } else if (performance.now() - recording.startedAtMs >= SHORTEST_VIDEO_MS) {
          finish(endVideo(recording));
        }
      }

      function finish(shot: Promise<Shot | null>): void {
        clearInterval(clockwork);
        box.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        shot.then(resolve, reject);
      }

      async function discard(): Promise<null> {
        await recording?.stop();
        return null;
      }

      shutter.addEventListener('click', press);
      close.addEventListener('click', () => {
        finish(discard());
      });
      box.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish(discard());
        else if (event.key === 'Tab') keepFocusWithin(box, event);
        else return;
        event.stopPropagation();
      });
      const clockwork = setInterval(tick, 1000 / FRAMES_PER_SECOND);
      root.append(box);
      draw();
      shutter.focus({ preventScroll: true });
      return promise;
    },
  };
}
