import { FerryError } from '#contract/errors';
import { wxErrorFrom } from '#contract/wx-errors';
import type { ApiKit } from '../api-kit.ts';
import type { BodyCarrier } from '../bodies.ts';
import type { Permissions } from '../permissions.ts';
import { createAacWriter } from './aac-writer.ts';
import type { AudioParts } from './element.ts';
import { createMp3Writer } from './mp3-writer.ts';
import { createPcmWriter, createWavWriter } from './pcm-writers.ts';
import type { RecordingFormat, RecordingOptions } from './recorder-options.ts';
import { createRecording, type Recording, type RecordingWriter } from './recording.ts';

/** What a recording has become (WeChat's documentation of RecorderManager.onStop). */
export interface Recorded {
  readonly tempFilePath: string;
  /** Milliseconds, pauses not counted. */
  readonly duration: number;
  /** Bytes. */
  readonly fileSize: number;
}

/** What a recorder tells; a failure as the text after `<api>:fail `. */
export type RecorderEvent =
  | { readonly kind: 'start' | 'pause' | 'resume' }
  | { readonly kind: 'frame'; readonly frameBuffer: ArrayBuffer; readonly isLastFrame: boolean }
  | { readonly kind: 'stop'; readonly recorded: Recorded }
  | { readonly kind: 'failed'; readonly error: FerryError | string };

/**
 * Ferry's one recorder. It records a tune in place of a microphone. Every call is answered by an event on a later
 * turn; what a call cannot do now is a `failed`.
 */
export interface Recorder {
  /** @param tell hears of this recording until it has stopped or failed */
  start(options: RecordingOptions, tell: (event: RecorderEvent) => void): void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** False when nothing is recorded. */
  stop(): boolean;
}

export interface RecorderDeps {
  readonly kit: Pick<ApiKit, 'call' | 'defer' | 'host'>;
  readonly parts: Pick<AudioParts, 'now' | 'every'>;
  readonly permissions: Permissions;
  readonly bodies: BodyCarrier;
}

const WRITERS: Readonly<Record<RecordingFormat, (options: RecordingOptions) => RecordingWriter>> = {
  mp3: createMp3Writer,
  aac: createAacWriter,
  wav: createWavWriter,
  PCM: createPcmWriter,
};
const TICK_MS = 100;
/** UNCERTAIN: words of device logs; the documentation has none. */
const BUSY = 'is recording or paused';

/** A recording under way. */
interface Take {
  readonly options: RecordingOptions;
  readonly recording: Recording;
  readonly tell: (event: RecorderEvent) => void;
  /** Recorded before the pause or the tick; milliseconds. */
  elapsedMs: number;
  /** When it began or went on; null while it is paused. */
  runningSinceMs: number | null;
  stopTicking: () => void;
}

export function createRecorder({ kit, parts, permissions, bodies }: RecorderDeps): Recorder {
  let take: Take | null = null;
  let isStarting = false;
  let isHidden = false;

  function elapsedOf(current: Take): number {
    const runningMs = current.runningSinceMs === null ? 0 : parts.now() - current.runningSinceMs;
    return Math.min(current.options.durationMs, current.elapsedMs + runningMs);
  }

  function run(current: Take): void {
    current.runningSinceMs = parts.now();
    current.stopTicking = parts.every(TICK_MS, () => {
      const elapsedMs = elapsedOf(current);
      if (elapsedMs >= current.options.durationMs) finish(current);
      else current.recording.growTo(elapsedMs);
    });
  }

  function halt(current: Take): void {
    current.elapsedMs = elapsedOf(current);
    current.runningSinceMs = null;
    current.stopTicking();
  }

  async function begin(options: RecordingOptions, tell: Take['tell']): Promise<void> {
    await permissions.ask('scope.record');
    const recording = createRecording({
      options,
      writer: WRITERS[options.format](options),
      onFrame(frameBuffer, isLastFrame) {
        tell({ kind: 'frame', frameBuffer, isLastFrame });
      },
    });
    take = { options, recording, tell, elapsedMs: 0, runningSinceMs: null, stopTicking: () => undefined };
    run(take);
    tell({ kind: 'start' });
  }

  /** Keeps what was recorded as a temp file. */
  async function keep({ recording, elapsedMs }: Take): Promise<Recorded> {
    recording.growTo(elapsedMs);
    const body = await bodies.outgoing(recording.file());
    if (body.kind !== 'bytes' && body.kind !== 'posted') {
      throw new FerryError('internal', 'A recording became no file.');
    }
    const { path, size } = await kit.call('wx:import-temp', {
      content: body,
      extension: recording.extension,
      madeBy: { kind: 'recorded' },
    });
    return { tempFilePath: path, duration: Math.round(elapsedMs), fileSize: size };
  }

  function finish(current: Take): void {
    halt(current);
    take = null;
    keep(current).then(
      (recorded) => {
        current.tell({ kind: 'stop', recorded });
      },
      (error: unknown) => {
        current.tell({ kind: 'failed', error: FerryError.from(error) });
      },
    );
  }

  function pause(): void {
    const current = take;
    if (current?.runningSinceMs == null) return;
    halt(current);
    current.recording.growTo(current.elapsedMs);
    kit.defer(() => {
      current.tell({ kind: 'pause' });
    });
  }

  kit.host.onAppEvent((event) => {
    if (event.kind !== 'app') return;
    isHidden = event.state === 'hidden';
    if (isHidden) pause();
  });

  return {
    start(options, tell) {
      const refusal = take !== null || isStarting ? BUSY : isHidden ? 'the app is in the background' : null;
      if (refusal !== null) {
        kit.defer(() => {
          tell({ kind: 'failed', error: refusal });
        });
        return;
      }
      isStarting = true;
      begin(options, tell)
        .catch((error: unknown) => {
          tell({ kind: 'failed', error: FerryError.from(error) });
        })
        .finally(() => {
          isStarting = false;
        });
    },
    pause,
    resume() {
      const current = take;
      if (current?.runningSinceMs !== null || isHidden) return;
      run(current);
      kit.defer(() => {
        current.tell({ kind: 'resume' });
      });
    },
    stop() {
      if (take === null) return false;
      finish(take);
      return true;
    },
  };
}

/** What is said of a failure after `<api>:fail `, and its number. */
export function recorderFailure(
  kit: Pick<ApiKit, 'host'>,
  api: string,
  error: FerryError | string,
): { readonly errMsg: string; readonly errno?: number } {
  if (typeof error === 'string') return { errMsg: `${api}:fail ${error}` };
  return wxErrorFrom(api, error.toWire(), kit.host.boot.traits.wording);
}
