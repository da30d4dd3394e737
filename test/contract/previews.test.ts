import { expect } from 'vitest';
import type { PreviewOptions } from '../../src-renderer/page/overlays/preview.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before, createWxHarness } from './wx-harness.ts';

/** `resource:` is what the page's own origin calls a `src` of the page that is shown. */
const at = (src: string): string => `resource:${src}@pages/index/index`;

interface PreviewRow extends SpecRow {
  readonly api: 'previewImage' | 'previewMedia';
  readonly options: object;
  /** What the viewer was opened with; an error is what `fail` was told. */
  readonly opens: PreviewOptions | { readonly errMsg: string; readonly errno: number };
}

const URLS = ['/a.jpg', 'http://tmp/b.jpg', 'https://example.com/c.jpg'];
const IMAGES = URLS.map((url) => ({ kind: 'image', url: at(url) }) as const);
const parameterError = (api: string, text: string) => ({
  errMsg: `${api}:fail parameter error: ${text}`,
  errno: 1001,
});

table<PreviewRow>(
  'wx.previewImage and wx.previewMedia open the viewer (wx-api.md §13)',
  [
    {
      ids: ['13.previewImage.urls', '13.previewImage.current'],
      says: 'previewImage shows the URLs in their order, the first at first',
      api: 'previewImage',
      options: { urls: URLS },
      opens: { items: IMAGES, index: 0 },
    },
    {
      ids: ['13.previewImage.current'],
      says: 'previewImage begins at current',
      api: 'previewImage',
      options: { urls: URLS, current: 'http://tmp/b.jpg' },
      opens: { items: IMAGES, index: 1 },
    },
    {
      ids: ['13.previewImage.current'],
      says: 'previewImage begins at the first when current is none of them',
      api: 'previewImage',
      options: { urls: URLS, current: 'x' },
      opens: { items: IMAGES, index: 0 },
    },
    {
      // Not documented; many projects hand in the index.
      ids: ['13.previewImage.current'],
      says: 'previewImage takes an index for current too, and keeps it within the list',
      api: 'previewImage',
      options: { urls: URLS, current: 7 },
      opens: { items: IMAGES, index: 2 },
    },
    {
      // UNCERTAIN: the text for an empty list.
      ids: ['13.previewImage.urls'],
      says: 'previewImage without a URL fails',
      api: 'previewImage',
      options: { urls: [] },
      opens: parameterError('previewImage', 'parameter.urls should not be empty;'),
    },
    {
      ids: ['13.previewImage.urls'],
      says: 'previewImage without urls fails',
      api: 'previewImage',
      options: {},
      opens: parameterError('previewImage', 'parameter.urls should be Array instead of Undefined;'),
    },
    {
      ids: ['13.previewImage.showmenu', '13.previewImage.referrerPolicy'],
      says: 'previewImage takes showmenu and referrerPolicy without effect',
      api: 'previewImage',
      options: { urls: URLS, showmenu: false, referrerPolicy: 'origin' },
      opens: { items: IMAGES, index: 0 },
    },
    {
      ids: ['13.previewMedia.sources', '13.previewMedia.current'],
      says: 'previewMedia shows images and videos with their posters, an image where no type is given',
      api: 'previewMedia',
      options: {
        sources: [
          { url: '/a.jpg' },
          { url: 'http://tmp/b.mp4', type: 'video', poster: '/b.jpg' },
          { url: 'http://tmp/c.mp4', type: 'video' },
          { url: '/d.jpg', type: 'image', poster: '/b.jpg' },
        ],
      },
      opens: {
        items: [
          { kind: 'image', url: at('/a.jpg') },
          { kind: 'video', url: at('http://tmp/b.mp4'), poster: at('/b.jpg') },
          { kind: 'video', url: at('http://tmp/c.mp4'), poster: null },
          { kind: 'image', url: at('/d.jpg') },
        ],
        index: 0,
      },
    },
    {
      ids: ['13.previewMedia.current'],
      says: 'previewMedia begins at the index current',
      api: 'previewMedia',
      options: { sources: [{ url: '/a.jpg' }, { url: '/b.jpg' }], current: 1 },
      opens: {
        items: [
          { kind: 'image', url: at('/a.jpg') },
          { kind: 'image', url: at('/b.jpg') },
        ],
        index: 1,
      },
    },
    {
      ids: ['13.previewMedia.current'],
      says: 'previewMedia keeps current within the list',
      api: 'previewMedia',
      options: { sources: [{ url: '/a.jpg' }], current: -3 },
      opens: { items: [{ kind: 'image', url: at('/a.jpg') }], index: 0 },
    },
    {
      ids: ['13.previewMedia.showmenu', '13.previewMedia.referrerPolicy'],
      says: 'previewMedia takes showmenu and referrerPolicy without effect',
      api: 'previewMedia',
      options: { sources: [{ url: '/a.jpg' }], showmenu: false, referrerPolicy: 'no-referrer' },
      opens: { items: [{ kind: 'image', url: at('/a.jpg') }], index: 0 },
    },
    {
      // UNCERTAIN: the text.
      ids: ['13.previewMedia.sources.wrong'],
      says: 'previewMedia without a source fails',
      api: 'previewMedia',
      options: { sources: [] },
      opens: parameterError('previewMedia', 'parameter.sources should not be empty;'),
    },
    {
      // UNCERTAIN: the text.
      ids: ['13.previewMedia.sources.wrong'],
      says: 'previewMedia with a source that has no url fails and names it',
      api: 'previewMedia',
      options: { sources: [{ url: '/a.jpg' }, { type: 'video' }] },
      opens: parameterError(
        'previewMedia',
        'parameter.sources[1].url should be String instead of Undefined;',
      ),
    },
  ],
  async ({ api, options, opens }) => {
    const shown: PreviewOptions[] = [];
    const page = createWxHarness({
      overlays: {
        preview: {
          show(wanted) {
            shown.push(wanted);
          },
        },
      },
    });
    page.call(api)({ ...options, success: page.listener('success'), fail: page.listener('fail') });
    await page.settle();
    if ('errMsg' in opens) {
      expect(page.log).toEqual([['fail', opens]]);
      expect(shown).toEqual([]);
    } else {
      expect(page.log).toEqual([['success', { errMsg: `${api}:ok` }]]);
      expect(shown).toEqual([opens]);
    }
  },
);

