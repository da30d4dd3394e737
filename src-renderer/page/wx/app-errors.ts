import type { ApiKit, WxFunctions } from './api-kit.ts';
import { createListeners, type Listeners } from './listeners.ts';

/**
 * What befalls app and phone: `onError`, `onUnhandledRejection`, `onMemoryWarning`, `onAudioInterruptionBegin` and
 * `…End`, `onUserCaptureScreen`, and their `off…` (WeChat's documentation of app events).
 */
export function createAppErrorFunctions(kit: ApiKit): WxFunctions {
  const { host, library } = kit;
  const errors = createListeners();
  const rejections = createListeners();
  const memory = createListeners();
  const captures = createListeners();
  const interrupted = createListeners();
  const resumed = createListeners();

  /** What a listener throws is reported; it is told to no listener of errors again. */
  function tell(api: string, listeners: Listeners, argument: object): void {
    listeners.fire(library.resultOf(api, 'callback', argument), (error) => {
      host.reports.exception(error, { ours: false });
    });
  }

  let isTelling = false;
  host.onUncaught((event) => {
    if (event.kind === 'rejection') {
      tell('onUnhandledRejection', rejections, { reason: event.reason, promise: event.promise });
      return;
    }
    // A listener that throws would hear of itself without end.
    if (isTelling) return;
    isTelling = true;
    // The library hands a text, not an object (WeChat's documentation of onError).
    errors.fire(event.text as unknown as object, (error) => {
      host.reports.exception(error, { ours: false });
    });
    isTelling = false;
  });
  host.onPhoneEvent((event) => {
    switch (event.name) {
      case 'memory-warning':
        tell('onMemoryWarning', memory, { level: event.level });
        break;
      case 'screen-captured':
        tell('onUserCaptureScreen', captures, {});
        break;
      case 'audio-interrupted':
        tell('onAudioInterruptionBegin', interrupted, {});
        break;
      case 'audio-resumed':
        tell('onAudioInterruptionEnd', resumed, {});
    }
  });

  return {
    onError: errors.on,
    offError: errors.off,
    onUnhandledRejection: rejections.on,
    offUnhandledRejection: rejections.off,
    onMemoryWarning: memory.on,
    offMemoryWarning: memory.off,
    onUserCaptureScreen: captures.on,
    offUserCaptureScreen: captures.off,
    onAudioInterruptionBegin: interrupted.on,
    offAudioInterruptionBegin: interrupted.off,
    onAudioInterruptionEnd: resumed.on,
    offAudioInterruptionEnd: resumed.off,
  };
}
