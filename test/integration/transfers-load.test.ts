import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Exchange } from '#contract/transfer';
import { createForkedWorkers } from '../support/forked-worker.ts';
import { contentOf, loadRules, planLoad, sha256Of, type PlannedTransfer } from '../support/load-plan.ts';
import { withLoadServer, type LoadServer } from '../support/load-server.ts';
import { withTransfers, type PageTask, type TransferHarness } from '../support/transfer-harness.ts';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';

const COUNT = 5000;
const AT_ONCE = 10;
const MAX_BYTES = 192 * 1024;
/** The worker is killed when so many transfers have been started. */
const KILLS: ReadonlySet<number> = new Set([1250, 2500, 3750]);

interface Run {
  readonly plan: PlannedTransfer;
  readonly task: PageTask;
  /** A worker died while it was under way. */
  readonly lost: boolean;
  /** Its record at its end; the journal's memory is shorter than this run. */
  readonly exchange: Exchange;
}

it.each([20261122, 7])(
  'five thousand transfers through faults and three dead workers keep the books, with seed %i',
  { timeout: 600_000 },
  async (seed) => {
    const workers = createForkedWorkers();
    const client = createWorkerClient(workers.fork);
    const server = await withLoadServer();
    const page = await withTransfers({ workers, client }, { settings: { rules: loadRules() } });
    const startedAt = performance.now();
    const runs = await carryAll(page, server, planLoad(seed, COUNT, MAX_BYTES), () => workers.crash());
    await page.transfers.settled();
    const seconds = (performance.now() - startedAt) / 1000;

    const wrong: string[] = [];
    for (const run of runs) wrong.push(...(await faultsOf(run, page, server)));
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(journalAgainst(runs, page, server)).toEqual([]);
    expect(workers.started()).toBe(KILLS.size + 1);
    const bodies = runs.filter(
      ({ plan, exchange }) => plan.kind === 'request' && exchange.state === 'done',
    ).length;
    await page.close({ bodies: await keptBodies(page, bodies) });
    process.stdout.write(`${figures(seed, runs, seconds)}\n`);
    await client.close();
    await workers.gone();
  },
);

/** Carries the plan ten at a time, and kills the worker where it is told to. */
async function carryAll(
  page: TransferHarness,
  server: LoadServer,
  plans: readonly PlannedTransfer[],
  crash: () => Promise<void>,
): Promise<Run[]> {
  const runs: Run[] = [];
  /** Counts both the order to die and the death: odd while a worker is dying. */
  let deaths = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const plan = plans[next];
      next += 1;
      if (!plan) return;
      const before = deaths;
      const task = await begin(page, server, plan);
      if (plan.aborts) {
        void Promise.race([task.heard('progress'), task.heard('headers')]).then(() => {
          task.abort();
        });
      }
      if (KILLS.has(plan.number)) {
        deaths += 1;
        await crash();
        deaths += 1;
      }
      await task.ended;
      const lost = before !== deaths || before % 2 === 1;
      runs.push({ plan, task, lost, exchange: task.exchange() });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return runs;
}

async function begin(page: TransferHarness, server: LoadServer, plan: PlannedTransfer): Promise<PageTask> {
  const { number, kind, fault, sizeBytes } = plan;
  const url = `${server.origin}/${fault.name}/${String(number)}/${String(sizeBytes)}`;
  const call = { taskId: `n${String(number)}`, url, timeoutMs: fault.timeoutMs ?? null };
  switch (kind) {
    case 'upload':
      return page.upload({
        ...call,
        filePath: await page.picked(`${String(number)}.bin`, contentOf(number, sizeBytes)),
      });
    case 'download':
      return page.download(call);
    case 'request':
      return page.request({ ...call, responseType: 'arraybuffer' });
  }
}

/** What is wrong with the end of one transfer, in words; nothing when all is as planned. */
async function faultsOf(
  { plan, task, lost, exchange }: Run,
  page: TransferHarness,
  server: LoadServer,
): Promise<string[]> {
  const wrong: string[] = [];
  const say = (what: string): void =>
    void wrong.push(`${String(plan.number)} ${plan.kind} ${plan.fault.name}: ${what}`);
  const result = await task.ended;
  const ends = task.events.filter(({ kind }) => kind === 'ended').length;
  if (ends !== 1) say(`ended ${String(ends)} times`);
  if (task.events.at(-1)?.kind !== 'ended') say('something came after its end');
  const code = result.ok ? 'ok' : result.error.code;
  const { expected } = plan.fault;
  const isPlanned = expected.ends === 'ok' ? code === 'ok' : expected.codes.includes(code);
  const isExcused = (lost && code === 'net.worker-lost') || (plan.aborts && code === 'aborted');
  if (!isPlanned && !isExcused) say(`ended with ${code}`);
  if (!result.ok) return wrong;
  if (expected.ends === 'ok' && result.statusCode !== expected.statusCode)
    say(`status ${String(result.statusCode)}`);
  const sent = sha256Of(contentOf(plan.number, plan.sizeBytes));
  const arrived = await arrivedHash(plan, result, page, server);
  if ((arrived === sent) === (plan.fault.corrupts ?? false))
    say(`its content is ${arrived === sent ? 'whole' : 'another'}`);
  const [moved, promised] =
    plan.kind === 'upload'
      ? [exchange.sentBytes, exchange.expectedSendBytes]
      : [exchange.receivedBytes, exchange.expectedReceiveBytes];
  if (moved !== promised || moved < plan.sizeBytes) say(`${String(moved)} bytes of ${String(promised)}`);
  return wrong;
}