interface KnownRow extends SpecRow {
  readonly schema: string;
  readonly since: string;
  readonly isHonoured: boolean;
}

table<KnownRow>(
  'what canIUse says of the viewer',
  [
    {
      ids: ['13.previewMedia.since'],
      says: 'previewMedia from 2.12.0',
      schema: 'previewMedia',
      since: '2.12.0',
      isHonoured: true,
    },
    {
      ids: ['13.previewMedia.sources'],
      says: 'a poster of previewMedia',
      schema: 'previewMedia.object.sources.poster',
      since: '2.12.0',
      isHonoured: true,
    },
    {
      ids: ['13.previewImage.showmenu'],
      says: 'no showmenu of previewImage',
      schema: 'previewImage.object.showmenu',
      since: '2.13.0',
      isHonoured: false,
    },
    {
      ids: ['13.previewImage.referrerPolicy'],
      says: 'no referrerPolicy of previewImage',
      schema: 'previewImage.object.referrerPolicy',
      since: '2.13.0',
      isHonoured: false,
    },
    {
      ids: ['13.previewMedia.showmenu'],
      says: 'no showmenu of previewMedia',
      schema: 'previewMedia.object.showmenu',
      since: '2.13.0',
      isHonoured: false,
    },
    {
      ids: ['13.previewMedia.referrerPolicy'],
      says: 'no referrerPolicy of previewMedia',
      schema: 'previewMedia.object.referrerPolicy',
      since: '2.13.0',
      isHonoured: false,
    },
  ],
  ({ schema, since, isHonoured }) => {
    expect(createWxHarness({ library: since }).call('canIUse')(schema)).toBe(isHonoured);
    expect(createWxHarness({ library: before(since) }).call('canIUse')(schema)).toBe(false);
  },
);
