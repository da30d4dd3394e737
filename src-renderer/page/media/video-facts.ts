/** What a `<video>` tells of its source. */
export interface VideoFacts {
  /** Seconds. */
  readonly duration: number;
  /** Pixels as shown, after any turn that the file asks for. */
  readonly width: number;
  readonly height: number;
}

/** Nothing here plays the source: it is not there, no video, or of a format that this browser does not decode. */
export class VideoFailure extends Error {
  override readonly name = 'VideoFailure';
}

/** A source that says nothing in this time never will. */
const PATIENCE_MS = 20_000;
/** Far beyond the end of any video: seeking there makes the browser look for the end. */
const BEYOND_S = 1e10;

/**
 * A `<video>`, silent and out of the document, whose measures and length are known.
 *
 * @param url of the page's own origin
 * @throws VideoFailure
 */
export async function openVideo(url: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = url;
  await eventOf(video, 'loadedmetadata');
  // A recording in pieces does not know its length before its end has been seen.
  if (!Number.isFinite(video.duration)) {
    video.currentTime = BEYOND_S;
    while (!Number.isFinite(video.duration)) await eventOf(video, 'durationchange');
    video.currentTime = 0;
    await eventOf(video, 'seeked');
  }
  if (video.videoWidth === 0) {
    closeVideo(video);
    throw new VideoFailure('There is no picture in it.');
  }
  return video;
}

/** Lets go of the source and of what was decoded. */
export function closeVideo(video: HTMLVideoElement): void {
  video.pause();
  video.removeAttribute('src');
  video.load();
}

export function factsOf(video: HTMLVideoElement): VideoFacts {
  return { duration: video.duration, width: video.videoWidth, height: video.videoHeight };
}

/** Resolves with the next event of that name; throws VideoFailure when the source fails or keeps silent. */
export function eventOf(video: HTMLVideoElement, name: string, patienceMs = PATIENCE_MS): Promise<void> {
  const ended = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const { signal } = ended;
  video.addEventListener(
    name,
    () => {
      resolve(undefined);
    },
    { signal },
  );
  video.addEventListener(
    'error',
    () => {
      reject(new VideoFailure(video.error?.message ?? 'It cannot be played.'));
    },
    { signal },
  );
  const timer = setTimeout(() => {
    reject(new VideoFailure(`There was no ${name}.`));
  }, patienceMs);
  return promise.finally(() => {
    clearTimeout(timer);
    ended.abort();
  });
}

/** So many frames are looked at, or as many as come in this time. */
const FRAMES_SEEN = 30;
const LOOKING_MS = 2_000;

/**
 * Frames a second, by playing some of it: the time between two frames that were shown one after the other. Null where
 * too few are shown to tell.
 */
export async function measureFps(video: HTMLVideoElement): Promise<number | null> {
  const gaps: number[] = [];
  let last: VideoFrameCallbackMetadata | null = null;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const look = (_now: number, frame: VideoFrameCallbackMetadata): void => {
    const frames = last === null ? 0 : frame.presentedFrames - last.presentedFrames;
    if (last !== null && frames === 1 && frame.mediaTime > last.mediaTime) {
      gaps.push(frame.mediaTime - last.mediaTime);
    }
    last = frame;
    if (gaps.length >= FRAMES_SEEN) resolve(undefined);
    else video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  video.addEventListener('ended', () => {
    resolve(undefined);
  });
  const timer = setTimeout(() => {
    resolve(undefined);
  }, LOOKING_MS);
  await video.play().catch(() => {
    resolve(undefined);
  });
  await promise;
  clearTimeout(timer);
  video.pause();
  return medianRate(gaps);
}

/** The rate of the middle one of the gaps, in seconds; a dropped frame makes a few of them longer. */
export function medianRate(gaps: readonly number[]): number | null {
  const middle = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return middle === undefined ? null : 1 / middle;
}
