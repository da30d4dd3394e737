/** Words of the video's controls, for screen readers. */
export interface VideoWords {
  readonly play: string;
  readonly pause: string;
  readonly mute: string;
  readonly unmute: string;
  readonly danmu: string;
  readonly fullScreen: string;
  readonly exitFullScreen: string;
  readonly position: string;
  readonly close: string;
}

export const VIDEO_WORDS: Readonly<Record<'en' | 'zh-CN', VideoWords>> = {
  en: {
    play: 'Play',
    pause: 'Pause',
    mute: 'Mute',
    unmute: 'Sound on',
    danmu: '弹幕',
    fullScreen: 'Full screen',
    exitFullScreen: 'Leave full screen',
    position: 'Position',
    close: 'Close',
  },
  'zh-CN': {
    play: '播放',
    pause: '暂停',
    mute: '静音',
    unmute: '打开声音',
    danmu: '弹幕',
    fullScreen: '全屏',
    exitFullScreen: '退出全屏',
    position: '播放位置',
    close: '关闭',
  },
};

/** `mm:ss`, or `h:mm:ss` from an hour on; a length that is not known is `00:00`. */
export function clockText(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}
