import { FerryError, type ErrorCode, type WireError } from '#contract/errors';
import {
  API_NAMES,
  type DownloadCall,
  type RequestCall,
  type TaskResult,
  type TransferKind,
  type TransferWarning,
  type UploadCall,
} from '#contract/transfer';
import { wxErrorFrom } from '#contract/wx-errors';
import type { ExchangePatch } from '../journal/journal.ts';
import { carry, type WireResult } from './exchange-run.ts';
import type { Slot } from './limiter.ts';
import type { TaskNews, TransferContext, TransferDeps } from './context.ts';
import type { DeliveredFacts, TransferPlan } from './plan.ts';
import { createProgressTeller } from './progress-teller.ts';
import { cookiesOf, headerObject } from './rules/headers.ts';

/** One live transfer. */
export interface Task {
  readonly exchangeId: string;
  readonly kind: TransferKind;
  readonly call: UploadCall | DownloadCall | RequestCall;
  readonly method: string;
  readonly aborter: AbortController;
  readonly context: TransferContext;
  plan(exchangeId: string): Promise<TransferPlan>;
  /** Nothing is to be aborted any more; what may still come is the hash of its file. */
  end(): void;
  emit(news: TaskNews): void;
}

/** What to do about failures of which WeChat's words ("system error", "save file error") tell nobody. */
const ADVICE: Partial<Record<ErrorCode, TransferWarning>> = {
  'net.worker-lost': {
    rule: 'worker-lost',
    text: 'Ferry’s own transfer process died under this transfer, which is not the fault of the project or the server. The next transfer starts a new process: try again.',
  },
  'file.no-space': {
    rule: 'disk-full',
    text: 'The disk that Ferry’s data is on is full, so the file was not written and nothing of it is left. Make room and try again.',
  },
};

/** Runs a task from the call to its one end, and the hash of its file after it. Never rejects. */
export async function runTask(deps: TransferDeps, task: Task): Promise<void> {
  const { journal, files } = task.context;
  const calledAt = deps.clock.now();
  const apiName = API_NAMES[task.kind];
  const record = (patch: ExchangePatch): void => {
    journal.update(task.exchangeId, patch);
  };
  void task.context.mapStack(task.call.callSite.stack).then(
    ({ location }) => {
      record({ calledFrom: location });
    },
    () => undefined,
  );

  let slot: Slot | null = null;
  let result: TaskResult;
  let written: DeliveredFacts['file'] = null;
  try {
    journal.begin({
      id: task.exchangeId,
      kind: task.kind,
      page: task.call.callSite.page,
      calledFrom: null,
      method: task.method,
      url: task.call.url,
      written: task.call.written,
      calledAtEpochMs: calledAt,
    });
    const taken = await takeSlot(deps, task, calledAt);
    slot = taken.slot;
    const { slotAt } = taken;
    record({ queueMs: slotAt - calledAt });
    const outcome = await transfer(deps, task, { calledAt, slotAt }, record);
    result = outcome.result;
    written = outcome.file;
  } catch (error) {
    result = { ok: false, error: endingError(task, error) };
  } finally {
    slot?.release();
  }

  task.end();
  const failure = result.ok ? null : wxErrorFrom(apiName, result.error);
  const advice = result.ok ? undefined : ADVICE[result.error.code];
  record({
    ...(advice ? { warnings: [...(journal.get(task.exchangeId)?.warnings ?? []), advice] } : {}),
    state: result.ok ? 'done' : result.error.code === 'aborted' ? 'aborted' : 'failed',
    durationMs: deps.clock.now() - calledAt,
    errMsg: failure ? failure.errMsg : `${apiName}:ok`,
    errno: failure?.errno ?? null,
  });
  task.emit({ kind: 'ended', result });

  const hashed = written ?? journal.get(task.exchangeId)?.file ?? null;
  // A hash that the disk has no room for is told to nobody; the transfer stands.
  if (result.ok && hashed) await addHash(deps, hashed, record, files).catch(() => undefined);
}

/** A slot, and when it was there: at the call itself where the task need not wait. */
async function takeSlot(
  deps: TransferDeps,
  task: Task,
  calledAt: number,
): Promise<{ slot: Slot; slotAt: number }> {
  const free = deps.limiter.tryTake(task.kind);
  if (free) return { slot: free, slotAt: calledAt };
  if (task.context.profile.overLimit[task.kind] === 'queue') {
    const slot = await deps.limiter.take(task.kind, task.aborter.signal);
    return { slot, slotAt: deps.clock.now() };
  }
  throw new FerryError(
    'request.over-limit',
    `Ten ${task.kind}s are already running; WeChat refuses an eleventh.`,
  );
}

