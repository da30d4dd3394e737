import type { GeneralComponent } from 'glass-easel';

/** A text that flies over a video. */
export interface Danmu {
  readonly text: string;
  readonly color: string;
}

/** What `VideoContext` does with a video on the page. Times in seconds. */
export interface VideoControl {
  readonly play: () => void;
  readonly pause: () => void;
  readonly stop: () => void;
  readonly seek: (positionS: number) => void;
  readonly sendDanmu: (danmu: Danmu) => void;
  readonly setPlaybackRate: (rate: number) => void;
  /** @param direction 0, 90 or -90; null follows the video's shape */
  readonly requestFullScreen: (direction: number | null) => void;
  readonly exitFullScreen: () => void;
  /** Whether it goes on playing when the app is in the background. */
  readonly setBackgroundPlayback: (isOn: boolean) => void;
  readonly exitPictureInPicture: () => void;
}

const controls = new WeakMap<GeneralComponent, VideoControl>();

/** Makes a video known to `wx.createVideoContext`. */
export function addVideo(node: GeneralComponent, control: VideoControl): void {
  controls.set(node, control);
}

export function videoOf(node: GeneralComponent): VideoControl | null {
  return controls.get(node) ?? null;
}
