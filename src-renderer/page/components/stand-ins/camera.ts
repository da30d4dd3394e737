import { encodePicture, newCanvas } from '../../media/encode-picture.ts';
import { recordCanvas, type Recording } from '../../media/record-canvas.ts';
import { CARD_RATIO, drawTestCard } from '../../media/test-card.ts';
import { builtin, text } from '../builtin.ts';
import { labelledBox } from './box.ts';
import { STAND_IN_WORDS } from './words.ts';

/** What `CameraContext` does with the camera of the page. */
export interface CameraControl {
  /** A picture of what it shows, in full size. */
  photo(type: 'image/jpeg' | 'image/png', quality: number): Blob;
  record(): { stop(): Promise<Recording> };
  /** Calls back with each frame until ended: RGBA rows from the top. */
  frames(listener: (frame: CameraFrame) => void): () => void;
}

export interface CameraFrame {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayBuffer;
}

const WIDTH_PX = 480;
const HEIGHT_PX = WIDTH_PX / CARD_RATIO;
const FRAMES_PER_SECOND = 15;
const BITS_PER_SECOND = 1_500_000;
/** WeChat's `frame-size` of cameras, by width. */
const FRAME_WIDTHS: Readonly<Record<string, number>> = { small: 288, medium: 480, large: 720 };

const cameras = new WeakMap<Element, CameraControl>();

export function cameraOf(element: Element): CameraControl | null {
  return cameras.get(element) ?? null;
}

/**
 * `camera` (WeChat's documentation of camera): Ferry's test card, as pages get no permission for a real one.
 * `initdone` comes at once, `scancode` never, as the card holds no code.
 */
export const camera = builtin({
  tag: 'camera',
  real: false,
  properties: {
    mode: text('normal'),
    resolution: text('medium'),
    devicePosition: text('back'),
    flash: text('auto'),
    frameSize: text('medium'),
  },
  attach(self) {
    const words = STAND_IN_WORDS[self.host.boot.locale];
    labelledBox(self, 'box').say(words.testCard);
    const picture = document.createElement('canvas');
    picture.className = 'ferry-stand-in__picture';
    picture.width = WIDTH_PX;
    picture.height = HEIGHT_PX;
    self.element.prepend(picture);
    let counter = 0;
    const drawOn = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
      const context = canvas.getContext('2d');
      if (!context) throw new Error('This browser draws no canvas.');
      counter += 1;
      const facing = self.get('devicePosition') === 'front' ? 'front' : 'back';
      drawTestCard(context, { counter, shownAt: new Date(), facing });
      return context;
    };
    drawOn(picture);
    const timers = new Set<ReturnType<typeof setInterval>>();
    const every = (work: () => void): (() => void) => {
      const timer = setInterval(work, 1000 / FRAMES_PER_SECOND);
      timers.add(timer);
      return () => {
        clearInterval(timer);
        timers.delete(timer);
      };
    };
    every(() => void drawOn(picture));

    const control: CameraControl = {
      photo(type, quality) {
        const canvas = newCanvas(WIDTH_PX * 2, HEIGHT_PX * 2);
        drawOn(canvas);
        return encodePicture(canvas, { type, quality });
      },
      record: () =>
        recordCanvas(picture, { framesPerSecond: FRAMES_PER_SECOND, bitsPerSecond: BITS_PER_SECOND }),
      frames(listener) {
        const width = FRAME_WIDTHS[self.get('frameSize')] ?? WIDTH_PX;
        const height = Math.round(width / CARD_RATIO);
        const canvas = newCanvas(width, height);
        return every(() => {
          const { data } = drawOn(canvas).getImageData(0, 0, width, height);
          listener({ width, height, data: data.buffer });
        });
      },
    };
    cameras.set(self.element, control);
    const told = setTimeout(() => {
      self.emit('initdone', { maxZoom: 1 });
    });
    return {
      detached() {
        clearTimeout(told);
        for (const timer of timers) clearInterval(timer);
        cameras.delete(self.element);
      },
    };
  },
});
