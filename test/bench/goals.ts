import { BARE_TOOLS } from './compile-rows.ts';
import { LATENCY_NAMES, type Latency } from './latency.ts';
import type { Measured } from './rounds.ts';
import { median, medianOf } from './statistics.ts';
import {
  abortTimes,
  aboveIdle,
  progressRate,
  rowOf,
  sizeText,
  type AbortTable,
  type BuildTable,
  type LatencyTable,
  type MemoryTable,
  syncRatio,
  type ProgressTable,
  type SyncTable,
  type Table,
  type TransferTable,
} from './tables.ts';
import type { Cost, Direction, Subject, Workload } from './workload.ts';

/** What Ferry promises of its speed, against what was measured. */
export interface Goal {
  readonly title: string;
  readonly limit: number;
  readonly unit: '×' | 'MB' | '%' | 'ms' | '/s';
  /** Null when what it compares was not measured. */
  readonly measured: number | null;
}

/** How far a ratio may be over its goal before the check fails: machines are noisy. */
const TOLERANCE = 1.5;
const MB = 1024 * 1024;

/** The goals that the tables have figures for. */
export function goalsFrom(tables: readonly Table[]): Goal[] {
  return tables.flatMap((table) => {
    switch (table.kind) {
      case 'transfers':
        return transferGoals(table);
      case 'memory':
        return memoryGoals(table);
      case 'latency':
        return latencyGoals(table);
      case 'abort':
        return abortGoals(table);
      case 'progress':
        return progressGoals(table);
      case 'sync':
        return syncGoals(table);
      case 'builds':
        return buildGoals(table);
    }
  });
}

/**
 * Why the check fails; empty when it passes. Ratios fail beyond 1.5 × their goal, absolute figures never: they say
 * more of the machine than of Ferry. A Ferry that could not be measured fails.
 */
export function failuresOf(tables: readonly Table[], goals: readonly Goal[]): string[] {
  const over = goals.filter(
    ({ unit, measured, limit }) => unit === '×' && measured !== null && measured > limit * TOLERANCE,
  );
  const broken = tables.flatMap(({ title, rows }) =>
    rows
      .filter(({ name, failures }) => name.startsWith('Ferry') && failures.length > 0)
      .map(({ name, failures }) => `${title}: ${name} failed ${failures.length} times`),
  );
  return [...over.map((goal) => `${goal.title}: ${textOf(goal)}`), ...broken];
}

/** The goals as a Markdown table. */
export function markdownFromGoals(goals: readonly Goal[]): string {
  const rows = goals.map((goal) => {
    const verdict =
      goal.measured === null ? 'not measured' : goal.measured <= goal.limit ? 'met' : '**missed**';
    return `| ${goal.title} | ≤ ${String(goal.limit)} ${goal.unit} | ${textOf(goal)} | ${verdict} |`;
  });
  return ['### Goals', '', '| | goal | measured | |', '| --- | --: | --: | --- |', ...rows, ''].join('\n');
}

function textOf({ measured, unit }: Goal): string {
  return measured === null ? '–' : `${measured.toFixed(unit === '×' ? 2 : 1)} ${unit}`;
}

/** What is promised of a workload; null is not promised. */
interface TransferLimits {
  readonly wallToCurl: number | null;
  readonly wallToNode: number | null;
  readonly cpuToNode: number | null;
  readonly aboveIdleMb: number | null;
}

type WorkloadKind = 'one' | 'ten' | 'small';

const NOTHING: TransferLimits = { wallToCurl: null, wallToNode: null, cpuToNode: null, aboveIdleMb: null };

/** The memory of one transfer has a table of its own. */
const TRANSFER_LIMITS: Readonly<Record<Direction, Readonly<Record<WorkloadKind, TransferLimits>>>> = {
  upload: {
    one: { ...NOTHING, wallToCurl: 0.9, cpuToNode: 1 },
    ten: { ...NOTHING, wallToCurl: 1.5, aboveIdleMb: 32 },
    small: { ...NOTHING, wallToNode: 1.5 },
  },
  download: {
    one: { ...NOTHING, wallToCurl: 1.7, wallToNode: 0.95, cpuToNode: 1 },
    ten: { ...NOTHING, wallToCurl: 1.7, aboveIdleMb: 130 },
    small: { ...NOTHING, wallToNode: 1.5 },
  },
};
const ONE_ABOVE_IDLE_MB: Readonly<Record<Direction, number>> = { upload: 16, download: 110 };

function kindOf({ count, atOnce }: Workload): WorkloadKind {
  if (count === 1) return 'one';
  return atOnce > 1 ? 'ten' : 'small';
}

