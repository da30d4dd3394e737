export type Direction = 'upload' | 'download';

/** What one measurement carries. */
export interface Workload {
  readonly direction: Direction;
  /** Transfers in all, and how many of them run at a time. */
  readonly count: number;
  readonly atOnce: number;
  /** Of each file. */
  readonly sizeBytes: number;
}

/** Where a workload finds its server and its files. */
export interface Place {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** Empty, or `?verify`: the server numbers what it sends and hashes what it gets. */
  readonly query: string;
  /** The file uploads send. */
  readonly sourcePath: string;
  /** Downloads go here. */
  readonly outFolder: string;
}

/** What a workload took. Null is what this platform does not tell. */
export interface Cost {
  /** From the order to start to the last transfer's end; the start of the process is not in it. */
  readonly wallMs: number;
  /** User and system time of the process that carried it. */
  readonly cpuMs: number | null;
  /** Resident memory just before, and the most there was from then on. */
  readonly idleBytes: number | null;
  readonly peakBytes: number | null;
}

/** One of those compared. */
export interface Subject {
  readonly name: 'curl' | 'node:http' | 'Ferry';
  /** Carries the workload in a process of its own, which is killed on `signal`. Rejects when anything goes wrong. */
  run(workload: Workload, place: Place, signal: AbortSignal): Promise<Cost>;
}

export function urlOf(workload: Workload, place: Place): string {
  const path = workload.direction === 'download' ? String(workload.sizeBytes) : '';
  return `${place.origin}/${path}${place.query}`;
}

/** Runs `transfer` for each number below `count`, `atOnce` at a time. Rejects with the first failure. */
export async function eachTransfer(
  { count, atOnce }: Workload,
  transfer: (number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await transfer(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
