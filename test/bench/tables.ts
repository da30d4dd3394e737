import type { Latency } from './latency.ts';
import type { Measured } from './rounds.ts';
import { median, medianOf } from './statistics.ts';
import type { Cost, Subject, Workload } from './workload.ts';

interface Conditions {
  /** What everybody else used of the processors meanwhile, 0 to 1; null where the system does not tell. */
  readonly othersShare: number | null;
}

/** A workload with what each subject took for it. */
export interface TransferTable extends Conditions {
  readonly kind: 'transfers';
  readonly title: string;
  readonly workload: Workload;
  readonly rows: readonly Measured<Cost>[];
}

/** Memory by file size; a row's name is the subject's, `sizeBytes` its file's. */
export interface MemoryTable extends Conditions {
  readonly kind: 'memory';
  readonly title: string;
  readonly direction: Workload['direction'];
  readonly sizesBytes: readonly number[];
  readonly rows: readonly (Measured<Cost> & { readonly sizeBytes: number })[];
}

export interface LatencyTable extends Conditions {
  readonly kind: 'latency';
  readonly title: string;
  readonly rows: readonly Measured<Latency>[];
}

export type Table = TransferTable | MemoryTable | LatencyTable;

const MB = 1024 * 1024;

/** `1 GiB`, `64 MiB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const at = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** at).toFixed(1))} ${units[at] ?? ''}`;
}

/** Resident memory a sample took on top of what was there before, in bytes. */
export function aboveIdle({ idleBytes, peakBytes }: Cost): number | null {
  return idleBytes === null || peakBytes === null ? null : peakBytes - idleBytes;
}

/** The row of a subject, or null when it was not measured. */
export function rowOf<Row extends { readonly name: string }>(rows: readonly Row[], name: string): Row | null {
  return rows.find((row) => row.name === name) ?? null;
}

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
  }
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
    ['', 'p50 ms', 'p99 ms (median)', 'min–max of p99', 'worst ms', 'loop busy', 'MiB/s', 'pings'],
    ...rows.map(({ name, samples }) => {
      const of = (read: (latency: Latency) => number): number => median(samples.map(read));
      const p99s = samples.map(({ p99Ms }) => p99Ms);
      return [
        name,
        number(
          of(({ p50Ms }) => p50Ms),
          2,
        ),
        number(median(p99s), 2),
        `${number(Math.min(...p99s), 2)}–${number(Math.max(...p99s), 2)}`,
        number(
          of(({ maxMs }) => maxMs),
          1,
        ),
        `${number(100 * of(({ loopBusy }) => loopBusy), 0)} %`,
        number(of(({ bytesPerSecond }) => bytesPerSecond) / MB, 0),
        number(
          samples.reduce((sum, { pings }) => sum + pings, 0),
          0,
        ),
      ];
    }),
  ];
}

function scaled(value: number | null, unit: number): number | null {
  return value === null ? null : value / unit;
}

function number(value: number | null, digits: number): string {
  return value === null || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}
