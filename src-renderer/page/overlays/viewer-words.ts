import type { OverlayLocale } from './words.ts';

interface ViewerWords {
  readonly viewer: string;
  readonly close: string;
  readonly previous: string;
  readonly next: string;
  readonly brokenImage: string;
  readonly brokenVideo: string;
  readonly play: string;
  readonly pause: string;
  readonly position: string;
  readonly crop: string;
  readonly cropHint: string;
  readonly cancel: string;
  readonly done: string;
}

/** Ferry's own words on the viewer of pictures and videos and on the crop frame. */
export const VIEWER_WORDS: Readonly<Record<OverlayLocale, ViewerWords>> = {
  en: {
    viewer: 'Viewer',
    close: 'Close',
    previous: 'Previous',
    next: 'Next',
    brokenImage: 'This image cannot be shown',
    brokenVideo: 'This video cannot be played',
    play: 'Play',
    pause: 'Pause',
    position: 'Position',
    crop: 'Crop the image',
    cropHint: 'Drag to move, scroll or pinch to zoom',
    cancel: 'Cancel',
    done: 'Done',
  },
  'zh-CN': {
    viewer: '预览',
    close: '关闭',
    previous: '上一张',
    next: '下一张',
    brokenImage: '图片无法显示',
    brokenVideo: '视频无法播放',
    play: '播放',
    pause: '暂停',
    position: '播放位置',
    crop: '裁剪图片',
    cropHint: '拖动可移动，滚轮或双指可缩放',
    cancel: '取消',
    done: '完成',
  },
};
