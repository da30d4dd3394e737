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

/** How often one component's data is set before the page can show any of it. */
interface Run {
  readonly startedAtMs: number;
  times: number;
  /** Calls that wait for others inside them. */
  depth: number;
}

/** Far beyond what a program does that ends. */
const MOST_TIMES = 10_000;
const MOST_DEEP = 200;
/** Where each time takes long, this many are enough when they take longer than that together. */
const MANY_TIMES = 1000;
const LONGEST_MS = 4000;

const runs = new WeakMap<GeneralComponent, Run>();

/** The component's run, which lasts until the program lets the page go on. */
function runOf(component: GeneralComponent): Run {
  let run = runs.get(component);
  if (!run) {
    runs.set(component, (run = { startedAtMs: performance.now(), times: 0, depth: 0 }));
    queueMicrotask(() => runs.delete(component));
  }
  return run;
}

/**
 * Ends what would go on for ever, as an observer that changes what it observes: nothing else of the page runs until
 * it ends, and what is wrong could not even be shown.
 */
function refuseEndless(component: GeneralComponent, run: Run, data: object): void {
  run.times += 1;
  const isSlow = run.times > MANY_TIMES && performance.now() - run.startedAtMs > LONGEST_MS;
  if (run.times <= MOST_TIMES && run.depth < MOST_DEEP && !isSlow) return;
  const fields = Object.keys(data)
    .slice(0, 3)
    .map((path) => `"${path}"`)
    .join(', ');
  throw new Error(
    `Component "${component.is}": setData has been called ${String(run.times)} times without a pause, last for ${fields}. An observer or a function of its calls it again and again; let it set the data only when the value is another.`,
  );
}

type SetData = (this: unknown, data: Record<string, unknown>, callback?: () => void) => void;

/**
 * `setData` with WeChat's rules about its arguments: what is no object changes nothing, a value of `undefined` and a
 * callback that is no function are pointed out. Tells the component's performance listener how long it took.
 * Throws when it is called without end.
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
    const run = runOf(component);
    refuseEndless(component, run, data);
    const listener = listeners.get(component);
    const startedAt = Date.now();
    run.depth += 1;
    try {
      Reflect.apply(setData, this, typeof callback === 'function' ? [data, callback] : [data]);
    } finally {
      run.depth -= 1;
    }
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
