import type { GeneralComponent } from 'glass-easel';
import { warnOnce } from './warnings.ts';

/** What `setUpdatePerformanceListener` tells of one `setData`: times in ms since the epoch (WeChat's documentation). */
interface UpdatePerformance {
  readonly updateProcessId: number;
  readonly isMergedUpdate: boolean;
  readonly pendingStartTimestamp: number;
  readonly updateStartTimestamp: number;
  readonly updateEndTimestamp: number;
  readonly dataPaths?: readonly string[];
}

interface PerformanceListener {
  readonly withDataPaths: boolean;
  readonly heard: (this: unknown, update: UpdatePerformance) => unknown;
}

const listeners = new WeakMap<GeneralComponent, PerformanceListener>();
let updateCount = 0;

/** `this.setUpdatePerformanceListener(options, listener)`; null in place of the listener takes it away. */
export function setPerformanceListener(
  component: GeneralComponent,
  options: unknown,
  listener: unknown,
): void {
  if (typeof listener !== 'function') {
    listeners.delete(component);
    return;
  }
  const withDataPaths = (options as { withDataPaths?: unknown } | null)?.withDataPaths === true;
  listeners.set(component, { withDataPaths, heard: listener as PerformanceListener['heard'] });
}

type SetData = (this: unknown, data: Record<string, unknown>, callback?: () => void) => void;

/**
 * `setData` with WeChat's rules about its arguments: what is no object changes nothing, a value of `undefined` and a
 * callback that is no function are pointed out. Tells the component's performance listener how long it took.
 */
export function checkedSetData(
  setData: SetData,
  componentOf: (caller: unknown) => GeneralComponent,
): SetData {
  return function (this: unknown, data, callback) {
    const component = componentOf(this);
    const given: unknown = data;
    if (typeof given !== 'object' || given === null) {
      warnOnce(
        `Component "${component.is}": setData accepts an Object rather than some ${given === null ? 'null' : typeof given}.`,
      );
      return;
    }
    for (const [path, value] of Object.entries(data)) {
      if (value === undefined) warnOnce(`Setting data field "${path}" to undefined is invalid.`);
    }
    const listener = listeners.get(component);
    const startedAt = Date.now();
    Reflect.apply(setData, this, typeof callback === 'function' ? [data, callback] : [data]);
    if (!listener) return;
    Reflect.apply(listener.heard, this, [
      {
        updateProcessId: updateCount++,
        isMergedUpdate: false,
        pendingStartTimestamp: startedAt,
        updateStartTimestamp: startedAt,
        updateEndTimestamp: Date.now(),
        ...(listener.withDataPaths ? { dataPaths: Object.keys(data) } : {}),
      },
    ]);
  };
}
