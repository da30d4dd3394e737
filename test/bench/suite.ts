import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { AbortOrder, AbortReport } from './abort-main.ts';
import { askModule, forkModule, type ForkedModule } from './children.ts';
import { contentSha256, writeContent } from './content.ts';
import { compileVariants } from './compile-rows.ts';
import { editRows } from './edit-rows.ts';
import { latencyVariants } from './latency.ts';
import type { BenchName, BenchOptions } from './options.ts';
import { watchOthers } from './others.ts';
import type { ProgressOrder, ProgressReport } from './progress-main.ts';
import { measureInRounds, type RoundOptions, type Variant } from './rounds.ts';
import { buildSyncApp, type SyncApp } from './sync-calls.ts';
import { FILE_CASES, STORAGE_CASES, type SyncCase } from './sync-cases.ts';
import { syncRows } from './sync-rows.ts';
import { type BuildTable, sizeText, type Table } from './tables.ts';
import type { Cost, Direction, Place, Subject, Workload } from './workload.ts';

const KIB = 1024;
const MIB = KIB ** 2;
const GIB = KIB ** 3;

const SMALL_BYTES = 64 * KIB;
const SMALL_COUNT = 200;
/** How long the main process is pinged at least. */
const PING_WINDOW_MS = 5000;
const ABORTS = 20;
/** Of each synchronous call in a round. */
const SYNC_CALLS = 100;
/** Longer than it takes from the server's word to the abort, on a slow machine too. */
const ABORTED_BYTES = GIB;
const DIRECTIONS: readonly Direction[] = ['upload', 'download'];
const LIMIT_MS_PER_GIB = 40_000;

export interface SuiteDeps {
  readonly subjects: readonly Subject[];
  /** The bundled transfer worker. */
  readonly workerFile: string;
  /** An empty folder on the disk to be measured; whoever gave it removes it. */
  readonly folder: string;
  /** One line on what is being done. */
  readonly say: (line: string) => void;
}

/** Measures what the options ask for, one table after the other. */
export async function runSuite(deps: SuiteDeps, options: BenchOptions): Promise<Table[]> {
  const { server, origin } = await startServer();
  try {
    const suite = createSuite(deps, options, server, origin);
    const tables: Table[] = [];
    for (const name of options.only) tables.push(...(await suite[name]()));
    return tables;
  } finally {
    await server.end();
  }
}

interface StartedServer {
  readonly server: ForkedModule;
  readonly origin: string;
}

async function startServer(): Promise<StartedServer> {
  const server = forkModule(new URL('./server.ts', import.meta.url), null);
  const { port } = (await server.next()) as { port: number };
  return { server, origin: `http://127.0.0.1:${String(port)}` };
}

/** Stands for another machine: what it has to do does not keep this one's main process waiting. */
async function startDistantServer(): Promise<StartedServer> {
  const started = await startServer();
  // One of its own, as only root may give a process its priority back.
  os.setPriority(started.server.pid, os.constants.priority.PRIORITY_LOW);
  return started;
}

