// A page's scripts run later and may replace it.
const Recorder = globalThis.MediaRecorder;

/** What can be recorded, best first: phones record MP4. */
const TYPES = [
  { type: 'video/mp4;codecs=avc1.42E01E', extension: 'mp4' },
  { type: 'video/mp4', extension: 'mp4' },
  { type: 'video/webm;codecs=vp9', extension: 'webm' },
  { type: 'video/webm', extension: 'webm' },
] as const;

export interface Recording {
  readonly blob: Blob;
  /** Without its dot. */
  readonly extension: 'mp4' | 'webm';
}

/** Records a canvas as a silent video until stopped, in the best format that this browser writes. */
export function recordCanvas(
  canvas: HTMLCanvasElement,
  options: { readonly framesPerSecond: number; readonly bitsPerSecond: number },
): { stop(): Promise<Recording> } {
  const format = TYPES.find(({ type }) => Recorder.isTypeSupported(type));
  if (!format) throw new Error('This browser cannot record videos.');
  const stream = canvas.captureStream(options.framesPerSecond);
  const recorder = new Recorder(stream, {
    mimeType: format.type,
    videoBitsPerSecond: options.bitsPerSecond,
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