async function transfer(
  deps: TransferDeps,
  task: Task,
  times: { readonly calledAt: number; readonly slotAt: number },
  record: (patch: ExchangePatch) => void,
): Promise<{ result: TaskResult; file: DeliveredFacts['file'] }> {
  const plan = await task.plan(task.exchangeId);
  task.aborter.signal.throwIfAborted();
  record({
    state: 'running',
    parts: plan.parts,
    requestHeaders: plan.headers,
    requestText: plan.requestText,
    file: plan.file ? { ...plan.file, sha256: null } : null,
    warnings: plan.warnings,
  });
  const progress = createProgressTeller(task.kind, (news) => {
    task.emit(news);
  });
  const redirects: string[] = [];
  const wire = await carry(
    { ...deps, profile: task.context.profile },
    {
      id: task.exchangeId,
      method: plan.method,
      url: plan.url,
      headers: plan.headers,
      body: plan.body,
      sink: plan.sink,
      timeoutMs: timeoutOf(task),
    },
    times,
    {
      onRedirect(url) {
        redirects.push(url.href);
        record({ redirects: [...redirects] });
      },
      onHeaders(headers) {
        record({
          statusCode: headers.statusCode,
          httpVersion: headers.httpVersion,
          requestHeaders: headers.requestHeaders,
          responseHeaders: headers.headers,
        });
        task.emit({
          kind: 'headers',
          statusCode: headers.statusCode,
          header: headerObject(headers.headers),
          cookies: cookiesOf(headers.headers),
        });
      },
      onProgress(counts) {
        progress.tell(counts);
        record({
          sentBytes: counts.sentBytes,
          expectedSendBytes: counts.expectedSendBytes,
          receivedBytes: counts.receivedBytes,
          expectedReceiveBytes: counts.expectedReceiveBytes,
          progressEvents: progress.count(),
        });
      },
    },
    task.aborter.signal,
  );
  return finish(plan, wire, record, progress);
}

async function finish(
  plan: TransferPlan,
  wire: WireResult,
  record: (patch: ExchangePatch) => void,
  progress: ReturnType<typeof createProgressTeller>,
): Promise<{ result: TaskResult; file: DeliveredFacts['file'] }> {
  const { end, headers } = wire;
  record({
    sentBytes: end.counts.sentBytes,
    expectedSendBytes: end.counts.expectedSendBytes,
    receivedBytes: end.counts.receivedBytes,
    expectedReceiveBytes: end.counts.expectedReceiveBytes,
    phases: wire.phases,
    profile: wire.profile,
  });
  if (!end.outcome.ok || !headers) {
    await plan.discard();
    if (end.outcome.ok) throw new FerryError('internal', 'The worker ended a transfer without its headers.');
    const { error } = end.outcome;
    return { result: { ok: false, error: plan.explain?.(error) ?? error }, file: null };
  }
  const facts = await plan
    .deliver(headers, end.counts, end.outcome.inlineBody)
    .catch(async (error: unknown) => {
      await plan.discard();
      throw error;
    });
  progress.complete(end.counts);
  record({
    progressEvents: progress.count(),
    responseText: facts.responseText,
    ...(facts.file ? { file: { ...facts.file, sha256: null } } : {}),
  });
  return {
    file: facts.file,
    result: {
      ok: true,
      statusCode: end.outcome.statusCode,
      header: headerObject(headers.headers),
      cookies: cookiesOf(headers.headers),
      profile: wire.profile,
      ...facts.delivered,
    },
  };
}

/** Option over app.json's `networkTimeout` over 60 000 (wx-api.md §3); what is not a positive number counts as absent. */
function timeoutOf(task: Task): number {
  const candidates = [task.call.timeoutMs, task.context.networkTimeout[API_NAMES[task.kind]]];
  const chosen = candidates.find((value) => typeof value === 'number' && Number.isFinite(value) && value > 0);
  return chosen ?? task.context.profile.defaultTimeoutMs;
}

function endingError(task: Task, error: unknown): WireError {
  if (task.aborter.signal.aborted) return { code: 'aborted', message: 'The page aborted the transfer.' };
  return FerryError.from(error).toWire();
}

/**
 * Hashes the file of a transfer, wherever the page has moved it meanwhile: a temp file may have been saved before
 * its hash was asked for, or while it was taken.
 */
async function addHash(
  deps: TransferDeps,
  file: { readonly path: string; readonly sizeBytes: number },
  record: (patch: ExchangePatch) => void,
  files: TransferContext['files'],
): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const before = files.follow(file.path);
    const sha256 = before?.sha256 ?? (await hashOf(deps, files, before?.path ?? file.path));
    if (sha256 === null) continue;
    const now = files.follow(file.path);
    // Another transfer has written there meanwhile, and nobody knows whose content was hashed.
    if (before && now?.path === before.path && now.createdAtEpochMs !== before.createdAtEpochMs) return;
    if (now?.sha256 === null) files.setHash(now.path, sha256);
    record({ file: { ...file, sha256 } });
    return;
  }
}

async function hashOf(
  deps: TransferDeps,
  files: TransferContext['files'],
  virtualPath: string,
): Promise<string | null> {
  const open = await files.open(virtualPath).catch(() => null);
  return open ? deps.worker.hash(open.realPath) : null;
}
