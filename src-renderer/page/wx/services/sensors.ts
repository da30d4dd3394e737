import type { WxFunctions } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { createListeners } from '../listeners.ts';
import type { ServiceKit } from './service-kit.ts';

interface Sensor {
  readonly start: string;
  readonly stop: string;
  readonly event: string;
  /** Of a phone that lies on its back on a table and points to the north. */
  readonly reading: WxResult;
}

const SENSORS: readonly Sensor[] = [
  {
    start: 'startAccelerometer',
    stop: 'stopAccelerometer',
    event: 'AccelerometerChange',
    reading: { x: 0, y: 0, z: -1 },
  },
  {
    start: 'startCompass',
    stop: 'stopCompass',
    event: 'CompassChange',
    reading: { direction: 0, accuracy: 'high' },
  },
  {
    start: 'startGyroscope',
    stop: 'stopGyroscope',
    event: 'GyroscopeChange',
    reading: { x: 0, y: 0, z: 0 },
  },
  {
    start: 'startDeviceMotionListening',
    stop: 'stopDeviceMotionListening',
    event: 'DeviceMotionChange',
    reading: { alpha: 0, beta: 0, gamma: 0 },
  },
];

/**
 * Accelerometer, compass, gyroscope and orientation of a phone that nobody moves: each start tells one reading, and
 * so does each listener that comes while a sensor runs. A listener of the accelerometer or compass starts it, as on a
 * phone (WeChat's documentation of onAccelerometerChange and onCompassChange).
 */
export function createSensorFunctions(service: ServiceKit): WxFunctions {
  return Object.assign({}, ...SENSORS.map((sensor) => functionsOf(service, sensor))) as WxFunctions;
}

function functionsOf({ kit, notices }: ServiceKit, { start, stop, event, reading }: Sensor): WxFunctions {
  const { host, library } = kit;
  const listeners = createListeners();
  const on = `on${event}`;
  const startsByItself = event === 'AccelerometerChange' || event === 'CompassChange';
  let isRunning = false;

  const tell = (): void => {
    kit.defer(() => {
      if (!isRunning) return;
      const heard = listeners.fire(library.resultOf(on, 'callback', { ...reading }), (error) => {
        host.reports.exception(error, { ours: false });
      });
      if (heard) notices.madeUp(on);
    });
  };
  return {
    [start]: kit.asynchronous(start, {}, () => {
      isRunning = true;
      tell();
      return {};
    }),
    [stop]: kit.asynchronous(stop, {}, () => {
      isRunning = false;
      return {};
    }),
    [on](listener) {
      listeners.on(listener);
      isRunning ||= startsByItself;
      tell();
    },
    [`off${event}`]: listeners.off,
  };
}
