import { FerryError, type ErrorCode, type WireError } from '#contract/errors';
import {
  API_NAMES,
  type DownloadCall,
  type RequestCall,
  type SlotHold,
  type TaskResult,
  type TransferKind,
  type TransferWarning,
  type UploadCall,
} from '#contract/transfer';
import { wxErrorFrom } from '#contract/wx-errors';
import type { ExchangePatch } from '../journal/journal.ts';
import type { TaskNews, TransferContext, TransferDeps } from './context.ts';
import type { TransferFacts, Treatment } from './conditions/rule-book.ts';
import { effectiveTimeout } from './effective-timeout.ts';
import { createEvidence, type Evidence } from './evidence.ts';
import { carry, type Route, type WireResult } from './exchange-run.ts';
import { noteFileTrouble } from './file-troubles.ts';
import type { Slot } from './limiter.ts';
import { domainListOf } from './network.ts';
import { createHeldNews, createPauses, type Pauses } from './pauses.ts';
import type { DeliveredFacts, TransferPlan } from './plan.ts';
import { createProgressTeller, type ProgressTeller } from './progress-teller.ts';
import { cookiesOf, headerObject } from './rules/headers.ts';
import { parseTransferUrl } from './rules/url.ts';
import { stackFrames } from './stack-frames.ts';
import { hashWhatMoved } from './task-hash.ts';
import { answerWarnings } from './warnings/answer-warnings.ts';
import { callWarnings } from './warnings/call-warnings.ts';
import { warning, type WarningRule } from './warnings/warning-table.ts';
import type { JobHeaders } from './worker-client.ts';

/** One live transfer. */
export interface Task {
  readonly exchangeId: string;
  readonly kind: TransferKind;
  readonly call: UploadCall | DownloadCall | RequestCall;
  readonly method: string;
  /** Aborted without a reason by the page; with a FerryError for whatever else ends a transfer. */
  readonly aborter: AbortController;
  readonly context: TransferContext;
  /** Whether the app is suspended: WeChat then takes no new calls. */
  isSuspended(): boolean;
  plan(exchangeId: string): Promise<TransferPlan>;
  /** Nothing is to be aborted any more; what may still come is the hash of its file. */
  end(): void;
  emit(news: TaskNews): void;
}

/** What to do about failures of which WeChat's words ("system error", "save file error") tell nobody. */
const ADVICE: Partial<Record<ErrorCode, WarningRule>> = {
  'net.worker-lost': 'worker-lost',
  'file.no-space': 'disk-full',
  'quota.exceeded': 'quota',
  'page.background': 'background',
  'page.suspended': 'background',
  'net.changed': 'network-changed',
};

/** What is written down of a task while it runs. */
interface Notes {
  readonly record: (patch: ExchangePatch) => void;
  readonly warn: (...warnings: readonly TransferWarning[]) => void;
}

interface Admitted {
  readonly facts: TransferFacts;
  readonly treatment: Treatment;
}

interface Outcome {
  readonly result: TaskResult;
  readonly file: DeliveredFacts['file'];
  /** Real path of a file that was sent and is none of the mini-program's. */
  readonly foreignPath: string | null;
}

