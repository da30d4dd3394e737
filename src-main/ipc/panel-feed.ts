import type {
  DeviceState,
  PanelEvent,
  PanelSnapshot,
  Preferences,
  RegistryRepair,
  RuntimeInfo,
  SampleInfo,
} from '#contract/panel';
import type { FileTotal, FileTotals } from '#contract/panel-files';
import type { ExchangeList } from '../journal/list/exchange-list.ts';
import type { Program } from '../program/program.ts';
import type { OpenProgram, Workbench } from '../program/workbench.ts';
import type { RecentProjectTable } from '../registry/preference-table.ts';

export interface PanelFeedDeps {
  readonly workbench: Workbench<unknown>;
  readonly recent: RecentProjectTable;
  /** The exchanges of the open program; null while there is none. */
  exchanges(): ExchangeList | null;
  readonly samples: readonly SampleInfo[];
  readonly runtime: RuntimeInfo;
  /** What was done about a damaged registry when Ferry started. */
  readonly repair: RegistryRepair | null;
  /** Of the open program, else of the usual device. */
  savedQuotaBytes(): number;
  preferences(): Preferences;
  labOrigin(): string | null;
  send(event: PanelEvent): void;
}

/** What the panel shows: a snapshot on request, then the changes, at most one batch every 100 ms. */
export interface PanelFeed {
  snapshot(): PanelSnapshot;
  preferencesChanged(): void;
  deviceChanged(): void;
  /** Says again which project is open and which are recent. */
  projectChanged(): void;
  drillChanged(): void;
  close(): void;
}

/** Console lines that the panel is sent at once: thousands with objects would keep it busy for seconds. */
const LINES_A_BATCH = 200;
const BATCH_MS = 100;
const NONE: FileTotal = { count: 0, sizeBytes: 0 };
/** While no project is open. */
const NO_FILES: FileTotals = {
  temp: NONE,
  saved: NONE,
  user: NONE,
  filler: NONE,
  tempLimitBytes: 0,
  troubleCount: 0,
};
/** Dirty marks of one batch. */
type Mark = 'rows' | 'list' | 'files' | 'file-troubles' | 'drill' | 'unsupported' | 'page' | 'project';

export function createPanelFeed(deps: PanelFeedDeps): PanelFeed {
  const { workbench } = deps;
  const marks = new Set<Mark>();
  let consoleFrom = 0;
  let exceptionsFrom = 0;
  let timer: NodeJS.Timeout | null = null;
  let watched: Program | null = null;
  let unwatch: (() => void)[] = [];

  const flush = (): void => {
    timer = null;
    if (marks.has('project')) deps.send(projectEvent());
    sendExchanges();
    if (watched) sendMarked(watched);
    if (marks.has('drill')) deps.send({ kind: 'drill-changed' });
    marks.clear();
  };
  const sendExchanges = (): void => {
    const changed = marks.has('rows') ? (deps.exchanges()?.takeChanged() ?? []) : [];
    if (changed.length > 0) deps.send({ kind: 'rows', changed });
    if (marks.has('list')) deps.send({ kind: 'list-changed' });
  };
  const sendMarked = (program: Program): void => {
    const { log } = program;
    if (marks.has('files')) deps.send({ kind: 'files-changed', totals: program.desk.totals() });
    if (marks.has('file-troubles')) deps.send({ kind: 'file-troubles-changed' });
    if (marks.has('unsupported')) deps.send({ kind: 'unsupported', unsupported: log.unsupported() });
    if (marks.has('page')) deps.send({ kind: 'page', page: log.state() });
    const waiting = log.console.filter((record) => record.id > consoleFrom);
    const lines = waiting.slice(0, LINES_A_BATCH);
    if (lines.length < waiting.length) soon(null);
    if (lines.length > 0) deps.send({ kind: 'console', added: lines });
    consoleFrom = lines.at(-1)?.id ?? consoleFrom;
    const exceptions = log.exceptions.filter((record) => record.id > exceptionsFrom);
    if (exceptions.length > 0) deps.send({ kind: 'exceptions', added: exceptions });
    exceptionsFrom = exceptions.at(-1)?.id ?? exceptionsFrom;
  };
  const soon = (mark: Mark | null): void => {
    if (mark) marks.add(mark);
    timer ??= setTimeout(flush, BATCH_MS);
  };

  const watch = (open: OpenProgram<unknown> | null): void => {
    const program = open?.program ?? null;
    if (program === watched) return;
    for (const end of unwatch) end();
    unwatch = [];
    watched = program;
    consoleFrom = 0;
    exceptionsFrom = 0;
    soon('list');
    if (!program) return;
    const endExchanges = deps.exchanges()?.onChange(soon);
    unwatch = [
      ...(endExchanges ? [endExchanges] : []),
      program.files.onChange(() => {
        soon('files');
      }),
      program.desk.troubles.onChange(() => {
        soon('files');
        soon('file-troubles');
      }),
      program.log.onChange((change) => {
        soon(change.kind === 'page' || change.kind === 'unsupported' ? change.kind : null);
      }),
    ];
  };
  let last: Program | null = null;
  /** Between two runs of a program none is open; the panel goes on with the one it shows. */
  const shown = (): Program | null => {
    const open = workbench.current()?.program ?? null;
    if (open || !workbench.isChanging()) last = open;
    return last;
  };
  const projectEvent = (): PanelEvent => ({
    kind: 'project',
    project: shown()?.info ?? null,
    openFailure: workbench.failure(),
    labOrigin: deps.labOrigin(),
    recent: deps.recent.list(),
  });

  const endWatch = workbench.onChange(() => {
    watch(workbench.current());
    soon('project');
    soon('files');
    soon('page');
    soon('unsupported');
  });
  watch(workbench.current());

  return {
    snapshot() {
      const program = workbench.current()?.program ?? null;
      consoleFrom = program?.log.console.at(-1)?.id ?? 0;
      exceptionsFrom = program?.log.exceptions.at(-1)?.id ?? 0;
      return {
        runtime: deps.runtime,
        preferences: deps.preferences(),
        project: shown()?.info ?? null,
        openFailure: workbench.failure(),
        page: program?.log.state() ?? { route: '', routes: [], loading: false },
        device: deviceOf(shown()),
        labOrigin: deps.labOrigin(),
        recent: deps.recent.list(),
        samples: deps.samples,
        fileTotals: program?.desk.totals() ?? NO_FILES,
        savedQuotaBytes: deps.savedQuotaBytes(),
        console: program?.log.console ?? [],
        exceptions: program?.log.exceptions ?? [],
        unsupported: program?.log.unsupported() ?? [],
        repair: deps.repair,
      };
    },
    preferencesChanged() {
      deps.send({ kind: 'preferences', preferences: deps.preferences() });
    },
    deviceChanged() {
      deps.send({ kind: 'device', device: deviceOf(workbench.current()?.program ?? null) });
    },
    projectChanged() {
      soon('project');
    },
    drillChanged() {
      soon('drill');
    },
    close() {
      endWatch();
      for (const end of unwatch) end();
      if (timer) clearTimeout(timer);
    },
  };
}

function deviceOf(program: Pick<Program, 'screen' | 'life'> | null): DeviceState | null {
  return program && { screen: program.screen.get(), network: program.life.network() };
}
