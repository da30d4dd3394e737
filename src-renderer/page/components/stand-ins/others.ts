import { type AnyBuiltin, anything, builtin, flag, number, type PropertyTable, text } from '../builtin.ts';
import { labelledBox } from './box.ts';
import { STAND_IN_WORDS } from './words.ts';

/** WeChat's word for an advertising slot that nobody fills (its documentation of ad, error codes). */
const NO_AD = { errMsg: 'no advertisement', errCode: 1004 } as const;

/** An advertisement: says that there is none, and tells the page the error WeChat has for that. */
function advertisement(tag: string, properties: PropertyTable): AnyBuiltin {
  return builtin({
    tag,
    real: false,
    properties,
    attach(self) {
      labelledBox(self, 'line').say(STAND_IN_WORDS[self.host.boot.locale].noAd);
      const told = setTimeout(() => {
        self.emit('error', NO_AD);
      });
      return {
        detached() {
          clearTimeout(told);
        },
      };
    },
  });
}

function labelled(tag: string, look: 'box' | 'line', properties: PropertyTable = {}): AnyBuiltin {
  return builtin({
    tag,
    real: false,
    properties,
    attach(self) {
      labelledBox(self, look);
      return {};
    },
  });
}

/**
 * `open-data` (WeChat's documentation of open-data): since November 2022 WeChat itself shows everybody as
 * "WeChat user" with a grey picture; a group's name it shows in a group alone.
 */
const openData = builtin({
  tag: 'open-data',
  real: false,
  properties: {
    type: text(),
    openGid: text(),
    lang: text('en'),
    defaultText: text(),
    defaultAvatar: text(),
    useDefault: flag(),
    openIdList: anything([]),
  },
  attach(self) {
    const show = (): void => {
      const type = self.get('type');
      const fallback = self.get('defaultText');
      self.element.replaceChildren();
      if (type === 'userAvatarUrl') {
        const source = self.get('defaultAvatar');
        const avatar = document.createElement(source === '' ? 'i' : 'img');
        avatar.className = 'ferry-stand-in__avatar';
        if (avatar instanceof HTMLImageElement) avatar.src = self.resourceUrl(source);
        self.element.append(avatar);
      } else if (type === 'userNickName') {
        const locale = self.get('lang').startsWith('zh') ? 'zh-CN' : self.host.boot.locale;
        self.element.append(fallback === '' ? STAND_IN_WORDS[locale].nickName : fallback);
      } else self.element.append(fallback);
    };
    show();
    self.host.reports.unsupported('<open-data>');
    return { changed: { type: show, defaultText: show, defaultAvatar: show, lang: show } };
  },
});

const LIVE: PropertyTable = {
  src: text(),
  mode: text(),
  autoplay: flag(),
  muted: flag(),
  orientation: text('vertical'),
  objectFit: text('contain'),
  url: text(),
  autopush: flag(),
  enableCamera: flag(true),
  aspect: text('9:16'),
  beauty: number(),
  whiteness: number(),
};

/** Components that need WeChat itself, or what no desktop has. */
export const otherStandIns: readonly AnyBuiltin[] = [
  openData,
  advertisement('ad', {
    unitId: text(),
    adIntervals: number(),
    adType: text('banner'),
    adTheme: text('white'),
  }),
  advertisement('ad-custom', { unitId: text(), adIntervals: number() }),
  labelled('live-player', 'box', LIVE),
  labelled('live-pusher', 'box', LIVE),
  labelled('voip-room', 'box', { openid: text(), mode: text('camera') }),
  labelled('channel-live', 'box', { feedId: text(), finderUserName: text() }),
  labelled('channel-video', 'box', { feedId: text(), finderUserName: text(), feedToken: text() }),
  labelled('official-account', 'line'),
  labelled('official-account-publish', 'line'),
  labelled('open-data-list', 'line', { type: text(), members: anything([]) }),
  labelled('functional-page-navigator', 'line', { name: text(), version: text(), args: anything() }),
  labelled('store-home', 'line', { appid: text() }),
  labelled('store-product', 'line', { appid: text(), productId: text() }),
];
