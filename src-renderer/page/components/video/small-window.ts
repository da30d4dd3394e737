import { element, iconOf } from '../../overlays/dom.ts';
import type { VideoWords } from './video-words.ts';

const CLOSE = 'M12 10.6 7.4 6 6 7.4l4.6 4.6L6 16.6 7.4 18l4.6-4.6 4.6 4.6 1.4-1.4-4.6-4.6L18 7.4 16.6 6z';

/** WeChat's small window (`picture-in-picture-mode`): the video goes on over the other pages. */
export interface SmallWindow {
  isOpen(): boolean;
  /** Goes on with what a video plays, from where it is. */
  open(video: HTMLVideoElement, hasProgress: boolean): void;
  /** Takes it away. Gives the time it came to, in seconds; null when it was not open. */
  close(): number | null;
}

export interface SmallWindowOptions {
  /** Where it is drawn: over the pages. */
  readonly root: HTMLElement;
  readonly words: VideoWords;
  /** Its picture was tapped. */
  readonly tapped: () => void;
  /** Its button was pressed, or the video has ended. */
  readonly closed: () => void;
}

export function createSmallWindow({ root, words, tapped, closed }: SmallWindowOptions): SmallWindow {
  let shown: { readonly box: HTMLElement; readonly video: HTMLVideoElement } | null = null;

  function close(): number | null {
    if (!shown) return null;
    const { box, video } = shown;
    shown = null;
    const timeS = video.currentTime;
    video.pause();
    video.removeAttribute('src');
    video.load();
    box.remove();
    return timeS;
  }

  return {
    isOpen: () => shown !== null,
    open(source, hasProgress) {
      close();
      const video = element('video', { src: source.getAttribute('src') ?? '', playsinline: true });
      video.muted = source.muted;
      video.volume = source.volume;
      video.playbackRate = source.playbackRate;
      video.currentTime = source.currentTime;
      const button = element('button', {
        type: 'button',
        class: 'wx-video-small-close',
        'aria-label': words.close,
      });
      button.append(iconOf(CLOSE));
      const box = element('div', { class: 'wx-video-small' }, video, button);
      if (hasProgress) {
        const line = element('div', { class: 'wx-video-small-progress' });
        video.addEventListener('timeupdate', () => {
          line.style.width = `${String((video.currentTime / Math.max(video.duration || 0, 0.001)) * 100)}%`;
        });
        box.append(line);
      }
      if (source.videoWidth > 0) {
        box.style.aspectRatio = `${String(source.videoWidth)} / ${String(source.videoHeight)}`;
      }
      button.addEventListener('click', closed);
      video.addEventListener('click', tapped);
      video.addEventListener('ended', closed);
      root.append(box);
      shown = { box, video };
      // One that the browser does not let play stands there, and can be closed.
      void video.play().catch(() => undefined);
    },
    close,
  };
}
