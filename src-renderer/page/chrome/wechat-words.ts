const CHINESE = {
  forward: '转发给朋友',
  timeline: '分享到朋友圈',
  favourite: '收藏',
  home: '返回首页',
  reload: '重新进入小程序',
  cancel: '取消',
  background: '小程序已进入后台',
  comeBack: '返回小程序',
  shared: '转发',
  timelineShared: '分享到朋友圈',
  favourited: '收藏',
  close: '关闭',
};

type Words = typeof CHINESE;

const ENGLISH: Words = {
  forward: 'Forward',
  timeline: 'Share on Moments',
  favourite: 'Favorites',
  home: 'Back to homepage',
  reload: 'Re-enter mini-program',
  cancel: 'Cancel',
  background: 'The mini-program is in the background',
  comeBack: 'Back to the mini-program',
  shared: 'Forward',
  timelineShared: 'Share on Moments',
  favourited: 'Favorites',
  close: 'Close',
};

/** What WeChat writes around a page, in the language it is set to. */
export function wechatWords(language: string): Words {
  return language.startsWith('zh') ? CHINESE : ENGLISH;
}
