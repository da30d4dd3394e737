import { pageStyle } from '../glass/inline-style.ts';
import type { PageHandle } from '../host.ts';
import { type AnyBuiltin, anything, builtin, flag, number, text } from './builtin.ts';
import { pxFromLength } from './length.ts';
import { pageAround } from './page-around.ts';

/** The root element of a page, `page` in WXSS. */
function rootOf(page: PageHandle): HTMLElement | null {
  return page.frame.scroller.querySelector('wx-page');
}

/** Calls whenever the page is shown or hidden. Returns its end. */
function onShown(page: PageHandle, listener: () => void): () => void {
  const watch = new MutationObserver(listener);
  watch.observe(page.frame.element, { attributeFilter: ['hidden'] });
  return () => {
    watch.disconnect();
  };
}

/**
 * `page-meta` (WeChat's documentation of page-meta): settings of the page it stands in, as its first node. Its own
 * style and content do not show, except a `navigation-bar` in it.
 */
const pageMeta = builtin({
  tag: 'page-meta',
  properties: {
    backgroundTextStyle: text(),
    backgroundColor: text(),
    backgroundColorTop: text(),
    backgroundColorBottom: text(),
    rootBackgroundColor: text(),
    scrollTop: anything(''),
    scrollDuration: number(300),
    pageStyle: text(),
    pageFontSize: anything(''),
    rootFontSize: anything(''),
    pageOrientation: text(),
  },
  attach(self) {
    const { element, host } = self;
    const page = pageAround(host, element);
    if (page === null) return {};
    const { frame } = page;
    const root = rootOf(page);
    const ended = new AbortController();
    const { signal } = ended;
    const html = document.documentElement;
    let fontSize = '';
    let dressed: readonly string[] = [];
    let isScrolling = false;

    function background(): void {
      const colors = {
        ...(self.get('backgroundColor') === '' ? {} : { backgroundColor: self.get('backgroundColor') }),
        ...(self.get('backgroundColorTop') === ''
          ? {}
          : { backgroundColorTop: self.get('backgroundColorTop') }),
        ...(self.get('backgroundColorBottom') === ''
          ? {}
          : { backgroundColorBottom: self.get('backgroundColorBottom') }),
      };
      if (Object.keys(colors).length > 0) frame.setBackground(colors);
    }

    function textStyle(): void {
      const style = self.get('backgroundTextStyle');
      if (style === 'dark' || style === 'light') frame.setBackgroundTextStyle(style);
    }

    /** `page-style` and the sizes and colours of the root, which has no other inline style. */
    function dress(): void {
      if (root === null) return;
      for (const name of dressed) root.style.removeProperty(name);
      const scratch = document.createElement('div').style;
      scratch.cssText = pageStyle(self.get('pageStyle'), self.resourceUrl);
      if (self.get('rootBackgroundColor') !== '') scratch.backgroundColor = self.get('rootBackgroundColor');
      const size = fontSizeOf(self.get('pageFontSize'));
      if (size !== '') scratch.fontSize = size;
      dressed = [...scratch];
      for (const name of dressed) {
        root.style.setProperty(name, scratch.getPropertyValue(name), scratch.getPropertyPriority(name));
      }
    }

    /** `system` is what the person has set in WeChat. */
    function fontSizeOf(value: unknown): string {
      if (value === 'system') return `${String(host.device.current().fontSizePx)}px`;
      const px = pxFromLength(value);
      return px === null ? '' : `${String(px)}px`;
    }

    /** The unit `rem` belongs to the document, which all pages share: it is this page's while the page shows. */
    function rootFont(): void {
      const wanted = frame.element.hidden ? '' : fontSizeOf(self.get('rootFontSize'));
      if (wanted === fontSize) return;
      if (wanted !== '') html.style.fontSize = wanted;
      else if (html.style.fontSize === fontSize) html.style.removeProperty('font-size');
      fontSize = wanted;
    }

    function scroll(): void {
      const topPx = pxFromLength(self.get('scrollTop'));
      if (topPx === null || page === null) return;
      const from = frame.scroller.scrollTop;
      const most = frame.scroller.scrollHeight - frame.scroller.clientHeight;
      page.scrollTo({ scrollTopPx: topPx, durationMs: self.get('scrollDuration') });
      isScrolling = Math.abs(Math.min(Math.max(topPx, 0), most) - from) >= 1;
      if (!isScrolling) self.emit('scrolldone');
    }

    let settled: ReturnType<typeof setTimeout> | undefined;
    frame.scroller.addEventListener(
      'scroll',
      () => {
        self.emit('scroll', { scrollTop: frame.scroller.scrollTop });
        if (!isScrolling) return;
        const target = pxFromLength(self.get('scrollTop')) ?? 0;
        const most = frame.scroller.scrollHeight - frame.scroller.clientHeight;
        clearTimeout(settled);
        if (Math.abs(Math.min(Math.max(target, 0), most) - frame.scroller.scrollTop) >= 1) return;
        settled = setTimeout(() => {
          isScrolling = false;
          self.emit('scrolldone');
        });
      },
      { signal, passive: true },
    );
    // The first size is the one the page opens with.
    let [width, height] = [0, 0];
    const size = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = frame.view;
      if (clientWidth === 0 || (clientWidth === width && clientHeight === height)) return;
      const isFirst = width === 0;
      [width, height] = [clientWidth, clientHeight];
      if (!isFirst) self.emit('resize', { size: { windowWidth: width, windowHeight: height } });
    });
    size.observe(frame.view);
    const stopWatching = onShown(page, rootFont);
    const stopDevice = host.device.onChange(() => {
      dress();
      rootFont();
    });

    background();
    textStyle();
    dress();
    rootFont();
    // The rest of the page comes after this node.
    requestAnimationFrame(() => {
      if (self.get('scrollTop') !== '') scroll();
    });
    return {
      changed: {
        backgroundColor: background,
        backgroundColorTop: background,
        backgroundColorBottom: background,
        backgroundTextStyle: textStyle,
        rootBackgroundColor: dress,
        pageStyle: dress,
        pageFontSize: dress,
        rootFontSize: rootFont,
        scrollTop: scroll,
      },
      detached: () => {
        ended.abort();
        clearTimeout(settled);
        size.disconnect();
        stopWatching();
        stopDevice();
        if (fontSize !== '' && html.style.fontSize === fontSize) html.style.removeProperty('font-size');
      },
    };
  },
});

