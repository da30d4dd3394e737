import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { createCompilerClient } from '../../program/compiler-client.ts';
import { createWorkerClient, type WorkerClient } from '../../transfers/worker-client.ts';
import { DIRECT, type ForkProcess } from '../../worker/protocol.ts';
import { must, type Check } from './run-checks.ts';

export interface ProcessCheckDeps {
  readonly fork: ForkProcess;
  /** Folder for whatever comes of it; the caller's to remove. */
  readonly place: string;
  readonly sampleFolder: string;
  readonly lab: () => Promise<string>;
}

const DOWNLOAD_BYTES = 1024 * 1024;

/** The two processes beside main, in ones of their own: those of the app are at work. */
export function processChecks(deps: ProcessCheckDeps): Check[] {
  return [
    {
      name: 'compiler',
      needs: ['start'],
      meaning: 'No project will open.',
      async run() {
        const compiler = createCompilerClient(deps.fork);
        try {
          const { pages } = await compiler.compile(deps.sampleFolder, path.join(deps.place, 'build'));
          must(pages.length > 0, 'The Album sample came out without pages');
          return `the Album sample, ${String(pages.length)} pages`;
        } finally {
          compiler.close();
        }
      },
    },
    {
      name: 'transfer worker',
      needs: ['lab'],
      meaning: 'Uploads, downloads and requests will fail.',
      async run() {
        const lab = await deps.lab();
        let endProcess = (): void => undefined;
        const worker = createWorkerClient((entry) => {
          const port = deps.fork(entry);
          endProcess = () => {
            port.kill();
          };
          return port as never;
        });
        try {
          const first = await download(worker, lab, path.join(deps.place, 'first'));
          const lost = download(worker, lab, path.join(deps.place, 'lost'), '&rate=1k').then(
            () => 'carried',
            (error: unknown) => String(error),
          );
          endProcess();
          must((await lost).includes('transfer process ended'), 'A transfer outlived its killed process');
          const second = await download(worker, lab, path.join(deps.place, 'second'));
          must(first === second, 'The same file came with other bytes the second time');
          return `1 MiB carried and hashed, killed, back with the same bytes (sha-256 ${first.slice(0, 8)}…)`;
        } finally {
          await worker.close();
        }
      },
    },
  ];
}

/** Downloads the lab's bytes to a file; returns their hash, which the worker and this process agree on. */
async function download(worker: WorkerClient, lab: string, partPath: string, more = ''): Promise<string> {
  const { outcome, counts } = await worker.run(
    {
      id: path.basename(partPath),
      method: 'GET',
      url: `${lab}/download?size=${String(DOWNLOAD_BYTES)}${more}`,
      headers: [],
      body: { kind: 'none' },
      sink: { kind: 'file', partPath, limitBytes: null },
      timeoutMs: 20_000,
      connection: DIRECT,
      tampering: null,
    },
    { onHeaders: () => undefined, onProgress: () => undefined },
    new AbortController().signal,
  );
  must(outcome.ok, outcome.ok ? '' : outcome.error.message);
  must(
    counts.decodedBytes === DOWNLOAD_BYTES,
    `${String(counts.decodedBytes)} bytes came of ${String(DOWNLOAD_BYTES)}`,
  );
  const here = createHash('sha256')
    .update(await fs.readFile(partPath))
    .digest('hex');
  must((await worker.hash(partPath)) === here, 'The worker’s hash of the file is not the file’s');
  return here;
}
