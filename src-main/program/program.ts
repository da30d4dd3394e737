import { FerryError } from '#contract/errors';
import type { InspectNews } from '#contract/panel-inspect';
import type { HotUpdate } from '#contract/hot';
import type { CompiledProject, Diagnostic, ProjectInfo } from '#contract/project';
import type { ScreenSettings } from '#contract/screen';
import type { BodySide, CallbackRecord, TaskEvent } from '#contract/transfer';
import type {
  BootInfo,
  DriveAnswer,
  DriveCommand,
  MappedStack,
  PageReport,
  PhoneEvent,
  WxEvent,
} from '#contract/wx';
import type { BodyStore } from '../files/body-store.ts';
import type { FileDesk } from '../files/file-desk.ts';
import type { ProgramFileSystem } from '../files/file-system/file-system.ts';
import type { ProjectFiles } from '../files/project-files.ts';
import type { ProgramBodies } from '../journal/bodies/program-bodies.ts';
import type { Journal } from '../journal/journal.ts';
import type { CloudStorage } from '../lab/cloud-storage.ts';
import type { Clock } from '../lib/clock.ts';
import { exposedError } from '../lib/exposed-error.ts';
import { createListeners } from '../lib/listeners.ts';
import type { SocketHub } from '../sockets/socket-hub.ts';
import type { TransferContext, TransferOwner } from '../transfers/context.ts';
import type { TransferManager } from '../transfers/manager.ts';
import type { ProgramNetwork } from '../transfers/network.ts';
import { createAppLife, type AppLife } from './app-life.ts';
import type { ProjectConditions } from './conditions.ts';
import { mappedValues } from './console-values.ts';
import type { PageLog } from './page-log.ts';
import type { RemoteCache } from './remote-cache.ts';
import { createResender, type Resender } from './resend.ts';
import type { ProgramScreen } from './screen.ts';
import { watchSlowPages } from './slow-page-watch.ts';
import type { ProgramStorage } from './storage.ts';

/** The services of one open mini-program, built by the composition root. */
export interface ProgramParts {
  /** What its files, storage and history are kept under. */
  readonly key: string;
  /** As it goes into the Referer. */
  readonly appid: string;
  readonly folder: string;
  /** Root of the code package. */
  readonly packageRoot: string;
  readonly buildDir: string;
  readonly project: CompiledProject;
  readonly network: ProgramNetwork;
  readonly files: ProjectFiles;
  readonly fileSystem: ProgramFileSystem;
  /** What the developer sees of its files and does with them. */
  readonly desk: FileDesk;
  readonly bodies: BodyStore;
  /** The same for what the developer sends: it outlives a page. */
  readonly resendBodies: BodyStore;
  /** Where a kept body lies; null when it is not kept. */
  keptBody(exchangeId: string, side: BodySide): Promise<string | null>;
  readonly journal: Journal;
  /** The bodies of its exchanges. */
  readonly kept: ProgramBodies;
  readonly storage: ProgramStorage;
  readonly remote: RemoteCache;
  readonly sockets: SocketHub;
  /** Where the files of `wx.cloud` are kept. */
  readonly cloud: Pick<CloudStorage, 'url' | 'remove' | 'close'>;
  readonly log: PageLog;
  readonly screen: ProgramScreen;
  /** How the developer has it run. */
  readonly conditions: ProjectConditions;
  /** Base library it was started with. */
  readonly baseLibrary: string;
  /** `setting.urlCheck` of its project.config.json. */
  readonly urlCheck: boolean;
  mapStack(stack: string): MappedStack;
  /** Resolves when a file of the build folder is written; rejects when it cannot be. */
  buildReady(file: string): Promise<void>;
  /** What the compiler finds now; null while that is what `project` says. */
  findings(): readonly Diagnostic[] | null;
  /** What a page is told at its start, as far as it stays the same. */
  bootInfo(): Omit<BootInfo, 'generation' | 'networkType'>;
}

/**
 * One open mini-program: its services, and the run of its page. Each boot of the page is a generation; what a
 * generation started ends with it.
 */