function transferGoals({ workload, rows }: TransferTable): Goal[] {
  const { direction, count, atOnce, sizeBytes } = workload;
  const limits = TRANSFER_LIMITS[direction][kindOf(workload)];
  const ferry = rowOf(rows, 'Ferry');
  const against = (
    control: Subject['name'],
    of: string,
    limit: number | null,
    read: (cost: Cost) => number | null,
  ): Goal[] => {
    if (limit === null) return [];
    const measured = ratio(medianIn(ferry, read), medianIn(rowOf(rows, control), read));
    return [{ title: `${what}, ${of} against ${control}`, limit, unit: '×', measured }];
  };
  const what =
    count === 1
      ? `${direction} of ${sizeText(sizeBytes)}`
      : `${String(count)} ${direction}s of ${sizeText(sizeBytes)}${atOnce > 1 ? ' at once' : ''}`;
  const aboveBytes = medianIn(ferry, aboveIdle);
  return [
    ...against('curl', 'wall time', limits.wallToCurl, ({ wallMs }) => wallMs),
    ...against('node:http', 'wall time', limits.wallToNode, ({ wallMs }) => wallMs),
    ...against('node:http', 'processor time', limits.cpuToNode, ({ cpuMs }) => cpuMs),
    ...(limits.aboveIdleMb === null
      ? []
      : [memoryGoal(`${what}, memory above idle`, limits.aboveIdleMb, aboveBytes)]),
  ];
}

function memoryGoal(title: string, limit: number, bytes: number | null): Goal {
  return { title, limit, unit: 'MB', measured: bytes === null ? null : bytes / MB };
}

function medianIn<Sample>(
  row: Measured<Sample> | null,
  read: (sample: Sample) => number | null,
): number | null {
  return medianOf(row?.samples ?? [], read);
}

function memoryGoals({ direction, sizesBytes, rows }: MemoryTable): Goal[] {
  const [smallest = 0, middle = 0, largest = 0] = sizesBytes;
  const ferry = rows.filter(({ name }) => name === 'Ferry');
  const peaks = ferry
    .map((row) => medianIn(row, ({ peakBytes }) => peakBytes))
    .filter((bytes) => bytes !== null);
  const ofMiddle = ferry.find(({ sizeBytes }) => sizeBytes === middle) ?? null;
  return [
    memoryGoal(
      `one ${direction} of ${sizeText(middle)}, memory above idle`,
      ONE_ABOVE_IDLE_MB[direction],
      medianIn(ofMiddle, aboveIdle),
    ),
    {
      title: `peak memory, largest against smallest of ${direction}s from ${sizeText(smallest)} to ${sizeText(largest)}`,
      limit: 1.1,
      unit: '×',
      measured: peaks.length < sizesBytes.length ? null : ratio(Math.max(...peaks), Math.min(...peaks)),
    },
  ];
}

function latencyGoals({ rows }: LatencyTable): Goal[] {
  const of = (transfers: keyof typeof LATENCY_NAMES): Measured<Latency> | null =>
    rowOf(rows, LATENCY_NAMES[transfers]);
  const p99 = (row: Measured<Latency> | null): number | null => medianIn(row, ({ p99Ms }) => p99Ms);
  const ferry = of('in the worker');
  const loopBusy = medianIn(ferry, (latency) => latency.loopBusy);
  return [
    {
      title: 'round trip p99 with ten transfers, journal and hashes, against idle',
      limit: 2,
      unit: '×',
      measured: ratio(p99(ferry), p99(of('none'))),
    },
    {
      title: 'the same against transfers inside the process',
      limit: 0.2,
      unit: '×',
      measured: ratio(p99(ferry), p99(of('in main'))),
    },
    {
      title: 'the main process’s event loop busy meanwhile',
      limit: 10,
      unit: '%',
      measured: loopBusy === null ? null : 100 * loopBusy,
    },
  ];
}

function abortGoals({ rows }: AbortTable): Goal[] {
  return rows.map((row) => {
    const times = abortTimes(row);
    const worst = times.length === 0 ? '' : `, worst ${Math.max(...times).toFixed(1)} ms`;
    return {
      title: `${row.name}, abort to closed socket and no \`.part\` (median${worst})`,
      limit: 50,
      unit: 'ms',
      measured: times.length === 0 ? null : median(times),
    };
  });
}

/** A promise to keep each time: the worst counts. */
function progressGoals({ rows }: ProgressTable): Goal[] {
  return rows.map(({ name, samples }) => ({
    title: `${name}, progress messages besides the first and the last`,
    limit: 10,
    unit: '/s',
    measured: samples.length === 0 ? null : Math.max(...samples.map(progressRate)),
  }));
}

const EDIT_MS = 150;
const COMPILE_TIMES = 1.3;

function buildGoals({ what, rows }: BuildTable): Goal[] {
  const wallMs = (row: Measured<{ readonly wallMs: number }> | null): number | null =>
    medianIn(row, (sample) => sample.wallMs);
  if (what === 'edit')
    return rows.map((row) => ({
      title: `${row.name}, from the save to the screen`,
      limit: EDIT_MS,
      unit: 'ms',
      measured: wallMs(row),
    }));
  const measured = ratio(wallMs(rowOf(rows, 'Ferry')), wallMs(rowOf(rows, BARE_TOOLS)));
  return [
    {
      title: 'a whole project compiled cold, against the bare tools',
      limit: COMPILE_TIMES,
      unit: '×',
      measured,
    },
  ];
}

/** Of up to 64 KiB each. */
function syncGoals({ rows }: SyncTable): Goal[] {
  return rows.map((row) => ({
    title: `${row.name}, against a bare sendSync`,
    limit: 2,
    unit: '×',
    measured: medianIn(row, syncRatio),
  }));
}

function ratio(value: number | null, base: number | null): number | null {
  return value === null || base === null ? null : value / base;
}
