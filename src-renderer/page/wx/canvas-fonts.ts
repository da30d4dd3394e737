import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { shownRoute } from './local-file.ts';
import { isOptions, textOf } from './parameters.ts';

const WRAPPED = /^\s*url\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*?))\s*\)/i;

/** The address in `source`, which may be written as in a style sheet: `url("https://…")`. */
function addressIn(source: string): string {
  const found = WRAPPED.exec(source);
  return found ? (found[1] ?? found[2] ?? found[3] ?? '') : source;
}

/**
 * `loadFontFace` (WeChat's documentation of it): the font is fetched by main and known to pages and canvases from
 * then on. All pages are one document here, so one that is not `global` is known to the others too.
 */
export function createFontFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;
  return {
    loadFontFace: kit.asynchronous(
      'loadFontFace',
      { family: 'String', source: 'String' },
      async (options) => {
        const url = host.resourceUrl(addressIn(textOf(options, 'source')), shownRoute(host));
        const desc = isOptions(options['desc']) ? options['desc'] : {};
        const font = new FontFace(textOf(options, 'family'), `url("${url.replaceAll('"', '%22')}")`, {
          style: textOf(desc, 'style', 'normal'),
          weight: textOf(desc, 'weight', 'normal'),
        });
        try {
          await font.load();
        } catch {
          throw new Refusal('font does not load');
        }
        document.fonts.add(font);
        return { status: 'loaded' };
      },
    ),
  };
}