export interface Program extends ProgramParts {
  readonly info: ProjectInfo;
  /** In front or in the background, with a network or without. */
  readonly life: AppLife;
  /** Transfers of the developer's own. */
  readonly resender: Resender;
  /** True while a page runs that reports its own console. */
  isBooted(): boolean;
  /** Starts a new generation: ends what the last one left, returns what the page needs. */
  boot(): Promise<BootInfo>;
  /** The current run; throws `page.gone` when there is none or it is not of this generation. */
  owner(generation?: number): TransferOwner;
  report(reports: readonly PageReport[]): void;
  /** Asks the page for something; rejects after the time-out or when the page is gone. */
  drive(command: DriveCommand, timeoutMs: number): Promise<DriveAnswer>;
  driven(commandId: number, answer: DriveAnswer): void;
  /** Gives the mini-program another screen, theme, language or font size while it runs. */
  setScreen(settings: ScreenSettings): void;
  /** The page's process is gone: ends the run and says so; a new boot starts another. */
  pageLost(reason: string): void;
  /** Brings what was saved to the page; one that starts later has it anyway. */
  takeUpdate(update: HotUpdate): void;
  /** Calls back when the page cannot take what was saved. Returns its own end. */
  onStale(listener: () => void): () => void;
  /** Calls back with what the page tells the inspector. Returns its own end. */
  onInspected(listener: (news: InspectNews) => void): () => void;
  /** Something befalls the phone: the page hears of it. */
  befall(event: PhoneEvent): void;
  /** Where events for the page go; null while no page is attached. */
  attach(send: ((event: WxEvent) => void) | null): void;
  /** Ends the run: aborts its transfers, drops its bodies. */
  close(): Promise<void>;
}

