import type { LiveRouter } from '../router/router.ts';
import { showShareCard } from './share-card.ts';
import { wechatWords } from './wechat-words.ts';

/** Where a share began. */
export interface ShareSource {
  readonly from: 'menu' | 'button';
  /** The `<button open-type="share">` that was tapped, as its event tells of it. */
  readonly target?: unknown;
}

/** Sharing the top page: what it answers is shown on a card, as nobody is there to send it to. */
export interface Share {
  /** `onShareAppMessage`: to a chat. */
  forward(source: ShareSource): void;
  /** `onShareTimeline`: to Moments. */
  toTimeline(): void;
  /** `onAddToFavorites`. */
  toFavourites(): void;
  /** `wx.showShareMenu` and `wx.hideShareMenu`: what the menu offers besides what the page defines. */
  setMenu(shown: boolean, menus: readonly string[]): void;
  /** What the menu offers for the top page. */
  offers(): { readonly forward: boolean; readonly timeline: boolean };
}

interface ShareOptions {
  readonly router: () => Pick<LiveRouter, 'current'>;
  readonly overlayRoot: HTMLElement;
  readonly language: () => string;
  readonly programName: string;
  readonly pictureUrl: (src: string) => string;
  readonly thrown: (error: unknown) => void;
}

/** WeChat waits that long for the `promise` of a share (WeChat's "onShareAppMessage"). */
const PROMISE_MS = 3000;

type Fields = Readonly<Record<string, unknown>>;

export function createShare(options: ShareOptions): Share {
  const { router, overlayRoot, language, programName } = options;
  /** Set by `wx`, by page: a page is shared by its own menu. */
  const menus = new WeakMap<object, { readonly shown: boolean; readonly menus: readonly string[] }>();

  const answerOf = (method: string, value?: unknown): Fields => {
    const instance = router().current()?.instance ?? {};
    const found = instance[method];
    if (typeof found !== 'function') return {};
    try {
      return fieldsOf(Reflect.apply(found, instance, value === undefined ? [] : [value]));
    } catch (error) {
      options.thrown(error);
      return {};
    }
  };

  const show = (kind: 'shared' | 'timelineShared' | 'favourited', fields: Fields): void => {
    const page = router().current();
    if (!page) return;
    const words = wechatWords(language());
    const query = Object.entries(page.query).map(([name, value]) => `${name}=${value}`);
    const path = textOr(fields['path'], `/${page.route}${query.length > 0 ? `?${query.join('&')}` : ''}`);
    const picture = textOr(fields['imageUrl'], '');
    showShareCard(overlayRoot, {
      kind: words[kind],
      title: textOr(fields['title'], programName),
      place: kind === 'shared' ? path : textOr(fields['query'], query.join('&')),
      pictureUrl: picture === '' ? null : options.pictureUrl(picture),
      programName,
      closeLabel: words.close,
    });
  };

  const isDefined = (method: string): boolean => typeof router().current()?.instance[method] === 'function';

  return {
    forward(source) {
      const fields = answerOf('onShareAppMessage', { from: source.from, target: source.target });
      void withPromise(fields).then((all) => {
        show('shared', all);
      });
    },
    toTimeline() {
      show('timelineShared', answerOf('onShareTimeline'));
    },
    toFavourites() {
      show('favourited', answerOf('onAddToFavorites', { webViewUrl: '' }));
    },
    setMenu(shown, names) {
      const page = router().current();
      if (page) menus.set(page, { shown, menus: names });
    },
    offers() {
      const page = router().current();
      const set = page && menus.get(page);
      if (set?.shown === false) {
        return {
          forward: !set.menus.includes('shareAppMessage') && isDefined('onShareAppMessage'),
          timeline: !set.menus.includes('shareTimeline') && isDefined('onShareTimeline'),
        };
      }
      const forward = isDefined('onShareAppMessage') || set?.menus.includes('shareAppMessage') === true;
      const timeline = isDefined('onShareTimeline') || set?.menus.includes('shareTimeline') === true;
      // Moments come with forwarding only (WeChat's "onShareTimeline").
      return { forward, timeline: forward && timeline };
    },
  };
}

/** What a share's `promise` gives in time, over what was given at once. */
async function withPromise(fields: Fields): Promise<Fields> {
  const { promise } = fields;
  if (!(promise instanceof Promise)) return fields;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PROMISE_MS));
  const more: unknown = await Promise.race([promise, late]).catch(() => null);
  return { ...fields, ...fieldsOf(more) };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
