import type { Scope } from '#contract/permissions';
import type { OverlayLocale } from './words.ts';

interface PermissionWords {
  /** Before the name of the mini-program: who asks. */
  readonly asks: string;
  readonly allow: string;
  readonly deny: string;
  readonly settings: string;
  readonly nothingAsked: string;
  readonly done: string;
  /** What a scope lets a mini-program do, and a word on what that means in Ferry. */
  readonly scopes: Readonly<Record<Scope, readonly [use: string, meaning: string]>>;
}

/** Words of the question for a permission and of the settings, after WeChat's own. */
export const PERMISSION_WORDS: Readonly<Record<OverlayLocale, PermissionWords>> = {
  en: {
    asks: 'asks to',
    allow: 'Allow',
    deny: 'Deny',
    settings: 'Settings',
    nothingAsked: 'This mini-program has not asked for anything yet.',
    done: 'Done',
    scopes: {
      'scope.writePhotosAlbum': [
        'Save to your album',
        'Pictures and videos are copied into Ferry’s own folder on this computer.',
      ],
      'scope.record': ['Use the microphone', 'Ferry plays a generated sound; nothing is recorded from you.'],
      'scope.camera': ['Use the camera', 'Ferry shows a test card; nothing is filmed.'],
    },
  },
  'zh-CN': {
    asks: '申请',
    allow: '允许',
    deny: '拒绝',
    settings: '设置',
    nothingAsked: '该小程序还没有申请过任何权限。',
    done: '完成',
    scopes: {
      'scope.writePhotosAlbum': ['保存图片或视频到你的相册', '将复制到本机的 Ferry 文件夹。'],
      'scope.record': ['使用你的麦克风', 'Ferry 播放生成的声音，不会录音。'],
      'scope.camera': ['使用你的摄像头', 'Ferry 显示测试图，不会拍摄。'],
    },
  },
};