export function createProgram(
  deps: { readonly transfers: TransferManager; readonly clock: Clock },
  parts: ProgramParts,
): Program {
  const { transfers, clock } = deps;
  const context: TransferContext = {
    appid: parts.appid,
    network: parts.network,
    files: parts.files,
    troubles: parts.desk.troubles,
    bodies: parts.bodies,
    journal: parts.journal,
    kept: parts.kept,
    networkTimeout: parts.project.app.networkTimeout ?? {},
    mapStack: (stack) => Promise.resolve(parts.mapStack(stack)),
  };
  const unwatch = watchSlowPages(parts.log, clock);
  const stale = createListeners<undefined>();
  const inspected = createListeners<InspectNews>();
  const asked = new Map<number, (answer: DriveAnswer) => void>();
  let send: ((event: WxEvent) => void) | null = null;
  let owner: TransferOwner | null = null;
  /** What became of the page's process, until the next boot. */
  let lost: string | null = null;
  let generation = 0;
  /** Start of the current generation. */
  let bootedAt = 0;
  let commandCount = 0;

  const resender = createResender({
    transfers,
    clock,
    context,
    bodies: parts.resendBodies,
    keptBody: (exchangeId, side) => parts.keptBody(exchangeId, side),
    readKept: (exchangeId, side, stretch) => parts.kept.read(exchangeId, side, stretch),
    currentPage: () => parts.log.state().route,
  });
  const life = createAppLife({
    send: (event) => send?.(event),
    interrupt: (error) => {
      if (owner) transfers.interrupt(owner, error);
      // The developer's own do not run in an app that can be sent to the background.
      if (error.code === 'net.changed') resender.interrupt(error);
    },
    setOffline: (offline) => {
      parts.network.setOffline(offline);
    },
  });

  /** Ends the run at once; what it left on the disk goes a little later. */
  const endRun = async (): Promise<void> => {
    if (owner) transfers.release(owner);
    owner = null;
    for (const answer of [...asked.values()]) {
      answer({ kind: 'failed', error: { code: 'page.gone', message: 'The page was reloaded or closed.' } });
    }
    asked.clear();
    parts.remote.clear();
    parts.sockets.end();
    await parts.fileSystem.closeAll();
    await parts.bodies.clear();
  };

  const reportOne = (report: Exclude<PageReport, { kind: 'callback' }>): void => {
    switch (report.kind) {
      case 'page-opening':
        parts.log.pageOpening(report.route, report.query);
        return;
      case 'page-ready':
        parts.log.pageReady(report.route, report.openMs);
        return;
      case 'page-failed':
        parts.log.pageFailed(report.route, report.message);
        return;
      case 'stack':
        parts.log.setRoutes(report.routes);
        return;
      case 'console':
        parts.log.addConsole({
          atEpochMs: clock.now(),
          level: report.level,
          // A logged error carries a stack, and the stack places of the bundle.
          text: parts.mapStack(report.text).stack,
          page: report.page,
          ...(report.values === undefined
            ? {}
            : { values: mappedValues(report.values, (text) => parts.mapStack(text)) }),
          ...(report.depth === undefined ? {} : { depth: report.depth }),
          ...(report.form === undefined ? {} : { form: report.form }),
          ...(report.stack === undefined ? {} : { location: parts.mapStack(report.stack).location }),
        });
        return;
      case 'inspect':
        inspected.emit(report.news);
        return;
      case 'unsupported':
        parts.log.addUnsupported(report.api);
        return;
      case 'file-failed':
        reportFile(report);
        return;
      case 'stale':
        stale.emit(undefined);
        return;
      case 'app-moved':
        if (report.state === 'hidden') life.toBackground();
        else life.toForeground();
        return;
      case 'exception':
        reportException(report);
    }
  };

  const reportFile = ({
    why,
    api,
    path,
    page,
    stack,
  }: Extract<PageReport, { kind: 'file-failed' }>): void => {
    const use = { api, path, page, source: parts.mapStack(stack).location, exchangeId: null };
    if (why === 'quota') parts.desk.troubles.refused(use);
    else parts.desk.troubles.missing(use);
  };

  const reportException = (report: Extract<PageReport, { kind: 'exception' }>): void => {
    const { stack, location } = parts.mapStack(report.stack);
    const requestFailed = parts.journal
      .ofThisLaunch()
      .some(
        (exchange) =>
          exchange.page === report.page &&
          exchange.kind !== 'resource' &&
          exchange.state === 'failed' &&
          exchange.calledAtEpochMs >= bootedAt,
      );
    parts.log.addException({
      atEpochMs: clock.now(),
      page: report.page,
      message: report.message,
      stack,
      location,
      cause: report.ours ? 'ferry' : requestFailed ? 'after-failed-request' : 'project',
    });
  };

  return {
    ...parts,
    get info() {
      return {
        appid: parts.project.appid,
        name: parts.project.name,
        folder: parts.folder,
        pages: parts.project.pages,
        diagnostics: parts.findings() ?? parts.project.diagnostics,
      };
    },
    life,
    resender,
    isBooted: () => owner !== null,
    async boot() {
      // The new run stands before anything is waited for: two boots at once end one after the other.
      const cleared = endRun();
      generation += 1;
      lost = null;
      life.restart();
      const own = generation;
      bootedAt = clock.now();
      owner = {
        generation: own,
        context,
        isSuspended: () => life.isSuspended(),
        emit: (event) => send?.({ kind: 'task', event: exposedEvent(event) }),
      };
      parts.sockets.begin((socketId, news) => {
        const told = news.kind === 'error' ? { ...news, error: exposedError(news.error) } : news;
        send?.({ kind: 'socket', event: { generation: own, socketId, news: told } });
      });
      parts.log.restart();
      await cleared;
      return { ...parts.bootInfo(), generation: own, networkType: life.network() };
    },
    owner(wanted) {
      if (!owner || (wanted !== undefined && wanted !== owner.generation)) {
        throw new FerryError('page.gone', 'The call comes from a page that is gone.');
      }
      return owner;
    },
    report(reports) {
      const callbacks = new Map<string, CallbackRecord[]>();
      for (const report of reports) {
        if (report.kind !== 'callback') {
          reportOne(report);
          continue;
        }
        const id = owner ? transfers.exchangeOf(owner, report.callback.taskId) : null;
        if (id === null) continue;
        const own = callbacks.get(id) ?? [];
        own.push(report.callback);
        callbacks.set(id, own);
      }
      for (const [id, own] of callbacks) parts.journal.addCallbacks(id, own);
    },
    drive(command, timeoutMs) {
      return new Promise((resolve, reject) => {
        if (!owner) throw new FerryError('page.gone', lost ?? 'No page runs. Reload to start it.');
        const commandId = (commandCount += 1);
        const timer = setTimeout(() => {
          asked.delete(commandId);
          reject(new FerryError('page.gone', `The page did not answer within ${String(timeoutMs)} ms.`));
        }, timeoutMs);
        asked.set(commandId, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        send?.({ kind: 'drive', commandId, command });
      });
    },
    driven(commandId, answer) {
      const settle = asked.get(commandId);
      asked.delete(commandId);
      settle?.(answer);
    },
    setScreen(settings) {
      parts.screen.set(settings);
      send?.({ kind: 'device', device: parts.bootInfo().device });
    },
    pageLost(reason) {
      const message = `The page’s process ended (${reason}), and its transfers with it. Reload to start it again; files and storage are kept.`;
      parts.log.addException({
        atEpochMs: clock.now(),
        page: parts.log.state().route,
        message,
        stack: '',
        location: null,
        cause: 'ferry',
      });
      parts.log.breakOff(parts.project.entryPage, message);
      lost = message;
      void endRun();
    },
    takeUpdate(update) {
      send?.({ kind: 'hot', update });
    },
    onStale: (listener) =>
      stale.add(() => {
        listener();
      }),
    onInspected: (listener) => inspected.add(listener),
    befall(event) {
      send?.({ kind: 'phone', event });
    },
    attach(next) {
      send = next;
    },
    async close() {
      unwatch();
      life.close();
      send = null;
      await resender.close();
      await endRun();
      await parts.cloud.close();
    },
  };
}

/** A task's news as a page may hear it. */
function exposedEvent(event: TaskEvent): TaskEvent {
  if (event.kind !== 'ended' || event.result.ok) return event;
  return { ...event, result: { ok: false, error: exposedError(event.result.error) } };
}