/** `navigation-bar` (WeChat's documentation of navigation-bar): the page's title bar, from within `page-meta`. */
const navigationBar = builtin({
  tag: 'navigation-bar',
  properties: {
    title: text(),
    loading: flag(),
    frontColor: text(),
    backgroundColor: text(),
    colorAnimationDuration: number(),
    colorAnimationTimingFunc: text('linear'),
  },
  attach(self) {
    const page = pageAround(self.host, self.element);
    if (page === null) return {};
    const bar = page.frame.navigationBar;

    function title(): void {
      if (self.get('title') !== '') bar.setTitle(self.get('title'));
    }

    function colors(): void {
      const { style } = bar.element;
      const front = self.get('frontColor') || style.getPropertyValue('--ferry-nav-front');
      const background = self.get('backgroundColor') || style.backgroundColor;
      if (self.get('frontColor') === '' && self.get('backgroundColor') === '') return;
      bar.setColor(front, background, {
        durationMs: self.get('colorAnimationDuration'),
        timing: self.get('colorAnimationTimingFunc'),
      });
    }

    title();
    colors();
    if (self.get('loading')) bar.setLoading(true);
    return {
      changed: {
        title,
        frontColor: colors,
        backgroundColor: colors,
        loading: (loading) => {
          bar.setLoading(loading);
        },
      },
    };
  },
});

export const pageSettings: readonly AnyBuiltin[] = [pageMeta, navigationBar];
