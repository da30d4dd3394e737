import type { OverlayLocale } from './words.ts';

interface PickerWords {
  readonly cancel: string;
  readonly done: string;
  readonly titles: Readonly<Record<'image' | 'video' | 'media' | 'files', string>>;
  readonly picture: string;
  readonly video: string;
  /** How many may be picked, and how many are. */
  readonly upTo: (count: number) => string;
  readonly chosen: (chosen: number, count: number) => string;
  /** Said once a picture or a video is chosen where only one kind may be. */
  readonly oneKind: string;
  readonly notAccepted: string;
  readonly empty: string;
  readonly computer: string;
  readonly camera: string;
  readonly cameraTitle: string;
  readonly cameraNote: string;
  readonly photo: string;
  readonly film: string;
  readonly takePhoto: string;
  readonly startFilm: string;
  readonly stopFilm: string;
}

/** Words of the picker and of its camera. */
export const PICKER_WORDS: Readonly<Record<OverlayLocale, PickerWords>> = {
  en: {
    cancel: 'Cancel',
    done: 'Done',
    titles: { image: 'Pictures', video: 'Videos', media: 'Album', files: 'Files' },
    picture: 'Picture',
    video: 'Video',
    upTo: (count) => `Sample album · up to ${String(count)}`,
    chosen: (chosen, count) => `${String(chosen)} of ${String(count)} chosen`,
    oneKind: 'Pictures or videos, not both',
    notAccepted: 'A file you chose does not fit here. Choose again.',
    empty: 'The sample album has nothing of this kind. Choose a file from this computer.',
    computer: 'From this computer…',
    camera: 'Camera',
    cameraTitle: 'Camera',
    cameraNote: 'Ferry’s camera is a test card. Your own camera stays off.',
    photo: 'Photo',
    film: 'Video',
    takePhoto: 'Take a photo',
    startFilm: 'Start recording',
    stopFilm: 'Stop recording',
  },
  'zh-CN': {
    cancel: '取消',
    done: '完成',
    titles: { image: '图片', video: '视频', media: '相册', files: '文件' },
    picture: '图片',
    video: '视频',
    upTo: (count) => `示例相册 · 最多选 ${String(count)} 个`,
    chosen: (chosen, count) => `已选 ${String(chosen)}/${String(count)}`,
    oneKind: '不能同时选择图片和视频',
    notAccepted: '所选文件不符合要求，请重新选择。',
    empty: '示例相册中没有这类文件，请从电脑中选择。',
    computer: '从电脑中选择…',
    camera: '拍摄',
    cameraTitle: '相机',
    cameraNote: 'Ferry 的相机是一张测试图，不会使用你的摄像头。',
    photo: '照片',
    film: '视频',
    takePhoto: '拍照',
    startFilm: '开始录制',
    stopFilm: '停止录制',
  },
};