async function arrivedHash(
  plan: PlannedTransfer,
  result: Extract<Awaited<PageTask['ended']>, { ok: true }>,
  page: TransferHarness,
  server: LoadServer,
): Promise<string | null> {
  if (plan.kind === 'upload') return server.seen.get(plan.number)?.at(-1)?.sha256 ?? null;
  if (plan.kind === 'download') {
    const { realPath } = await page.files.open(result.tempFilePath ?? '');
    return sha256Of(await readFile(realPath));
  }
  if (result.body?.kind === 'bytes') return sha256Of(result.body.bytes);
  if (result.body?.kind !== 'url') return null;
  const offered = page.bodies.open(result.body.url.replace(/^.*\/body\//, ''));
  return offered ? sha256Of(await readFile(offered.realPath)) : null;
}

/** Where the journal and the server disagree about what went over the wire. */
function journalAgainst(runs: readonly Run[], page: TransferHarness, server: LoadServer): string[] {
  const written = new Map(
    page.home.tables.exchanges.latest('local-test', COUNT).map((exchange) => [exchange.id, exchange]),
  );
  const wrong: string[] = [];
  if (written.size !== COUNT) wrong.push(`${String(written.size)} records of ${String(COUNT)} transfers`);
  for (const { plan, lost, ...run } of runs) {
    const exchange = written.get(run.exchange.id);
    const seen = server.seen.get(plan.number) ?? [];
    const say = (what: string): void =>
      void wrong.push(`${String(plan.number)} ${plan.kind} ${plan.fault.name}: ${what}`);
    if (typeof exchange?.durationMs !== 'number') {
      say('no record of its end');
      continue;
    }
    const isCutShort = lost || plan.aborts;
    if (seen.length > 1) say(`seen ${String(seen.length)} times`);
    if (seen.length === 0 && plan.fault.reaches !== 'nothing' && exchange.state === 'done') say('never seen');
    if (seen.length > 0 && plan.fault.reaches === 'nothing') say('seen, though it was refused');
    const request = seen[0];
    if (!request) continue;
    if (request.method !== exchange.method) say(`${request.method} was recorded as ${exchange.method}`);
    if (request.receivedBytes > exchange.sentBytes && !isCutShort) {
      say(`${String(request.receivedBytes)} bytes were seen, ${String(exchange.sentBytes)} recorded`);
    }
    if (exchange.state === 'done' && request.receivedBytes !== exchange.sentBytes) {
      say(`${String(exchange.sentBytes)} bytes recorded, ${String(request.receivedBytes)} seen`);
    }
    if (plan.fault.reaches === 'all' && !request.answered && !isCutShort) say('broke off on its way');
    if (exchange.rules.length !== (plan.fault.text === null ? 0 : 1)) say('has the wrong rules');
  }
  return wrong.slice(0, 20);
}

/** Bodies that pages have not read stay until their page goes. */
async function keptBodies(page: TransferHarness, successes: number): Promise<number> {
  const folder = `${page.home.dataFolder('local-test')}/parts/${String(page.home.launch)}`;
  const left = (await readdir(folder)).filter((name) => name.endsWith('.body')).length;
  expect(left).toBeLessThanOrEqual(successes);
  return left;
}

function figures(seed: number, runs: readonly Run[], seconds: number): string {
  const codes = new Map<string, number>();
  let bytes = 0;
  for (const { task, exchange } of runs) {
    bytes += exchange.sentBytes + exchange.receivedBytes;
    const ended = task.events.at(-1);
    const code = ended?.kind === 'ended' && !ended.result.ok ? ended.result.error.code : 'ok';
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  const outcomes = [...codes]
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${code} ${String(count)}`);
  return [
    `load with seed ${String(seed)}: ${String(runs.length)} transfers in ${seconds.toFixed(1)} s`,
    `${(bytes / 2 ** 20).toFixed(0)} MiB, ${outcomes.join(', ')}`,
  ].join('; ');
}
