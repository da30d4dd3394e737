import type { Latency } from './latency.ts';
import { median, medianOf } from './statistics.ts';
import {
  aboveIdle,
  progressRate,
  rowOf,
  sizeText,
  type AbortTable,
  type LatencyTable,
  type MemoryTable,
  syncRatio,
  type ProgressTable,
  type BuildTable,
  type SyncTable,
  type Table,
  type TransferTable,
} from './tables.ts';
import type { Measured } from './rounds.ts';
import type { Cost, Subject } from './workload.ts';

const MB = 1024 * 1024;

/** A table as Markdown, with its title as a heading. */
export function markdownFrom(table: Table): string {
  const [head, ...rows] = cellsOf(table);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = line((head ?? []).map((_, at) => (at === 0 ? '---' : '--:')));
  const failures = table.rows.flatMap(({ name, failures: reasons }) =>
    reasons.map((reason) => `- ${name} failed: ${reason}`),
  );
  const others =
    table.othersShare === null
      ? []
      : [`Others used ${number(100 * table.othersShare, 0)} % of the processors meanwhile.`, ''];
  return [
    `### ${table.title}`,
    '',
    ...others,
    line(head ?? []),
    rule,
    ...rows.map(line),
    '',
    ...failures,
  ].join('\n');
}

function cellsOf(table: Table): string[][] {
  switch (table.kind) {
    case 'transfers':
      return transferCells(table);
    case 'memory':
      return memoryCells(table);
    case 'latency':
      return latencyCells(table);
    case 'abort':
      return abortCells(table);
    case 'progress':
      return progressCells(table);
    case 'sync':
      return syncCells(table);
    case 'builds':
      return buildCells(table);
  }
}

function buildCells({ rows }: BuildTable): string[][] {
  return [
    ['', 'ms (median)', 'least', 'most'],
    ...rows.map(({ name, samples }) => {
      const times = samples.map(({ wallMs }) => wallMs);
      return [name, number(median(times), 0), number(Math.min(...times), 0), number(Math.max(...times), 0)];
    }),
  ];
}

function syncCells({ rows }: SyncTable): string[][] {
  return [
    ['', 'call ms (median)', 'bare sendSync ms', '× bare'],
    ...rows.map(({ name, samples }) => [
      name,
      number(
        scaled(
          medianOf(samples, ({ callUs }) => callUs),
          1000,
        ),
        2,
      ),
      number(
        scaled(
          medianOf(samples, ({ bareUs }) => bareUs),
          1000,
        ),
        2,
      ),
      number(medianOf(samples, syncRatio), 2),
    ]),
  ];
}

function transferCells({ rows }: TransferTable): string[][] {
  const wall = (row: Measured<Cost> | null): number => median(row?.samples.map(({ wallMs }) => wallMs) ?? []);
  const curl = wall(rowOf(rows, 'curl' satisfies Subject['name']));
  const node = wall(rowOf(rows, 'node:http' satisfies Subject['name']));
  return [
    ['', 'wall s (median)', 'min', '× curl', '× node:http', 'CPU s', 'peak MB', 'above idle MB'],
    ...rows.map((row) => [
      row.name,
      number(wall(row) / 1000, 3),
      number(Math.min(...row.samples.map(({ wallMs }) => wallMs)) / 1000, 3),
      number(wall(row) / curl, 2),
      number(wall(row) / node, 2),
      number(
        scaled(
          medianOf(row.samples, ({ cpuMs }) => cpuMs),
          1000,
        ),
        2,
      ),
      number(
        scaled(
          medianOf(row.samples, ({ peakBytes }) => peakBytes),
          MB,
        ),
        0,
      ),
      number(scaled(medianOf(row.samples, aboveIdle), MB), 1),
    ]),
  ];
}

