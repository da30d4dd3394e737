import { assertNever } from '#contract/errors';
import type { FileRecord } from '#contract/files';
import type { FileTotals } from '#contract/panel-files';
import type {
  DeviceState,
  OpenFailure,
  PageState,
  PanelEvent,
  PanelSnapshot,
  Preferences,
  RecentProject,
  RegistryRepair,
  RuntimeInfo,
  SampleInfo,
  UnsupportedCount,
} from '#contract/panel';
import type { ConsoleRecord, ExceptionRecord, ProjectInfo } from '#contract/project';
import type { PanelCaller } from '../../lib/bridge.ts';
import { ExchangeFeed } from './exchange-table.svelte.ts';
import { withoutRepeatedFindings } from './findings.ts';
import { KnownFiles } from './known-files.svelte.ts';

/** Console lines and exceptions kept, newest; main keeps its own record for the report. */
const KEPT_LINES = 10_000;

const NO_TOTAL = { count: 0, sizeBytes: 0 };
/** Until main has told. */
const NO_FILES: FileTotals = {
  temp: NO_TOTAL,
  saved: NO_TOTAL,
  user: NO_TOTAL,
  filler: NO_TOTAL,
  tempLimitBytes: 0,
  troubleCount: 0,
};

function newest<T>(items: readonly T[]): readonly T[] {
  return items.length > KEPT_LINES ? items.slice(-KEPT_LINES) : items;
}

function withoutKnown<T extends { readonly id: number }>(
  added: readonly T[],
  known: readonly T[],
): readonly T[] {
  return added.filter((item) => !known.some((one) => one.id === item.id));
}

/** What a run of the open project said before the project ran anew. */
export interface EarlierRun {
  readonly endedAtEpochMs: number;
  readonly console: readonly ConsoleRecord[];
  readonly exceptions: readonly ExceptionRecord[];
}

const KEPT_RUNS = 5;

/**
 * What the panel knows: one snapshot from main, then events. Events that arrive while a snapshot is on its way
 * are kept and applied after it, so nothing is lost and nothing is shown twice.
 */
export class PanelStore {
  readonly exchanges: ExchangeFeed;
  readonly knownFiles: KnownFiles;
  isReady = $state(false);
  runtime = $state.raw<RuntimeInfo | null>(null);
  preferences = $state.raw<Preferences>({ locale: 'en', theme: 'system', reloadOnSave: true });
  project = $state.raw<ProjectInfo | null>(null);
  openFailure = $state.raw<OpenFailure | null>(null);
  page = $state.raw<PageState>({ route: '', routes: [], loading: false });
  device = $state.raw<DeviceState | null>(null);
  labOrigin = $state.raw<string | null>(null);
  recent = $state.raw<readonly RecentProject[]>([]);
  samples = $state.raw<readonly SampleInfo[]>([]);
  fileTotals = $state.raw<FileTotals>(NO_FILES);
  savedQuotaBytes = $state(0);
  console = $state.raw<readonly ConsoleRecord[]>([]);
  exceptions = $state.raw<readonly ExceptionRecord[]>([]);
  /** Runs of the open project before this one, oldest first: main has forgotten what they said. */
  earlierRuns = $state.raw<readonly EarlierRun[]>([]);
  unsupported = $state.raw<readonly UnsupportedCount[]>([]);
  repair = $state.raw<RegistryRepair | null>(null);
  /** Transfers were cleared from the list of the open project, and can be brought back. */
  canUndoClear = $state(false);

  /** Errors in the source of the open project: it runs, but not as written. */
  readonly sourceErrors = $derived(
    (this.project?.diagnostics ?? []).filter((found) => found.severity === 'error'),
  );
  /** Exceptions, each finding of the compiler that a page reports once more left out. */
  readonly ownExceptions = $derived(
    withoutRepeatedFindings(this.exceptions, this.project?.diagnostics ?? []),
  );
  /** Everything the console shows as an error. */
  readonly errorCount = $derived(
    this.sourceErrors.length +
      this.ownExceptions.length +
      this.console.filter((line) => line.level === 'error').length,
  );
  readonly tempBytes = $derived(this.fileTotals.temp.sizeBytes);
  /** Saved and user files, which share one quota. */
  readonly keptBytes = $derived(this.fileTotals.saved.sizeBytes + this.fileTotals.user.sizeBytes);

  readonly #caller: PanelCaller;
  readonly #onLoadFailed: (error: unknown) => void;
  #pending: PanelEvent[] | null = [];
  #loads = 0;
  /** Whose console is shown. */
  #shownFolder: string | null = null;

  /** `onLoadFailed` hears that main gave no snapshot; what was shown before stays. */
  constructor(caller: PanelCaller, onLoadFailed: (error: unknown) => void) {
    this.#caller = caller;
    this.exchanges = new ExchangeFeed(caller);
    this.knownFiles = new KnownFiles(caller);
    this.#onLoadFailed = onLoadFailed;
  }