function createSuite(
  { subjects, workerFile, folder, say }: SuiteDeps,
  { sizeBytes, rounds, project }: BenchOptions,
  server: ForkedModule,
  origin: string,
): Record<BenchName, () => Promise<Table[]>> {
  const outFolder = path.join(folder, 'out');

  /** Makes the folder for what comes, and the file to send if one is sent. */
  const placeFor = async (ofBytes: number, sends: boolean): Promise<Place> => {
    const sourcePath = path.join(folder, `source-${String(ofBytes)}`);
    if (sends) await fs.access(sourcePath).catch(() => writeContent(sourcePath, ofBytes));
    await fs.mkdir(outFolder, { recursive: true });
    return { origin, query: '', sourcePath, outFolder };
  };

  const emptyOut = async (): Promise<void> => {
    await fs.rm(outFolder, { recursive: true });
    await fs.mkdir(outFolder);
  };

  const emptiedAfter = <Sample>(variant: Variant<Sample>): Variant<Sample> => ({
    name: variant.name,
    measure: (signal) => variant.measure(signal).finally(emptyOut),
  });

  const variantOf = (subject: Subject, workload: Workload, place: Place): Variant<Cost> =>
    emptiedAfter({ name: subject.name, measure: (signal) => subject.run(workload, place, signal) });

  /** Ferry with its main process, which a module stands for. */
  const mainVariant = <Report>(direction: Direction, file: URL, order: object): Variant<Report> =>
    emptiedAfter({
      name: `Ferry: one ${direction}`,
      measure: async (signal) => (await askModule(file, order, signal)) as Report,
    });

  const roundOptions = (title: string, totalBytes: number): RoundOptions => ({
    rounds,
    timeLimitMs: Math.ceil(LIMIT_MS_PER_GIB * Math.max(1, totalBytes / GIB)),
    onMeasure: (name, round) => say(`${title} · round ${round} of ${rounds} · ${name}`),
  });

  /** Every byte arrives, in order, whoever carries it; else a figure would mean nothing. */
  const verify = async (subject: Subject, workload: Workload, place: Place): Promise<void> => {
    const { timeLimitMs } = roundOptions('', workload.count * workload.sizeBytes);
    await subject.run(workload, { ...place, query: '?verify' }, AbortSignal.timeout(2 * timeLimitMs));
    const sha256s = workload.direction === 'upload' ? await uploadedSince(server) : await hashesIn(outFolder);
    await emptyOut();
    const expected = contentSha256(workload.sizeBytes);
    if (sha256s.length === workload.count && sha256s.every((sha256) => sha256 === expected)) return;
    throw new Error(`${subject.name} did not carry the ${workload.direction} whole: ${sha256s.join(', ')}`);
  };

  const transfers = async (title: string, workload: Workload): Promise<Table> => {
    const place = await placeFor(workload.sizeBytes, workload.direction === 'upload');
    for (const subject of subjects) {
      say(`${title} · sha-256 · ${subject.name}`);
      await verify(subject, workload, place);
    }
    const others = watchOthers([server.pid]);
    const rows = await measureInRounds(
      subjects.map((subject) => variantOf(subject, workload, place)),
      roundOptions(title, workload.count * workload.sizeBytes),
    );
    return { kind: 'transfers', othersShare: others.share(), title, workload, rows };
  };

  const memory = async (direction: Direction): Promise<Table> => {
    const title = `Memory of one ${direction}`;
    const sizesBytes = [sizeBytes / 16, sizeBytes, sizeBytes * 4];
    const cases = sizesBytes.flatMap((size) => subjects.map((subject) => ({ size, subject })));
    const variants: Variant<Cost>[] = [];
    for (const { size, subject } of cases) {
      const workload = { direction, count: 1, atOnce: 1, sizeBytes: size };
      const variant = variantOf(subject, workload, await placeFor(size, direction === 'upload'));
      variants.push({ ...variant, name: `${subject.name}, ${sizeText(size)}` });
    }
    const others = watchOthers([server.pid]);
    const measured = await measureInRounds(variants, roundOptions(title, sizeBytes * 4));
    const rows = measured.map((row, at) => ({
      ...row,
      name: cases[at]?.subject.name ?? row.name,
      sizeBytes: cases[at]?.size ?? 0,
    }));
    return { kind: 'memory', othersShare: others.share(), title, direction, sizesBytes, rows };
  };

  const latency = async (): Promise<Table> => {
    const laneBytes = tenthOf(sizeBytes);
    const title = `Round trips to the main process, ten transfers of ${sizeText(laneBytes)} (5 up, 5 down) and their hashes`;
    const distant = await startDistantServer();
    try {
      const place = { ...(await placeFor(laneBytes, true)), origin: distant.origin };
      const order = { workerFile, place, sizeBytes: laneBytes, windowMs: PING_WINDOW_MS };
      const others = watchOthers([server.pid, distant.server.pid]);
      const rows = await measureInRounds(latencyVariants(order).map(emptiedAfter), roundOptions(title, 0));
      return { kind: 'latency', othersShare: others.share(), title, rows };
    } finally {
      await distant.server.end();
    }
  };

  const abort = async (): Promise<Table> => {
    const title = `${String(ABORTS)} aborts of a transfer at full speed`;
    const place = await placeFor(ABORTED_BYTES, true);
    const variants = DIRECTIONS.map((direction) => {
      const order: AbortOrder = { direction, count: ABORTS, workerFile, place, sizeBytes: ABORTED_BYTES };
      return mainVariant<AbortReport>(direction, new URL('./abort-main.ts', import.meta.url), order);
    });
    const others = watchOthers([server.pid]);
    const rows = await measureInRounds(variants, roundOptions(title, 0));
    return { kind: 'abort', othersShare: others.share(), title, rows };
  };

  const progress = async (): Promise<Table> => {
    const title = `Progress messages of transfers of ${sizeText(sizeBytes)}, one after the other`;
    const place = await placeFor(sizeBytes, true);
    const variants = DIRECTIONS.map((direction) => {
      const order: ProgressOrder = { direction, workerFile, place, sizeBytes };
      return mainVariant<ProgressReport>(direction, new URL('./progress-main.ts', import.meta.url), order);
    });
    const others = watchOthers([server.pid]);
    const rows = await measureInRounds(variants, roundOptions(title, sizeBytes));
    return { kind: 'progress', othersShare: others.share(), title, rows };
  };

  let syncApp: Promise<SyncApp> | null = null;
  const sync = async (what: string, cases: readonly SyncCase[]): Promise<Table> => {
    const title = `Synchronous calls of ${what}, up to 64 KiB`;
    say(`${title} · building the app`);
    const app = await (syncApp ??= buildSyncApp(path.join(folder, 'app')));
    const others = watchOthers([server.pid]);
    const rows = await syncRows(app, cases, { ...roundOptions(title, 0), calls: SYNC_CALLS });
    return { kind: 'sync', othersShare: others.share(), title, rows };
  };

  const builds = async (what: BuildTable['what']): Promise<Table[]> => {
    if (project === null) {
      say(`${what} is left out: name a mini-program by --project`);
      return [];
    }
    const title =
      what === 'compile'
        ? `${path.basename(project)} compiled whole, with source maps, in a process that has just started`
        : `One edit of ${path.basename(project)}, from the save to the screen`;
    const others = watchOthers([server.pid]);
    const rows =
      what === 'compile'
        ? await measureInRounds(await compileVariants(project, folder), roundOptions(title, 0))
        : await editRows(project, path.join(folder, 'edit'), roundOptions(title, 0));
    return [{ kind: 'builds', what, othersShare: others.share(), title, rows }];
  };

  const one = (direction: Direction): Promise<Table> =>
    transfers(`One ${direction} of ${sizeText(sizeBytes)}`, { direction, count: 1, atOnce: 1, sizeBytes });

  const ten = (direction: Direction): Promise<Table> => {
    const each = tenthOf(sizeBytes);
    const title = `Ten ${direction}s at once, ${sizeText(each)} each`;
    return transfers(title, { direction, count: 10, atOnce: 10, sizeBytes: each });
  };

  const small = (direction: Direction): Promise<Table> => {
    const title = `${SMALL_COUNT} ${direction}s of ${sizeText(SMALL_BYTES)}, one after the other`;
    return transfers(title, { direction, count: SMALL_COUNT, atOnce: 1, sizeBytes: SMALL_BYTES });
  };

  return {
    upload: async () => [await one('upload')],
    download: async () => [await one('download')],
    ten: async () => [await ten('upload'), await ten('download')],
    small: async () => [await small('upload'), await small('download')],
    memory: async () => [await memory('upload'), await memory('download')],
    ipc: async () => [await latency()],
    abort: async () => [await abort()],
    progress: async () => [await progress()],
    'storage-sync': async () => [await sync('the storage', STORAGE_CASES)],
    'fs-sync': async () => [await sync('the file system', FILE_CASES)],
    compile: () => builds('compile'),
    edit: () => builds('edit'),
  };
}

/** In whole MiB. */
function tenthOf(sizeBytes: number): number {
  return Math.round(sizeBytes / 10 / MIB) * MIB;
}

async function uploadedSince(server: ForkedModule): Promise<string[]> {
  server.send({});
  const { uploads } = (await server.next()) as { uploads: string[] };
  return uploads;
}

async function hashesIn(folder: string): Promise<string[]> {
  const hashes: string[] = [];
  for (const name of await fs.readdir(folder)) {
    const digest = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, name), { highWaterMark: 1024 * KIB }), digest);
    hashes.push(digest.digest('hex'));
  }
  return hashes;
}
