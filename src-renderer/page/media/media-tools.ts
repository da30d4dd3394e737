import { FerryError } from '#contract/errors';
import type { FetchDoor } from '../wx/bodies.ts';
import { compressImage } from './compress-image.ts';
import { readVideoFacts } from './video-facts.ts';

/** What `wx` has the browser do with pictures and videos; handed in, as only a browser can. */
export interface MediaTools {
  /**
   * Content of a file.
   *
   * @param url of the page's own origin
   * @throws FerryError `file.io`
   */
  read(url: string): Promise<Blob>;
  readonly compressImage: typeof compressImage;
  readonly readVideoFacts: typeof readVideoFacts;
}

export function createMediaTools(fetchDoor: FetchDoor): MediaTools {
  return {
    async read(url) {
      const response = await fetchDoor(url).catch(() => null);
      if (!response?.ok) throw new FerryError('file.io', 'The file could not be read.');
      return response.blob();
    },
    compressImage,
    readVideoFacts,
  };
}
