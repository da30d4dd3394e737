import type { FerryError } from '#contract/errors';
import { type ApiKit, Refusal, type WxFunctions } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { isOptions } from '../parameters.ts';
import { createObjectEvents, method, objectOf } from './members.ts';
import { type Recorder, type RecorderEvent, recorderFailure } from './recorder.ts';
import { audioSourcesOf, recordingOptions } from './recorder-options.ts';

/** The name that a failure of the manager carries, as in device logs. */
const MANAGER_API = 'operateRecorder';
const EVENTS = [
  ...['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error', 'InterruptionBegin', 'InterruptionEnd'],
];
/** UNCERTAIN: words of device logs. */
const NOT_STARTED = 'recorder not start';
/** What `startRecord` records: it has no options, and a minute at most. */
const OLD_RECORDING = { duration: 60_000, format: 'mp3', sampleRate: 16_000, numberOfChannels: 1 };

/**
 * `getRecorderManager`, `getAvailableAudioSources` and the older `startRecord` and `stopRecord` (WeChat's
 * documentation of each). Nothing interrupts a recording here but the app's going to the background, which pauses it
 * (UNCERTAIN: WeChat is silent).
 */
export function createRecorderFunctions(kit: ApiKit, recorder: Recorder): WxFunctions {
  const events = createObjectEvents(kit, 'getRecorderManager', EVENTS, { hasOff: false });

  function fail(error: FerryError | string): void {
    events.tell('Error', recorderFailure(kit, MANAGER_API, error));
  }

  function failLater(reason: string): void {
    kit.defer(() => {
      fail(reason);
    });
  }

  function tell(event: RecorderEvent): void {
    switch (event.kind) {
      case 'start':
        events.tell('Start');
        break;
      case 'pause':
        events.tell('Pause');
        break;
      case 'resume':
        events.tell('Resume');
        break;
      case 'frame':
        events.tell('FrameRecorded', { frameBuffer: event.frameBuffer, isLastFrame: event.isLastFrame });
        break;
      case 'stop':
        events.tell('Stop', event.recorded);
        break;
      case 'failed':
        fail(event.error);
    }
  }

  const manager = objectOf(kit, 'RecorderManager', {
    ...events.methods,
    start: method((written: unknown) => {
      const options = recordingOptions(isOptions(written) ? written : {}, kit.library);
      if (typeof options === 'string') failLater(options);
      else recorder.start(options, tell);
    }),
    pause: method(recorder.pause),
    resume: method(recorder.resume),
    stop: method(() => {
      if (!recorder.stop()) failLater(NOT_STARTED);
    }),
  });

  return {
    getRecorderManager: () => manager,
    getAvailableAudioSources: kit.asynchronous('getAvailableAudioSources', {}, () => ({
      audioSources: [...audioSourcesOf(kit.host.boot.device.platform)],
    })),
    startRecord: kit.asynchronous('startRecord', {}, () => {
      const options = recordingOptions(OLD_RECORDING, kit.library);
      if (typeof options === 'string') throw new Refusal(options);
      const { promise, resolve, reject } = Promise.withResolvers<WxResult>();
      recorder.start(options, (event) => {
        if (event.kind === 'stop') resolve({ tempFilePath: event.recorded.tempFilePath });
        else if (event.kind === 'failed') {
          reject(typeof event.error === 'string' ? new Refusal(event.error) : event.error);
        }
      });
      return promise;
    }),
    stopRecord: kit.asynchronous('stopRecord', {}, () => {
      if (!recorder.stop()) throw new Refusal(NOT_STARTED);
      return {};
    }),
  };
}