function memoryCells({ rows, sizesBytes }: MemoryTable): string[][] {
  const names = [...new Set(rows.map(({ name }) => name))];
  return [
    ['', ...sizesBytes.flatMap((size) => [`${sizeText(size)}: peak MB`, 'above idle (min–max)'])],
    ...names.map((name) => [
      name,
      ...sizesBytes.flatMap((size) => {
        const row = rows.find((candidate) => candidate.name === name && candidate.sizeBytes === size);
        const samples = row?.samples ?? [];
        const above = samples.map(aboveIdle).filter((bytes) => bytes !== null);
        return [
          number(
            scaled(
              medianOf(samples, ({ peakBytes }) => peakBytes),
              MB,
            ),
            0,
          ),
          above.length === 0
            ? '–'
            : `${number(median(above) / MB, 1)} (${number(Math.min(...above) / MB, 1)}–${number(Math.max(...above) / MB, 1)})`,
        ];
      }),
    ]),
  ];
}

function latencyCells({ rows }: LatencyTable): string[][] {
  return [
    [
      '',
      'p50 ms',
      'p99 ms (median)',
      'min–max of p99',
      'p99 in transfers',
      'p99 in hashes',
      'worst ms',
      'loop busy',
      'in transfers',
      'MiB/s in transfers',
      'hashes s',
      'pings',
    ],
    ...rows.map(({ name, samples }) => {
      const of = (read: (latency: Latency) => number | null, digits: number, unit = 1): string =>
        number(scaled(medianOf(samples, read), unit), digits);
      const p99s = samples.map(({ p99Ms }) => p99Ms);
      return [
        name,
        of(({ p50Ms }) => p50Ms, 2),
        number(median(p99s), 2),
        `${number(Math.min(...p99s), 2)}–${number(Math.max(...p99s), 2)}`,
        of(({ p99InTransfersMs }) => p99InTransfersMs, 2),
        of(({ p99InHashesMs }) => p99InHashesMs, 2),
        of(({ maxMs }) => maxMs, 1),
        `${of(({ loopBusy }) => loopBusy, 0, 0.01)} %`,
        `${of(({ loopBusyInTransfers }) => loopBusyInTransfers, 0, 0.01)} %`,
        of(({ bytesPerSecond }) => bytesPerSecond, 0, MB),
        of(({ hashSeconds }) => hashSeconds, 1),
        number(
          samples.reduce((sum, { pings }) => sum + pings, 0),
          0,
        ),
      ];
    }),
  ];
}

function abortCells({ rows }: AbortTable): string[][] {
  const medianAndWorst = (times: readonly number[]): string[] => [
    number(median(times), 1),
    number(Math.max(...times), 1),
  ];
  return [
    ['', 'aborts', 'socket closed after ms (median)', 'worst', '`.part` gone after ms (median)', 'worst'],
    ...rows.map(({ name, samples }) => {
      const closed = samples.flatMap(({ closedMs }) => closedMs);
      const gone = samples.flatMap(({ goneMs }) => goneMs ?? []);
      return [name, number(closed.length, 0), ...medianAndWorst(closed), ...medianAndWorst(gone)];
    }),
  ];
}

function progressCells({ rows }: ProgressTable): string[][] {
  return [
    [
      '',
      'transfers',
      's',
      'worker to main',
      'main to page',
      'a second, besides first and last (median)',
      'worst',
    ],
    ...rows.map(({ name, samples }) => [
      name,
      number(
        medianOf(samples, ({ transfers }) => transfers),
        0,
      ),
      number(
        medianOf(samples, ({ seconds }) => seconds),
        2,
      ),
      number(
        medianOf(samples, ({ fromWorker }) => fromWorker),
        0,
      ),
      number(
        medianOf(samples, ({ toPage }) => toPage),
        0,
      ),
      number(medianOf(samples, progressRate), 1),
      number(Math.max(...samples.map(progressRate)), 1),
    ]),
  ];
}

function scaled(value: number | null, unit: number): number | null {
  return value === null ? null : value / unit;
}

function number(value: number | null, digits: number): string {
  return value === null || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}
