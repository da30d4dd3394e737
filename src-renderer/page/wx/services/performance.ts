import type { RouteEvent } from '../../host.ts';
import type { WxFunctions } from '../api-kit.ts';
import { isOptions, textsOf } from '../parameters.ts';
import type { ServiceKit } from './service-kit.ts';

/** An entry as `wx.getPerformance` gives it (WeChat's documentation of PerformanceEntry); times in ms of the epoch. */
export interface PerformanceRecord {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  readonly [key: string]: unknown;
}

const API = 'getPerformance';
/** How many entries are kept until `setBufferSize` says otherwise. */
const DEFAULT_BUFFER = 200;

interface Observer {
  readonly types: () => readonly string[];
  readonly tell: (entries: readonly PerformanceRecord[]) => void;
}

/**
 * `wx.getPerformance`: how the mini-program was launched, its script run and its pages opened. Observers hear of what
 * comes after they began.
 */
export function createPerformanceFunctions({ kit }: ServiceKit): WxFunctions {
  const { host, library } = kit;
  const observers = new Set<Observer>();
  let entries: PerformanceRecord[] = [];
  let bufferSize = DEFAULT_BUFFER;

  function add(entry: PerformanceRecord): void {
    entries = [...entries, entry].slice(-bufferSize);
    for (const observer of observers) {
      if (observer.types().includes(entry.entryType)) observer.tell([entry]);
    }
  }
  /** Routes that have begun, by their event ids. */
  const begun = new Map<string, RouteEvent>();
  host.router.onRoute((event) => {
    if (event.name === 'beforeAppRoute') begun.set(event.routeEventId, event);
    if (event.name !== 'appRouteDone') return;
    const began = begun.get(event.routeEventId) ?? event;
    begun.delete(event.routeEventId);
    for (const entry of entriesOf(began, event)) add(entry);
  });
  add({
    name: 'evaluateScript',
    entryType: 'script',
    moduleName: 'app',
    startTime: Math.round(performance.timeOrigin),
    duration: Math.round(performance.now()),
    fileList: ['app.js'],
  });

  const copy = (some: readonly PerformanceRecord[]): object[] => some.map((entry) => ({ ...entry }));
  const listOf = (some: readonly PerformanceRecord[]): WxFunctions => ({
    getEntries: () => copy(some),
    getEntriesByName: (name, type) =>
      copy(some.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type))),
    getEntriesByType: (type) => copy(some.filter((entry) => entry.entryType === type)),
  });

  function createObserver(callback: unknown): object {
    let types: readonly string[] = [];
    const observer: Observer = {
      types: () => types,
      tell(some) {
        kit.defer(() => {
          if (typeof callback !== 'function' || !observers.has(observer)) return;
          try {
            Reflect.apply(callback, undefined, [listOf(some)]);
          } catch (error) {
            host.reports.exception(error, { ours: false });
          }
        });
      },
    };
    return {
      observe(options: unknown) {
        const wanted = isOptions(options) ? options : {};
        types = [...textsOf(wanted, 'entryTypes'), ...textsOf(wanted, 'type')];
        observers.add(observer);
      },
      disconnect() {
        observers.delete(observer);
      },
    };
  }

  const made: WxFunctions = {
    getEntries: () => listOf(entries)['getEntries']?.(),
    getEntriesByName: (...values) => listOf(entries)['getEntriesByName']?.(...values),
    getEntriesByType: (...values) => listOf(entries)['getEntriesByType']?.(...values),
    createObserver,
    setBufferSize(size) {
      if (typeof size !== 'number' || !(size >= 0)) return;
      bufferSize = Math.trunc(size);
      entries = bufferSize === 0 ? [] : entries.slice(-bufferSize);
    },
  };
  return { getPerformance: kit.synchronous(API, () => library.returned(API, made)) };
}

/** The entries of a page that was opened: `began` and `done` are the first and the last step of its route. */
function entriesOf(began: RouteEvent, done: RouteEvent): PerformanceRecord[] {
  const page = { path: began.path, pageId: done.webviewId };
  const startTime = began.timeStamp;
  const duration = Math.max(0, done.timeStamp - startTime);
  const navigation = {
    entryType: 'navigation',
    ...page,
    navigationStart: startTime,
    navigationType: began.openType,
    startTime,
    duration,
  };
  const render = { entryType: 'render', ...page };
  return [
    ...(began.openType === 'appLaunch' ? [{ name: 'appLaunch', ...navigation }] : []),
    { name: 'route', ...navigation },
    { name: 'firstRender', ...render, startTime, duration },
    { name: 'firstPaint', ...render, startTime: done.timeStamp, duration: 0 },
    { name: 'firstContentfulPaint', ...render, startTime: done.timeStamp, duration: 0 },
  ];
}