/** Of a body that did not end, so much is kept; a whole one is kept without taking room of its own. */
const PARTIAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Runs a task from the call to its one end, and the hash of its file after it. Never rejects. */
export async function runTask(deps: TransferDeps, task: Task): Promise<void> {
  const { journal, files, network } = task.context;
  const calledAt = deps.clock.now();
  const apiName = API_NAMES[task.kind];
  const notes = createNotes(task);
  const { record } = notes;
  void task.context.mapStack(task.call.callSite.stack).then(
    ({ location, stack }) => {
      record({ calledFrom: location, stack: stackFrames(stack) });
    },
    () => undefined,
  );

  let slot: Slot | null = null;
  let slotFromMs = 0;
  let result: TaskResult;
  let written: DeliveredFacts['file'] = null;
  let foreignPath: string | null = null;
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
    const admitted = admit(task, notes);
    const taken = await takeSlot(deps, task, calledAt, notes);
    slot = taken.slot;
    const { slotAt } = taken;
    slotFromMs = slotAt - calledAt;
    record({ queueMs: slotFromMs, slot: holdOf(slot, slotFromMs, null) });
    const outcome = await transfer(deps, task, admitted, { ...invocation(task, calledAt), slotAt }, notes);
    result = outcome.result;
    written = outcome.file;
    foreignPath = outcome.foreignPath;
  } catch (error) {
    result = { ok: false, error: FerryError.from(error).toWire() };
  } finally {
    slot?.release();
  }
  const slotToMs = deps.clock.now() - calledAt;
  if (!result.ok && task.aborter.signal.aborted) result = { ok: false, error: endingError(task) };

  task.end();
  const failure = result.ok ? null : wxErrorFrom(apiName, result.error, network.profile.traits.wording);
  const advice = result.ok ? undefined : ADVICE[result.error.code];
  if (advice) notes.warn(warning(advice));
  const fileTrouble = result.ok ? null : noteFileTrouble(task, result.error);
  if (fileTrouble) notes.warn(fileTrouble);
  record({
    state: result.ok ? 'done' : result.error.code === 'aborted' ? 'aborted' : 'failed',
    durationMs: deps.clock.now() - calledAt,
    ...(slot ? { slot: holdOf(slot, slotFromMs, slotToMs) } : {}),
    errMsg: failure ? failure.errMsg : `${apiName}:ok`,
    reason: result.ok || result.error.code === 'aborted' ? null : result.error.message,
    errno: failure?.errno ?? null,
  });
  task.emit({ kind: 'ended', result });

  if (result.ok)
    await hashWhatMoved(deps, { exchangeId: task.exchangeId, journal, files }, { written, foreignPath });
}

function holdOf({ index, freedBy }: Slot, fromMs: number, toMs: number | null): SlotHold {
  return { index, fromMs, toMs, freedBy };
}

function createNotes(task: Task): Notes {
  let warnings: readonly TransferWarning[] = [];
  const record = (patch: ExchangePatch): void => {
    task.context.journal.update(task.exchangeId, patch);
  };
  return {
    record,
    warn(...added) {
      if (added.length === 0) return;
      warnings = [...warnings, ...added];
      record({ warnings });
    },
  };
}

/** The page's clock may be a little off from main's, and is a stranger's: what cannot be is not believed. */
function invocation(task: Task, calledAt: number): { invokedAt: number; calledAt: number } {
  const invokedAt = task.call.invokedAtEpochMs;
  const isCredible = invokedAt <= calledAt && calledAt - invokedAt < 10_000;
  return { invokedAt: isCredible ? invokedAt : calledAt, calledAt };
}

/** What WeChat looks at when a task is made, before it waits for its turn. */
function admit(task: Task, notes: Notes): Admitted {
  const { call, kind, context } = task;
  const { network } = context;
  if (task.isSuspended()) {
    throw new FerryError('page.suspended', 'The app is in the background, where WeChat takes no new calls.');
  }
  const url = parseTransferUrl(call.url);
  notes.warn(...callWarnings(call, url, network.vouchedOrigins()));
  const verdict = network.judge(domainListOf(kind), call.url);
  notes.warn(...verdict.warnings);
  if (verdict.error) throw verdict.error;
  const facts = { kind, url, method: task.method, page: call.callSite.page };
  const treatment = network.rules.treat(facts, task.exchangeId);
  if (treatment.rules.length > 0) notes.record({ rules: treatment.rules });
  return { facts, treatment };
}