  /** Listens and loads; resolves when the first snapshot is shown. Returns the end of the subscription. */
  async start(): Promise<() => void> {
    const off = this.#caller.listen((event) => {
      if (this.#pending) this.#pending.push(event);
      else this.#apply(event);
    });
    await this.#load();
    return off;
  }

  /** The file at a virtual path while it lives, or the saved file that a temp file became. */
  findFile(path: string): FileRecord | null {
    const known = this.knownFiles.find(path);
    return known?.end === null ? known : null;
  }

  dismissFailure(): void {
    this.openFailure = null;
  }

  /** Forgets the lines main has just been told to forget, and keeps those that came since. */
  clearConsole(lastConsoleId: number, lastExceptionId: number): void {
    this.earlierRuns = [];
    this.console = this.console.filter((line) => line.id > lastConsoleId);
    this.exceptions = this.exceptions.filter((exception) => exception.id > lastExceptionId);
  }

  async #load(): Promise<void> {
    this.#pending ??= [];
    this.#loads += 1;
    const load = this.#loads;
    let snapshot: PanelSnapshot | null = null;
    try {
      snapshot = await this.#caller.call('panel:snapshot', {});
    } catch (error) {
      this.#onLoadFailed(error);
    }
    if (load !== this.#loads) return;
    if (snapshot) this.#show(snapshot);
    const pending = this.#pending;
    this.#pending = null;
    for (const event of pending) {
      if (event.kind === 'console') {
        this.#apply({ ...event, added: withoutKnown(event.added, snapshot?.console ?? []) });
      } else if (event.kind === 'exceptions') {
        this.#apply({ ...event, added: withoutKnown(event.added, snapshot?.exceptions ?? []) });
      } else this.#apply(event);
    }
  }

  /** A project that runs anew begins its console anew; what the last run said stays with the panel. */
  #keepRun(snapshot: PanelSnapshot): void {
    const folder = snapshot.project?.folder ?? null;
    const isSame = folder !== null && folder === this.#shownFolder;
    this.#shownFolder = folder;
    if (!isSame) this.earlierRuns = [];
    if (!isSame || isContinued(this.console, snapshot.console, this.exceptions, snapshot.exceptions)) return;
    const run = { endedAtEpochMs: Date.now(), console: this.console, exceptions: this.exceptions };
    this.earlierRuns = [...this.earlierRuns, run].slice(-KEPT_RUNS);
  }

  #show(snapshot: PanelSnapshot): void {
    this.#keepRun(snapshot);
    this.runtime = snapshot.runtime;
    this.preferences = snapshot.preferences;
    this.project = snapshot.project;
    this.openFailure = snapshot.openFailure;
    this.page = snapshot.page;
    this.device = snapshot.device;
    this.labOrigin = snapshot.labOrigin;
    this.recent = snapshot.recent;
    this.samples = snapshot.samples;
    this.fileTotals = snapshot.fileTotals;
    this.knownFiles.refresh();
    this.savedQuotaBytes = snapshot.savedQuotaBytes;
    this.console = newest(snapshot.console);
    this.exceptions = newest(snapshot.exceptions);
    this.unsupported = snapshot.unsupported;
    this.repair = snapshot.repair;
    this.exchanges.reset();
    this.isReady = true;
  }

  #apply(event: PanelEvent): void {
    switch (event.kind) {
      case 'rows':
        this.exchanges.rowsChanged(event.changed);
        return;
      case 'list-changed':
        this.exchanges.listChanged();
        return;
      case 'files-changed':
        this.fileTotals = event.totals;
        this.knownFiles.refresh();
        return;
      case 'file-troubles-changed':
      case 'album-changed':
      case 'drill-changed':
      case 'inspect':
      case 'storage':
        // Who shows them hears it too, and asks.
        return;
      case 'console':
        this.console = newest([...this.console, ...event.added]);
        return;
      case 'exceptions':
        this.exceptions = newest([...this.exceptions, ...event.added]);
        return;
      case 'unsupported':
        this.unsupported = event.unsupported;
        return;
      case 'page':
        this.page = event.page;
        return;
      case 'device':
        this.device = event.device;
        return;
      case 'conditions':
        // Kept by the conditions themselves.
        return;
      case 'preferences':
        this.preferences = event.preferences;
        return;
      case 'archive-progress':
      case 'command':
        // Nothing to show anew; App runs it.
        return;
      case 'project':
        this.#switchProject(event);
        return;
      default:
        assertNever(event);
    }
  }

  /** A project opened anew has other transfers, files and lines: those come with a new snapshot. */
  #switchProject(event: Extract<PanelEvent, { kind: 'project' }>): void {
    if (event.project?.folder !== this.project?.folder) this.canUndoClear = false;
    this.project = event.project;
    this.openFailure = event.openFailure;
    this.labOrigin = event.labOrigin;
    this.recent = event.recent;
    void this.#load();
  }
}

/** Whether records go on with those that were known: the last known one is among them. */
function isContinued(
  known: readonly ConsoleRecord[],
  next: readonly ConsoleRecord[],
  knownExceptions: readonly ExceptionRecord[],
  nextExceptions: readonly ExceptionRecord[],
): boolean {
  const line = known.at(-1);
  const exception = knownExceptions.at(-1);
  const isIn = (one: Pick<ConsoleRecord, 'id' | 'atEpochMs'>, all: readonly (typeof one)[]): boolean =>
    all.some(({ id, atEpochMs }) => id === one.id && atEpochMs === one.atEpochMs);
  if (line) return isIn(line, next);
  return exception === undefined || isIn(exception, nextExceptions);
}
