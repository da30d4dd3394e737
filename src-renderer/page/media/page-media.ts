import { compressImage } from './compress-image.ts';
import { compressVideo } from './compress-video.ts';
import { cropImage } from './crop-image.ts';
import { seeVideo } from './video-thumbnail.ts';
import { closeVideo, factsOf, measureFps, openVideo, type VideoFacts } from './video-facts.ts';

/** The browser's own codecs, for the `wx` functions that work on pictures and videos. */
export interface PageMedia {
  /** The content behind a URL of the page's own origin; null where there is none. */
  load(url: string): Promise<Blob | null>;
  readonly compressImage: typeof compressImage;
  readonly cropImage: typeof cropImage;
  readonly compressVideo: typeof compressVideo;
  readonly seeVideo: typeof seeVideo;
  /**
   * @param isRateWanted plays some of the video to measure its frames; else `fps` is null
   * @throws VideoFailure
   */
  videoFacts(url: string, isRateWanted: boolean): Promise<VideoFacts & { readonly fps: number | null }>;
}

/** @param fetchDoor `fetch` as the page has it at its start: project code may replace the global one */
export function createPageMedia(fetchDoor: typeof fetch): PageMedia {
  return {
    async load(url) {
      const response = await fetchDoor(url);
      return response.ok ? response.blob() : null;
    },
    compressImage,
    cropImage,
    compressVideo,
    seeVideo,
    async videoFacts(url, isRateWanted) {
      const video = await openVideo(url);
      try {
        return { ...factsOf(video), fps: isRateWanted ? await measureFps(video) : null };
      } finally {
        closeVideo(video);
      }
    },
  };
}
