import type { Overlays } from '../overlays/index.ts';
import type { PreviewItem } from '../overlays/preview.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { shownRoute } from './local-file.ts';
import { isOptions, numberOf, textOf, textsOf, typeName } from './parameters.ts';

function emptyList(key: string): Refusal {
  return new Refusal(`parameter error: parameter.${key} should not be empty;`, 1001);
}

/** `previewImage` and `previewMedia` (wx-api.md §13). */
export function createPreviewFunctions(kit: ApiKit, overlays: Pick<Overlays, 'preview'>): WxFunctions {
  const { host } = kit;
  const urlOf = (src: string): string => host.resourceUrl(src, shownRoute(host));

  function show(items: readonly PreviewItem[], index: number): void {
    overlays.preview.show({ items, index: Math.min(Math.max(Math.trunc(index), 0), items.length - 1) });
  }

  function itemFrom(source: unknown, index: number): PreviewItem {
    const url = isOptions(source) ? source['url'] : undefined;
    if (!isOptions(source) || typeof url !== 'string') {
      throw new Refusal(
        `parameter error: parameter.sources[${String(index)}].url should be String instead of ${typeName(url)};`,
        1001,
      );
    }
    if (source['type'] !== 'video') return { kind: 'image', url: urlOf(url) };
    const poster = textOf(source, 'poster');
    return { kind: 'video', url: urlOf(url), poster: poster === '' ? null : urlOf(poster) };
  }

  return {
    previewImage: kit.asynchronous('previewImage', { urls: 'Array' }, (options) => {
      const urls = textsOf(options, 'urls');
      if (urls.length === 0) throw emptyList('urls');
      // `current` is a URL by the documentation; many projects hand in its index.
      const current = options['current'];
      const index = typeof current === 'number' ? current : urls.indexOf(textOf(options, 'current', urls[0]));
      show(
        urls.map((url) => ({ kind: 'image', url: urlOf(url) })),
        index,
      );
      return {};
    }),

    previewMedia: kit.asynchronous('previewMedia', { sources: 'Array' }, (options) => {
      const sources = options['sources'] as readonly unknown[];
      if (sources.length === 0) throw emptyList('sources');
      show(sources.map(itemFrom), numberOf(options, 'current', 0));
      return {};
    }),
  };
}
