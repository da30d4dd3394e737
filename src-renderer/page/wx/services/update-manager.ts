import type { WxFunction, WxFunctions } from '../api-kit.ts';
import { createListeners, type Listeners } from '../listeners.ts';
import { isOptions } from '../parameters.ts';
import { pause } from './mocked.ts';
import type { ServiceKit } from './service-kit.ts';

const API = 'getUpdateManager';

/**
 * `wx.getUpdateManager`: no update, once for each start, unless `ferry.mock.json` says
 * `{"getUpdateManager": {"success": {"hasUpdate": true}}}`: then one is ready a moment later, and `applyUpdate`
 * restarts the mini-program. With `fail` its download fails.
 */
export function createUpdateManager({ kit, mockOf, notices }: ServiceKit): WxFunctions {
  const { host, library } = kit;
  const checked = createListeners();
  const ready = createListeners();
  const failed = createListeners();
  const mock = mockOf(API);
  const answer = mock !== null && 'success' in mock && isOptions(mock.success) ? mock.success : {};
  const fails = mock !== null && 'fail' in mock;
  const hasUpdate = fails || answer['hasUpdate'] === true;
  /** What was told already reaches who listens later, as on a phone. */
  const told = new Map<Listeners, object>();
  let begun = false;

  function tell(method: string, listeners: Listeners, argument: object): void {
    const value = library.toldBy(API, method, argument);
    told.set(listeners, value);
    listeners.fire(value, (error) => {
      host.reports.exception(error, { ours: false });
    });
  }

  async function check(): Promise<void> {
    await pause(mock?.delayMs ?? 0);
    if (mock !== null) notices.fromFile(API);
    tell('onCheckForUpdate', checked, { hasUpdate });
    if (!hasUpdate) return;
    await pause(0);
    if (fails) tell('onUpdateFailed', failed, {});
    else tell('onUpdateReady', ready, {});
  }

  const on =
    (listeners: Listeners): WxFunction =>
    (listener) => {
      listeners.on(listener);
      const earlier = told.get(listeners);
      if (earlier === undefined || typeof listener !== 'function') return;
      kit.defer(() => {
        try {
          Reflect.apply(listener, undefined, [earlier]);
        } catch (error) {
          host.reports.exception(error, { ours: false });
        }
      });
    };
  const manager: WxFunctions = {
    onCheckForUpdate: on(checked),
    onUpdateReady: on(ready),
    onUpdateFailed: on(failed),
    applyUpdate() {
      if (!told.has(ready)) return;
      void host.router.reLaunch(`/${host.launch.path}`).catch((error: unknown) => {
        host.reports.exception(error, { ours: false });
      });
    },
  };
  return {
    getUpdateManager: kit.synchronous(API, () => {
      if (!begun) {
        begun = true;
        void check();
      }
      return manager;
    }),
  };
}
