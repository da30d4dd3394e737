import type { FileRecord } from '#contract/files';
import type { ExceptionRecord } from '#contract/project';
import { type Exchange, isTransfer, type TransferKind } from '#contract/transfer';
import type { Config } from '../../config.ts';
import { redactHeaders, redactUrl } from '../../lib/redact.ts';
import type { Program } from '../../program/program.ts';

export type RunOutcome = 'passed' | 'failed' | 'timeout';

/** The latest screenshot of each page, by route. */
export type Screenshots = ReadonlyMap<string, string>;

export interface ReportFacts {
  readonly config: Config;
  readonly labOrigin: string | null;
  readonly outcome: RunOutcome;
  /** Why the run did not get to its end; null when it did. */
  readonly failure: string | null;
  readonly screenshots: Screenshots;
}

type BuiltReport = ReturnType<typeof buildReport>;
/** `conditions` is null of a run whose project never opened. */
export type RunReport = Omit<BuiltReport, 'conditions'> & {
  readonly conditions: BuiltReport['conditions'] | null;
};

/** The JSON report, version 1: a contract with whoever reads it. Fields are added, never renamed. Secrets are redacted. */
export function buildReport(program: Program, facts: ReportFacts) {
  const { log, project } = program;
  return {
    version: 1,
    ferry: facts.config.version,
    runtime: facts.config.runtime,
    project: { appid: project.appid, name: project.name, pages: project.pages.length },
    profile: { device: program.network.profile.name, lib: program.bootInfo().device.SDKVersion },
    conditions: conditionsOf(program),
    lab: facts.labOrigin === null ? null : { origin: facts.labOrigin },
    outcome: facts.outcome,
    failure: facts.failure,
    pages: pagesOf(program, facts.screenshots),
    transfers: program.journal.ofThisLaunch().filter(isTransfer).map(transferFrom),
    resources: program.journal
      .ofThisLaunch()
      .filter(({ kind }) => kind === 'resource')
      .map(resourceFrom),
    files: program.files.list().map(fileFrom),
    fileHistory: program.files
      .history(FILE_HISTORY)
      .map((file) => ({ ...fileFrom(file), ended: file.end?.as ?? null })),
    console: log.console.map(({ level, text, page }) => ({ level, text, page })),
    exceptions: log.exceptions.map(({ message, stack, page, cause, location }) => ({
      message,
      stack,
      page,
      cause,
      location,
    })),
    unsupported: log.unsupported(),
    diagnostics: project.diagnostics,
  };
}

/** So many files are told of, newest first, with what became of them. */
const FILE_HISTORY = 1000;

function fileFrom(file: FileRecord) {
  return {
    path: file.path,
    kind: file.kind,
    size: file.sizeBytes,
    from: file.origin,
    sha256: file.sha256,
  };
}

/** The network the run had: what was set, and how often each rule applied. */
function conditionsOf({ network }: Program) {
  const { link, rules, proxy, domainCheck, domains, seed } = network.settings;
  const hits = network.rules.hits();
  return {
    client: network.profile.clientVersion,
    link: link?.name ?? null,
    rules: rules.map(({ id, text }) => ({ text, hits: hits.get(id) ?? 0 })),
    proxy: proxyShown(proxy),
    domainCheck,
    domains,
    seed,
  };
}

/** Credentials in a proxy's URL are nobody's to read. */
function proxyShown(proxy: string): string {
  const url = URL.parse(proxy);
  return url ? url.origin : proxy;
}

/** The head of a report, its lists empty: of a run whose project never opened, or that has too much to tell. */
export function bareReport(
  head: Pick<
    RunReport,
    'ferry' | 'runtime' | 'project' | 'profile' | 'conditions' | 'lab' | 'outcome' | 'failure'
  >,
): RunReport {
  const { ferry, runtime, project, profile, conditions, lab, outcome, failure } = head;
  return {
    version: 1,
    ferry,
    runtime,
    project,
    profile,
    conditions,
    lab,
    outcome,
    failure,
    pages: [],
    transfers: [],
    resources: [],
    files: [],
    fileHistory: [],
    console: [],
    exceptions: [],
    unsupported: [],
    diagnostics: [],
  };
}

function pagesOf(program: Program, screenshots: Screenshots) {
  const { visits, exceptions } = program.log;
  const routes = [...new Set(visits.map((visit) => visit.path))];
  return routes.map((path) => {
    const own = visits.filter((visit) => visit.path === path);
    const screenshot = screenshots.get(path);
    return {
      path,
      opened: own.some((visit) => visit.opened),
      failure: own.findLast((visit) => visit.failure !== null)?.failure ?? null,
      openMs: Math.round(own.find((visit) => visit.opened)?.openMs ?? 0),
      exceptions: exceptions.filter((exception) => exception.page === path && isCounted(exception)).length,
      ...(screenshot === undefined ? {} : { screenshot }),
    };
  });
}

/** An exception that only follows a failed request is reported, but not held against the page. */
function isCounted(exception: ExceptionRecord): boolean {
  return exception.cause !== 'after-failed-request';
}

/** An image or a font that a page showed, fetched for it. */
function resourceFrom(exchange: Exchange) {
  const { page, statusCode, errMsg, receivedBytes, durationMs } = exchange;
  const url = redactUrl(exchange.url);
  return {
    page,
    url,
    outcome: outcomeOf(exchange),
    statusCode,
    errMsg,
    receivedBytes,
    durationMs: rounded(durationMs ?? 0),
  };
}

function transferFrom(exchange: Exchange & { readonly kind: TransferKind }) {
  return {
    id: exchange.id,
    kind: exchange.kind,
    page: exchange.page,
    method: exchange.method,
    url: redactUrl(exchange.url),
    outcome: outcomeOf(exchange),
    statusCode: exchange.statusCode,
    errMsg: exchange.errMsg,
    errno: exchange.errno,
    // A URL that cannot be read is quoted in it.
    reason: exchange.reason?.replaceAll(exchange.url, redactUrl(exchange.url)) ?? null,
    requestHeaders: redactHeaders(exchange.requestHeaders),
    responseHeaders: redactHeaders(exchange.responseHeaders),
    sentBytes: exchange.sentBytes,
    receivedBytes: exchange.receivedBytes,
    expectedSendBytes: exchange.expectedSendBytes,
    expectedReceiveBytes: exchange.expectedReceiveBytes,
    progressEvents: exchange.progressEvents,
    queueMs: rounded(exchange.queueMs),
    durationMs: rounded(exchange.durationMs ?? 0),
    profile: exchange.profile,
    file: exchange.file && {
      path: exchange.file.path,
      size: exchange.file.sizeBytes,
      sha256: exchange.file.sha256,
    },
    parts: exchange.parts.map(({ name, filename, contentType, sizeBytes }) => ({
      name,
      filename,
      contentType,
      size: sizeBytes,
    })),
    redirects: exchange.redirects.map(redactUrl),
    rules: exchange.rules,
    decodedBytes: exchange.decodedBytes,
    calledFrom: exchange.calledFrom,
    warnings: exchange.warnings.map(({ rule, text, source }) => ({ rule, text, source })),
  };
}

function outcomeOf(exchange: Exchange): 'success' | 'fail' | 'abort' | 'pending' {
  switch (exchange.state) {
    case 'done':
      return 'success';
    case 'failed':
      return 'fail';
    case 'aborted':
      return 'abort';
    case 'waiting':
    case 'running':
      return 'pending';
  }
}

/** Milliseconds with one digit after the point. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
