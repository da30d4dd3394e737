import { recordCanvas, type Recording } from './record-canvas.ts';
import { closeVideo, eventOf, factsOf, openVideo, VideoFailure, type VideoFacts } from './video-facts.ts';

/** `compressVideo`'s options: a quality, or the three single ones, which a quality overrules. */
export interface VideoWishes {
  readonly quality: 'low' | 'medium' | 'high' | null;
  readonly bitrateKbps: number | null;
  readonly fps: number | null;
  /** Of the source's measures, above 0 up to 1. */
  readonly resolution: number | null;
}

export interface VideoPlan {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitsPerSecond: number;
}

/** The longest side and the bitrate of each quality. UNCERTAIN: WeChat publishes none. */
const QUALITIES = {
  low: { longestPx: 640, bitsPerSecond: 600_000 },
  medium: { longestPx: 960, bitsPerSecond: 1_200_000 },
  high: { longestPx: 1280, bitsPerSecond: 2_500_000 },
} as const;
const DEFAULT_FPS = 30;
const MAX_FPS = 60;
const MIN_BITS_PER_SECOND = 64_000;
/** A busy computer plays a video more slowly. */
const PATIENCE_PER_SECOND_MS = 2_000;
const LEAST_PATIENCE_MS = 30_000;

/** What is known of the source; `fps` is null where nothing tells. */
export interface VideoSource extends VideoFacts {
  readonly sizeBytes: number;
  readonly fps: number | null;
}

/** What the result is to be, never more than the source has. */
export function planOf(source: VideoSource, wishes: VideoWishes): VideoPlan {
  const sourceBits = (source.sizeBytes * 8) / Math.max(source.duration, 0.1);
  const longest = Math.max(source.width, source.height);
  const isSingle =
    wishes.quality === null &&
    (wishes.bitrateKbps !== null || wishes.fps !== null || wishes.resolution !== null);
  const { longestPx, bitsPerSecond } = QUALITIES[wishes.quality ?? 'medium'];
  const scale = isSingle ? (wishes.resolution ?? 1) : Math.min(1, longestPx / longest);
  const wanted = isSingle
    ? wishes.bitrateKbps === null
      ? sourceBits
      : wishes.bitrateKbps * 1000
    : bitsPerSecond;
  return {
    width: evenOf(source.width * scale),
    height: evenOf(source.height * scale),
    fps: Math.min(Math.max((isSingle ? wishes.fps : null) ?? MAX_FPS, 1), source.fps ?? DEFAULT_FPS, MAX_FPS),
    bitsPerSecond: Math.round(Math.max(Math.min(wanted, sourceBits), MIN_BITS_PER_SECOND)),
  };
}

/** Encoders want even measures. */
function evenOf(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}

/**
 * Plays a video and records what is seen and heard: it takes as long as the video does.
 *
 * @param plan from the facts of the video
 * @throws VideoFailure where the source does not play or this browser writes no video
 */
export async function compressVideo(
  url: string,
  plan: (source: VideoFacts) => VideoPlan,
): Promise<Recording> {
  const video = await openVideo(url);
  const { width, height, fps, bitsPerSecond } = plan(factsOf(video));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new VideoFailure('There is no memory for a video of this size.');
  const draw = (): void => {
    context.drawImage(video, 0, 0, width, height);
  };
  draw();
  const drawing = setInterval(draw, 1000 / fps);
  try {
    const recorder = recordCanvas(canvas, { framesPerSecond: fps, bitsPerSecond, sound: soundOf(video) });
    const ended = eventOf(video, 'ended', video.duration * PATIENCE_PER_SECOND_MS + LEAST_PATIENCE_MS);
    // Whatever comes of it, the recorder lets go of its streams.
    return await Promise.all([video.play(), ended]).then(
      () => recorder.stop(),
      async (error: unknown) => {
        await recorder.stop();
        throw error;
      },
    );
  } catch (error) {
    throw error instanceof VideoFailure ? error : new VideoFailure(String(error), { cause: error });
  } finally {
    clearInterval(drawing);
    closeVideo(video);
  }
}

/** A `<video>` whose picture and sound can be recorded; not in TypeScript's own declarations. */
interface CapturableVideo extends HTMLVideoElement {
  captureStream?(): MediaStream;
}

function soundOf(video: CapturableVideo): readonly MediaStreamTrack[] {
  return video.captureStream?.().getAudioTracks() ?? [];
}
