import { element } from './dom.ts';
import { AT_REST, contained, heldOver, transformOf, zoomedAbout, type Point, type Pose } from './pose.ts';
import { createVideoSlide } from './preview-video.ts';
import type { VIEWER_WORDS } from './viewer-words.ts';
import type { OverlayLocale } from './words.ts';

/** One thing to look at; URLs are of the page's own origin. */
export type PreviewItem =
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'video'; readonly url: string; readonly poster: string | null };

export type ViewerWords = (typeof VIEWER_WORDS)[OverlayLocale];

/** A picture or a video in the viewer's row. */
export interface Slide {
  readonly element: HTMLElement;
  /** It is the one that is looked at now, or no longer. */
  enter(): void;
  leave(): void;
  close(): void;
  isZoomed(): boolean;
  move(byX: number, byY: number): void;
  zoom(factor: number, about: Point): void;
  /** True when the tap was of use here; else it closes the viewer. */
  tapped(): boolean;
  doubleTapped(at: Point): void;
}

const MAX_SCALE = 6;
const DOUBLE_TAP_SCALE = 2.5;
/** Less than this is as good as not zoomed. */
const NEARLY_AT_REST = 1.01;

export function createSlide(item: PreviewItem, words: ViewerWords): Slide {
  return item.kind === 'video' ? createVideoSlide(item, words) : createImageSlide(item.url, words);
}

function createImageSlide(url: string, words: ViewerWords): Slide {
  const image = element('img', { class: 'ferry-preview__image', alt: '', draggable: 'false', src: url });
  const broken = element('div', { class: 'ferry-preview__broken', hidden: true }, words.brokenImage);
  const slide = element('div', { class: 'ferry-preview__slide' }, image, broken);
  let pose: Pose = AT_REST;

  image.addEventListener('error', () => {
    image.hidden = true;
    broken.hidden = false;
  });

  function setPose(wanted: Pose): void {
    const stage = { width: slide.clientWidth, height: slide.clientHeight };
    const picture = { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
    pose = wanted.scale < NEARLY_AT_REST ? AT_REST : heldOver(wanted, contained(picture, stage), stage);
    image.style.transform = transformOf(pose);
  }

  function zoomTo(scale: number, about: Point): void {
    setPose(zoomedAbout(pose, Math.min(Math.max(scale, 1), MAX_SCALE), about));
  }

  return {
    element: slide,
    enter: () => undefined,
    leave() {
      setPose(AT_REST);
    },
    close() {
      slide.remove();
    },
    isZoomed: () => pose.scale > 1,
    move(byX, byY) {
      setPose({ ...pose, x: pose.x + byX, y: pose.y + byY });
    },
    zoom(factor, about) {
      zoomTo(pose.scale * factor, about);
    },
    tapped: () => false,
    doubleTapped(at) {
      zoomTo(pose.scale > 1 ? 1 : DOUBLE_TAP_SCALE, at);
    },
  };
}
