import { describe, expect, it } from 'vitest';
import type { AbortReport } from '../../bench/abort-main.ts';
import { failuresOf, goalsFrom, type Goal } from '../../bench/goals.ts';
import { LATENCY_NAMES, type Latency } from '../../bench/latency.ts';
import type { Measured } from '../../bench/rounds.ts';
import type { Table } from '../../bench/tables.ts';
import type { Cost, Workload } from '../../bench/workload.ts';

const MIB = 1024 ** 2;
const CONDITIONS = { othersShare: null, title: 'A table' };

function row<Sample>(name: string, ...samples: Sample[]): Measured<Sample> {
  return { name, samples, failures: [] };
}

function cost(wallMs: number, cpuMs = 0, aboveIdleMb = 0): Cost {
  return { wallMs, cpuMs, idleBytes: 50 * MIB, peakBytes: (50 + aboveIdleMb) * MIB };
}

function transfers(workload: Workload, ...rows: Measured<Cost>[]): Table {
  return { ...CONDITIONS, kind: 'transfers', workload, rows };
}

function latency(p99Ms: number, loopBusy = 0): Latency {
  return {
    ...{ p50Ms: 0, p99Ms, maxMs: 0, p99InTransfersMs: null, p99InHashesMs: null, pings: 1 },
    ...{ loopBusy, loopBusyInTransfers: null, bytesPerSecond: 0, hashSeconds: 0 },
  };
}

const lines = (goals: readonly Goal[]): string[] =>
  goals.map(
    ({ title, limit, measured, unit }) => `${title}: ${String(measured)} of ${String(limit)} ${unit}`,
  );

const ONE_GIB = 1024 * MIB;

describe('the goals of the benchmark', () => {
  it('hold one transfer against curl and node:http, by the medians of wall and processor time', () => {
    const rows = [
      row('curl', cost(100), cost(120), cost(5000)),
      row('node:http', cost(300, 50), cost(240, 40), cost(200, 30)),
      row('Ferry', cost(90, 10), cost(180, 20), cost(200, 30)),
    ];
    const one = { count: 1, atOnce: 1, sizeBytes: ONE_GIB };
    expect(lines(goalsFrom([transfers({ ...one, direction: 'upload' }, ...rows)]))).toEqual([
      'upload of 1 GiB, wall time against curl: 1.5 of 0.9 ×',
      'upload of 1 GiB, processor time against node:http: 0.5 of 1 ×',
    ]);
    expect(lines(goalsFrom([transfers({ ...one, direction: 'download' }, ...rows)]))).toEqual([
      'download of 1 GiB, wall time against curl: 1.5 of 1.7 ×',
      'download of 1 GiB, wall time against node:http: 0.75 of 0.95 ×',
      'download of 1 GiB, processor time against node:http: 0.5 of 1 ×',
    ]);
  });

  it('hold each synchronous call against a bare message of its size, by the median of the ratios', () => {
    const rows = [
      row(
        'Ferry: setStorageSync 64 KiB',
        { callUs: 300, bareUs: 100 },
        { callUs: 150, bareUs: 100 },
        { callUs: 90, bareUs: 60 },
      ),
      row<{ callUs: number; bareUs: number }>('Ferry: statSync'),
    ];
    const table: Table = { ...CONDITIONS, kind: 'sync', rows };
    const goals = goalsFrom([table]);
    expect(lines(goals)).toEqual([
      'Ferry: setStorageSync 64 KiB, against a bare sendSync: 1.5 of 2 ×',
      'Ferry: statSync, against a bare sendSync: null of 2 ×',
    ]);
    expect(failuresOf([table], goals)).toEqual([]);
    const slow: Table = { ...table, rows: [row('Ferry: statSync', { callUs: 310, bareUs: 100 })] };
    expect(failuresOf([slow], goalsFrom([slow]))).toHaveLength(1);
  });

  it('hold ten at once against curl and their memory against a limit, and small files against node:http', () => {
    const rows = [row('curl', cost(100)), row('node:http', cost(200)), row('Ferry', cost(150, 0, 24))];
    const ten = { count: 10, atOnce: 10, sizeBytes: 102 * MIB };
    const small = { count: 200, atOnce: 1, sizeBytes: 64 * 1024 };
    const tables = (['upload', 'download'] as const).flatMap((direction) => [
      transfers({ ...ten, direction }, ...rows),
      transfers({ ...small, direction }, ...rows),
    ]);
    expect(lines(goalsFrom(tables))).toEqual([
      '10 uploads of 102 MiB at once, wall time against curl: 1.5 of 1.5 ×',
      '10 uploads of 102 MiB at once, memory above idle: 24 of 32 MB',
      '200 uploads of 64 KiB, wall time against node:http: 0.75 of 1.5 ×',
      '10 downloads of 102 MiB at once, wall time against curl: 1.5 of 1.7 ×',
      '10 downloads of 102 MiB at once, memory above idle: 24 of 130 MB',
      '200 downloads of 64 KiB, wall time against node:http: 0.75 of 1.5 ×',
    ]);
  });

  it('hold the main process against its idle self and the transfers inside it', () => {
    const rows = [
      row(LATENCY_NAMES.none, latency(1)),
      row(LATENCY_NAMES['in the worker'], latency(3, 0.25)),
      row(LATENCY_NAMES['in main'], latency(12)),
    ];
    expect(lines(goalsFrom([{ ...CONDITIONS, kind: 'latency', rows }]))).toEqual([
      'round trip p99 with ten transfers, journal and hashes, against idle: 3 of 2 ×',
      'the same against transfers inside the process: 0.25 of 0.2 ×',
      'the main process’s event loop busy meanwhile: 25 of 10 %',
    ]);
  });

  it('take the later end of each abort, and the worst round of progress without first and last messages', () => {
    const aborts = row('Ferry: one download', { closedMs: [1, 30, 2], goneMs: [4, 3, 5] });
    const progress = row(
      'Ferry: one upload',
      { seconds: 2, transfers: 2, fromWorker: 10, toPage: 24 },
      { seconds: 1, transfers: 1, fromWorker: 10, toPage: 9 },
    );
    expect(
      lines(
        goalsFrom([
          { ...CONDITIONS, kind: 'abort', rows: [aborts] },
          { ...CONDITIONS, kind: 'progress', rows: [progress] },
        ]),
      ),
    ).toEqual([
      'Ferry: one download, abort to closed socket and no `.part` (median, worst 30.0 ms): 5 of 50 ms',
      'Ferry: one upload, progress messages besides the first and the last: 10 of 10 /s',
    ]);
  });

  it('fail the check for a ratio far over its goal and for a Ferry that failed, never for what is no ratio', () => {
    const failed: Measured<AbortReport> = {
      name: 'Ferry: one upload',
      samples: [],
      failures: ['The process ended with 1'],
    };
    const goals: Goal[] = [
      { title: 'near', limit: 2, unit: '×', measured: 3 },
      { title: 'far', limit: 2, unit: '×', measured: 3.01 },
      { title: 'slow', limit: 50, unit: 'ms', measured: 900 },
      { title: 'unknown', limit: 2, unit: '×', measured: null },
    ];
    expect(failuresOf([{ ...CONDITIONS, kind: 'abort', rows: [failed] }], goals)).toEqual([
      'far: 3.01 ×',
      'A table: Ferry: one upload failed 1 times',
    ]);
  });
});
