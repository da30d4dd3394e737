import { newCanvas, encodePicture } from './encode-picture.ts';
import { eventOf, factsOf, openVideo, closeVideo, VideoFailure, type VideoFacts } from './video-facts.ts';

const THUMBNAIL_QUALITY = 0.8;

/** The facts of a video, and its first picture as a JPEG of the video's own size. */
export interface SeenVideo {
  readonly facts: VideoFacts;
  readonly thumbnail: Blob;
}

/**
 * @param url of the page's own origin
 * @throws VideoFailure
 */
export async function seeVideo(url: string): Promise<SeenVideo> {
  const video = await openVideo(url);
  try {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) await eventOf(video, 'loadeddata');
    const facts = factsOf(video);
    const canvas = newCanvas(facts.width, facts.height);
    const context = canvas.getContext('2d');
    if (context === null) throw new VideoFailure('There is no memory for a picture of this size.');
    context.drawImage(video, 0, 0, facts.width, facts.height);
    return {
      facts,
      thumbnail: encodePicture(canvas, { type: 'image/jpeg', quality: THUMBNAIL_QUALITY }),
    };
  } finally {
    closeVideo(video);
  }
}
