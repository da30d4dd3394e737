import type { PickedImage } from '#contract/pickers';
import type { Overlays } from '../overlays/index.ts';
import { relativeUrl } from '../resource-url.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { WxOptions } from './parameters.ts';
import { numberOf, textOf, textsOf } from './parameters.ts';

const MAX_IMAGES = 9;

/** `chooseImage` (wx-api.md §12), `getImageInfo` and `previewImage` (§13). */
export function createImageFunctions(kit: ApiKit, overlays: Overlays): WxFunctions {
  const { host } = kit;
  const page = (): string => host.router.current()?.route ?? host.launch.path;

  /** The scripted pick, or what the person picks. */
  async function pick(options: WxOptions): Promise<readonly PickedImage[]> {
    const count = Math.min(Math.max(Math.trunc(numberOf(options, 'count', MAX_IMAGES)), 1), MAX_IMAGES);
    const answer = await kit.call('wx:choose-image', {
      count,
      sizeType: textsOf(options, 'sizeType', ['original', 'compressed']),
      sourceType: textsOf(options, 'sourceType', ['album', 'camera']),
    });
    if (answer.kind === 'picked') return answer.tempFiles;
    const choice = await overlays.imagePicker.show({
      count,
      pictures: answer.album.map(({ id, url }) => ({ id, url: relativeUrl(url) })),
    });
    if (choice === null) throw new Refusal('cancel', 1);
    const request = choice.from === 'album' ? choice : ({ from: 'computer', count } as const);
    return (await kit.call('wx:pick-images', request)).tempFiles;
  }

  return {
    chooseImage: kit.asynchronous('chooseImage', {}, async (options) => {
      const picked = await pick(options);
      return {
        tempFilePaths: picked.map((file) => file.path),
        tempFiles: picked.map((file) => ({ ...file })),
      };
    }),

    getImageInfo: kit.asynchronous('getImageInfo', { src: 'String' }, async (options) => {
      const info = await kit.call('wx:get-image-info', { src: textOf(options, 'src'), page: page() });
      return { ...info };
    }),

    previewImage: kit.asynchronous('previewImage', { urls: 'Array' }, (options) => {
      const urls = textsOf(options, 'urls');
      if (urls.length === 0) throw new Refusal('parameter error: parameter.urls should not be empty;', 1001);
      // `current` is a URL by the documentation; many projects hand in its index.
      const current = options['current'];
      const index = typeof current === 'number' ? current : urls.indexOf(textOf(options, 'current', urls[0]));
      overlays.preview.show({
        urls: urls.map((url) => host.resourceUrl(url, page())),
        index: Math.min(Math.max(index, 0), urls.length - 1),
      });
      return {};
    }),
  };
}