/** A slot, and when it was there: at the call itself where the task need not wait. */
async function takeSlot(
  deps: TransferDeps,
  task: Task,
  calledAt: number,
  notes: Notes,
): Promise<{ slot: Slot; slotAt: number }> {
  const free = deps.limiter.tryTake(task.kind, task.exchangeId);
  if (free) return { slot: free, slotAt: calledAt };
  if (task.context.network.profile.overLimit[task.kind] === 'queue') {
    notes.warn(warning('over-ten', { kind: task.kind }));
    const slot = await deps.limiter.take(task.kind, task.aborter.signal, task.exchangeId);
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
  admitted: Admitted,
  times: { readonly invokedAt: number; readonly calledAt: number; readonly slotAt: number },
  notes: Notes,
): Promise<Outcome> {
  const { record } = notes;
  const planned = await task.plan(task.exchangeId);
  task.aborter.signal.throwIfAborted();
  const pauses = pausesOf(deps, task, times.calledAt, notes);
  const stops = admitted.treatment.breaks;
  const { plan, facts } = stops.includes('request')
    ? await passOut(task, pauses, planned, admitted.facts, notes)
    : { plan: planned, facts: admitted.facts };
  const { exchangeId, context } = task;
  const evidence = createEvidence(exchangeId, context.kept, () => deps.clock.now() - times.calledAt);
  const configuredMs = context.networkTimeout[API_NAMES[task.kind]] ?? null;
  const { timeout, wantedMs } = effectiveTimeout(task.call.timeoutMs, configuredMs, context.network.profile);
  if (wantedMs !== timeout.ms)
    notes.warn(warning('timeout-capped', { seconds: Math.round(wantedMs / 1000) }));
  record({
    state: 'running',
    timeout,
    ...evidence.sending(plan),
    requestHeaders: plan.headers,
    requestText: plan.requestText,
    file: plan.file ? { ...plan.file, sha256: null } : null,
  });
  notes.warn(...plan.warnings);
  const { profile } = task.context.network;
  const jumps = task.kind === 'upload' && profile.uploadProgress === 'jump';
  if (jumps) notes.warn(warning('progress-jump'));
  const news = createHeldNews((told) => {
    task.emit(told);
  }, stops.includes('response'));
  const progress = createProgressTeller(
    task.kind,
    {
      jumps,
      repeats: admitted.treatment.faults.some(({ kind }) => kind === 'duplicate-progress'),
    },
    (told) => {
      news.emit(told);
    },
  );
  const redirects: string[] = [];
  const wire = await carry(
    deps,
    {
      id: task.exchangeId,
      method: plan.method,
      url: facts.url,
      headers: plan.headers,
      body: plan.body,
      sink: plan.sink,
      timeoutMs: timeout.ms,
      route: routeOf(task, { ...admitted, facts }, notes),
      partialLimitBytes: PARTIAL_LIMIT_BYTES,
    },
    times,
    {
      onRedirect(url, hop) {
        redirects.push(url.href);
        record({ redirects: [...redirects], ...evidence.hop(hop) });
      },
      onHeaders(headers) {
        record({
          statusCode: headers.statusCode,
          httpVersion: headers.httpVersion,
          requestHeaders: headers.requestHeaders,
          responseHeaders: headers.headers,
        });
        news.emit({
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
          decodedBytes: counts.decodedBytes,
          progressEvents: progress.count(),
          ...evidence.progress(counts),
        });
      },
    },
    task.aborter.signal,
  );
  const answer = stops.includes('response')
    ? await passBack(pauses, plan, wire, () => {
        record(evidence.received(plan, wire));
      })
    : wire;
  news.release(answer.headers);
  return finish(task, plan, answer, notes, {
    progress,
    evidence,
    isTampered: admitted.treatment.rules.length > 0,
  });
}

function pausesOf(deps: TransferDeps, task: Task, calledAt: number, { record }: Notes): Pauses {
  return createPauses({
    exchangeId: task.exchangeId,
    kind: task.kind,
    page: task.call.callSite.page,
    url: task.call.url,
    method: task.method,
    calledAt,
    now: () => deps.clock.now(),
    breakpoints: task.context.network.breakpoints,
    signal: task.aborter.signal,
    record,
  });
}

/** Stops on the way out; an address that was changed there is subject to the same rules as the page's own. */
async function passOut(
  task: Task,
  pauses: Pauses,
  planned: TransferPlan,
  facts: TransferFacts,
  notes: Notes,
): Promise<{ plan: TransferPlan; facts: TransferFacts }> {
  try {
    const { plan, url } = await pauses.out(planned);
    if (url === task.call.url) return { plan, facts };
    const verdict = task.context.network.judge(domainListOf(task.kind), url);
    notes.warn(...verdict.warnings);
    if (verdict.error) throw verdict.error;
    return { plan, facts: { ...facts, url: parseTransferUrl(url) } };
  } catch (error) {
    await planned.discard();
    throw error;
  }
}

/** Stops on the way back; what was received goes when the transfer is aborted there. */
async function passBack(
  pauses: Pauses,
  plan: TransferPlan,
  wire: WireResult,
  keep: () => void,
): Promise<WireResult> {
  try {
    return await pauses.back(plan, wire);
  } catch (error) {
    keep();
    await plan.discard();
    throw error;
  }
}

/** The way of each hop: where it may go and how, and what the rules do to it. */
function routeOf(task: Task, { facts, treatment }: Admitted, notes: Notes): Route {
  const { network } = task.context;
  const { delayMs, faults, answer } = treatment;
  const isTampered = delayMs > 0 || faults.length > 0 || answer !== null;
  const follows = !('followsRedirects' in task.call) || task.call.followsRedirects;
  return {
    async connectionTo(url, isRedirect) {
      if (!isRedirect) return network.connectionTo(facts, treatment, task.call.wantsHttp2);
      const verdict = network.judge(domainListOf(task.kind), url.href);
      notes.warn(...verdict.warnings);
      if (verdict.error) throw verdict.error;
      return network.connectionTo({ ...facts, url }, null, task.call.wantsHttp2);
    },
    tampering: isTampered ? { delayMs, faults, answer, sparesRedirects: follows } : null,
    maxRedirects: follows ? network.profile.maxRedirects : 0,
  };
}

async function finish(
  task: Task,
  plan: TransferPlan,
  wire: WireResult,
  notes: Notes,
  {
    progress,
    evidence,
    isTampered,
  }: { readonly progress: ProgressTeller; readonly evidence: Evidence; readonly isTampered: boolean },
): Promise<Outcome> {
  const { record } = notes;
  const { end, headers } = wire;
  record({
    sentBytes: end.counts.sentBytes,
    expectedSendBytes: end.counts.expectedSendBytes,
    receivedBytes: end.counts.receivedBytes,
    expectedReceiveBytes: end.counts.expectedReceiveBytes,
    decodedBytes: end.counts.decodedBytes,
    phases: wire.phases,
    profile: wire.profile,
    ...evidence.progress(end.counts),
    ...evidence.received(plan, wire),
  });
  if (!end.outcome.ok || !headers) {
    await plan.discard();
    if (end.outcome.ok) throw new FerryError('internal', 'The worker ended a transfer without its headers.');
    const { error } = end.outcome;
    return { result: { ok: false, error: plan.explain?.(error) ?? error }, file: null, foreignPath: null };
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
  notes.warn(
    ...answerWarnings(task.kind, headers, {
      decodedBytes: end.counts.decodedBytes,
      expectedReceiveBytes: end.counts.expectedReceiveBytes,
      responseText: facts.responseText,
      tempFilePath: facts.delivered.tempFilePath ?? null,
    }),
    ...(isHttp2Missing(task, headers, isTampered) ? [warning('http2-unavailable')] : []),
  );
  const { body } = plan;
  const isHashKnown = plan.parts.every(({ filename, sha256 }) => filename === null || sha256 !== null);
  return {
    file: facts.file,
    foreignPath: body.kind === 'multipart' && plan.file === null && !isHashKnown ? body.file.path : null,
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

/** Whether the server had HTTP/2 to be asked for and did not; a rule may have kept the transfer from it. */
function isHttp2Missing(task: Task, headers: JobHeaders, isTampered: boolean): boolean {
  return task.call.wantsHttp2 && !isTampered && !headers.httpVersion.startsWith('2');
}

/** The page's own abort is an outcome; what else ends a transfer says so itself. */
function endingError(task: Task): WireError {
  const reason: unknown = task.aborter.signal.reason;
  if (reason instanceof FerryError) return reason.toWire();
  return { code: 'aborted', message: 'The page aborted the transfer.' };
}
