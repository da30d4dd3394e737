import type { ApiKit, WxFunctions } from '../api-kit.ts';
import { createListeners } from '../listeners.ts';

/** `VKSession.start`'s status where the system cannot do it (WeChat's documentation of VKSession). */
const SYSTEM_NOT_SUPPORTED = 2_000_001;

/**
 * VisionKit and models need a phone's camera and chips: `isVKSupport` says no, a session's `start` answers with
 * WeChat's status for that, and an inference session tells its listeners of an error.
 */
export function createVisionFunctions(kit: ApiKit): WxFunctions {
  const { host, defer } = kit;
  return {
    isVKSupport: () => false,
    createVKSession(options) {
      host.reports.unsupported('wx.createVKSession');
      const events = createListeners();
      return {
        state: 0,
        config: options ?? {},
        cameraSize: { width: 0, height: 0 },
        start(callback: unknown) {
          if (typeof callback !== 'function') return;
          defer(() => {
            guarded(kit, () => void (callback as (status: number) => unknown)(SYSTEM_NOT_SUPPORTED));
          });
        },
        on(_event: string, listener: unknown) {
          events.on(listener);
        },
        off(_event: string, listener: unknown) {
          events.off(listener);
        },
        ...members(
          ['stop', 'destroy', 'requestAnimationFrame', 'cancelAnimationFrame', 'reset', 'update'],
          () => undefined,
        ),
        ...members(
          ['detectFace', 'detectHand', 'detectBody', 'runOCR', 'detectDepth', 'update3DMode'],
          () => undefined,
        ),
        ...members(['hitTest', 'getAllMarker', 'getAllOSDMarker'], () => []),
        ...members(
          ['getVKFrame', 'addMarker', 'removeMarker', 'addOSDMarker', 'removeOSDMarker'],
          () => null,
        ),
      };
    },
    createInferenceSession() {
      host.reports.unsupported('wx.createInferenceSession');
      const failed = createListeners();
      const told = { errMsg: 'createInferenceSession:fail not supported in Ferry yet' };
      defer(() => {
        failed.fire(told, (error) => {
          host.reports.exception(error, { ours: false });
        });
      });
      return {
        onLoad: () => undefined,
        offLoad: () => undefined,
        onError: failed.on,
        offError: failed.off,
        run: kit.asynchronous('run', {}, () => {
          throw Object.assign(new Error(told.errMsg), told);
        }),
        destroy: () => undefined,
      };
    },
  };
}

function members(names: readonly string[], method: () => unknown): Record<string, () => unknown> {
  return Object.fromEntries(names.map((name) => [name, method]));
}

function guarded({ host }: ApiKit, work: () => void): void {
  try {
    work();
  } catch (error) {
    host.reports.exception(error, { ours: false });
  }
}
