/** What stand-ins say on the page. */
export const STAND_IN_WORDS = {
  en: {
    standIn: 'needs WeChat or a device',
    markers: (count: number) => `${String(count)} markers`,
    testCard: 'test card',
    noAd: 'no advertisement outside WeChat',
    // What WeChat itself shows since November 2022, whoever the person is.
    nickName: 'WeChat user',
  },
  'zh-CN': {
    standIn: '需要微信或真机',
    markers: (count: number) => `${String(count)} 个标记点`,
    testCard: '测试图',
    noAd: '微信之外没有广告',
    nickName: '微信用户',
  },
} as const;
