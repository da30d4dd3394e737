import { LATENCY_NAMES } from './latency.ts';
import type { Measured } from './rounds.ts';
import { medianOf } from './statistics.ts';
import {
  aboveIdle,
  rowOf,
  sizeText,
  type LatencyTable,
  type MemoryTable,
  type Table,
  type TransferTable,
} from './tables.ts';
import type { Cost } from './workload.ts';

/** What Ferry promises of its speed, against what was measured. */
export interface Goal {
  readonly title: string;
  readonly limit: number;
  readonly unit: '×' | 'MB';
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
  return measured === null ? '–' : `${measured.toFixed(unit === 'MB' ? 1 : 2)} ${unit}`;
}

function transferGoals({ workload, rows }: TransferTable): Goal[] {
  if (workload.count > 1) return [];
  const wall = (name: string): number | null =>
    medianOf(rowOf(rows, name)?.samples ?? [], ({ wallMs }) => wallMs);
  const what = `${workload.direction} of ${sizeText(workload.sizeBytes)}, wall time`;
  const against = (control: string, limit: number): Goal => ({
    title: `${what} against ${control}`,
    limit,
    unit: '×',
    measured: ratio(wall('Ferry'), wall(control)),
  });
  return workload.direction === 'upload'
    ? [against('curl', 1.1)]
    : [against('curl', 2), against('node:http', 1)];
}

function memoryGoals({ direction, sizesBytes, rows }: MemoryTable): Goal[] {
  const above = (row: Measured<Cost>): number | null => medianOf(row.samples, aboveIdle);
  const [smallest = 0, middle = 0, largest = 0] = sizesBytes;
  const ferry = rows.filter(({ name }) => name === 'Ferry');
  const peaks = ferry
    .map((row) => medianOf(row.samples, ({ peakBytes }) => peakBytes))
    .filter((bytes) => bytes !== null);
  const ofMiddle = ferry.find(({ sizeBytes }) => sizeBytes === middle);
  const middleBytes = ofMiddle === undefined ? null : above(ofMiddle);
  return [
    {
      title: `one ${direction} of ${sizeText(middle)}, memory above idle`,
      limit: direction === 'upload' ? 16 : 110,
      unit: 'MB',
      measured: middleBytes === null ? null : middleBytes / MB,
    },
    {
      title: `peak memory, largest against smallest of ${direction}s from ${sizeText(smallest)} to ${sizeText(largest)}`,
      limit: 1.1,
      unit: '×',
      measured: peaks.length < sizesBytes.length ? null : ratio(Math.max(...peaks), Math.min(...peaks)),
    },
  ];
}

function latencyGoals({ rows }: LatencyTable): Goal[] {
  const p99 = (name: string): number | null =>
    medianOf(rowOf(rows, name)?.samples ?? [], ({ p99Ms }) => p99Ms);
  const ferry = p99(LATENCY_NAMES['in the worker']);
  return [
    {
      title: 'round trip p99 with ten transfers against idle',
      limit: 3,
      unit: '×',
      measured: ratio(ferry, p99(LATENCY_NAMES.none)),
    },
    {
      title: 'the same against transfers inside the process',
      limit: 0.25,
      unit: '×',
      measured: ratio(ferry, p99(LATENCY_NAMES['in main'])),
    },
  ];
}

function ratio(value: number | null, base: number | null): number | null {
  return value === null || base === null ? null : value / base;
}
