// A page's scripts run later and may replace it.
const Recorder = globalThis.MediaRecorder;

/** What can be recorded, best first: phones record MP4. */
const TYPES = {
  silent: [
    { type: 'video/mp4;codecs=avc1.42E01E', extension: 'mp4' },
    { type: 'video/mp4', extension: 'mp4' },
    { type: 'video/webm;codecs=vp9', extension: 'webm' },
    { type: 'video/webm', extension: 'webm' },
  ],
  sounding: [
    { type: 'video/mp4;codecs=avc1.42E01E,mp4a.40.2', extension: 'mp4' },
    { type: 'video/mp4;codecs=avc1.42E01E,opus', extension: 'mp4' },
    { type: 'video/webm;codecs=vp9,opus', extension: 'webm' },
    { type: 'video/webm;codecs=vp8,opus', extension: 'webm' },
  ],
} as const;
const AUDIO_BITS_PER_SECOND = 48_000;

export interface Recording {
  readonly blob: Blob;
  /** Without its dot. */
  readonly extension: 'mp4' | 'webm';
}

/**
 * Records a canvas as a video until stopped, in the best format that this browser writes.
 *
 * @param options `sound` is what is heard with it, ended with the recording; nothing without it
 */
export function recordCanvas(
  canvas: HTMLCanvasElement,
  options: {
    readonly framesPerSecond: number;
    readonly bitsPerSecond: number;
    readonly sound?: readonly MediaStreamTrack[];
  },
): { stop(): Promise<Recording> } {
  const sound = options.sound ?? [];
  const format = TYPES[sound.length > 0 ? 'sounding' : 'silent'].find(({ type }) =>
    Recorder.isTypeSupported(type),
  );
  if (!format) throw new Error('This browser cannot record videos.');
  const seen = canvas.captureStream(options.framesPerSecond).getVideoTracks();
  const stream = new MediaStream([...seen, ...sound]);
  const recorder = new Recorder(stream, {
    mimeType: format.type,
    videoBitsPerSecond: options.bitsPerSecond,
    audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
  });
  const parts: Blob[] = [];
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => {
      resolve();
    });
  });
  recorder.start();
  return {
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      await ended;
      for (const track of stream.getTracks()) track.stop();
      return { blob: new Blob(parts, { type: format.type }), extension: format.extension };
    },
  };
}
