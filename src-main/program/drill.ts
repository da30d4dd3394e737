import { FerryError } from '#contract/errors';
import type { DrillOptions, DrillOutlook, DrillReport, ExpiredFile, QuotaFill } from '#contract/panel-drill';
import type { FileQuery } from '#contract/panel-files';
import { createListeners } from '../lib/listeners.ts';
import type { Clock } from '../lib/clock.ts';
import type { Program } from './program.ts';
import type { Workbench } from './workbench.ts';

/** The restart drill: what a mini-program meets when it is ended and started again. */
export interface Drill {
  /** Null while no program is open. */
  outlook(): Promise<DrillOutlook | null>;
  /** Null when there is none of the open program. */
  report(): DrillReport | null;
  /**
   * Restarts the open program; resolves when its page loads. A failure to restart is part of the report.
   *
   * @throws FerryError `page.gone` when no program is open
   */
  start(options: DrillOptions): Promise<DrillReport | null>;
  /** Ends the drill of the open program; its fillers go, and those that an earlier one has left. */
  end(): Promise<void>;
  /** The drill is another, or something happened in it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface DrillDeps {
  readonly workbench: Pick<Workbench<unknown>, 'current' | 'restart' | 'settled' | 'onChange'>;
  readonly clock: Clock;
  readonly launch: () => number;
  /** Begins another launch: temp files expire. Waits for what still ends first. */
  readonly relaunch: () => Promise<void>;
}

const MAX_TROUBLES = 500;
const MAX_EXPIRED = 100;
/** Characters of the storage. */
const MAX_SEARCHED = 2_000_000;

interface Known {
  /** Of the program. */
  readonly key: string;
  readonly begun: Omit<DrillReport, 'troubles'>;
  /** Number of the last trouble before it. */
  readonly afterTrouble: number;
}

export function createDrill({ workbench, clock, launch, relaunch }: DrillDeps): Drill {
  const changed = createListeners<undefined>();
  let known: Known | null = null;
  let watched: Program | null = null;
  let unwatch: () => void = () => undefined;

  const program = (): Program | null => workbench.current()?.program ?? null;
  const set = (next: Known | null): void => {
    known = next;
    changed.emit(undefined);
  };
  const watch = (): void => {
    const open = program();
    if (open === watched) return;
    unwatch();
    watched = open;
    unwatch =
      open?.desk.troubles.onChange(() => {
        changed.emit(undefined);
      }) ?? (() => undefined);
    // Another program has another drill, or none.
    if (known && open && open.key !== known.key) set(null);
  };
  const endWatch = workbench.onChange(watch);
  watch();

  /** Saved and user files without the fillers. */
  const keptBytes = ({ desk }: Program): number => {
    const { saved, user, filler } = desk.totals();
    return saved.sizeBytes + user.sizeBytes - filler.sizeBytes;
  };
  const report = (): DrillReport | null => {
    const open = program();
    if (!known || (open && open.key !== known.key)) return null;
    return {
      ...known.begun,
      filler: open?.desk.fillers() ?? known.begun.filler,
      troubles: open?.desk.troubles.since(known.afterTrouble, MAX_TROUBLES) ?? [],
    };
  };

  return {
    async outlook() {
      // A save may be reloading the program at this moment.
      await workbench.settled();
      const open = program();
      if (!open) return null;
      const { temp, filler } = open.desk.totals();
      return {
        temp,
        filler,
        storageKeys: open.storage({ op: 'info' }).keys.length,
        keptBytes: keptBytes(open),
        quotaBytes: open.network.profile.quotaBytes,
        page: open.log.topUrl() ?? open.project.entryPage,
      };
    },
    report,
    async start(options) {
      // Asked twice: the restart under way is the one.
      if (known?.begun.isRunning === false && known.begun.failure === null) return report();
      await workbench.settled();
      const open = program();
      if (!open) throw new FerryError('page.gone', 'Open a project before its restart is tried.');
      const { key, desk } = open;
      await desk.removeFillers();
      const { temp } = desk.totals();
      const begun: Known['begun'] = {
        options,
        startedAtEpochMs: clock.now(),
        launch: launch(),
        expired: options.expiresTemp ? temp : { count: 0, sizeBytes: 0 },
        expiredFiles: options.expiresTemp ? expiringFiles(open, options.clearsStorage) : [],
        clearedKeys: options.clearsStorage ? open.storage({ op: 'info' }).keys.length : 0,
        filler: { count: 0, sizeBytes: 0 },
        page: (options.page === 'same' ? open.log.topUrl() : null) ?? open.project.entryPage,
        isRunning: false,
        failure: null,
      };
      const afterTrouble = desk.troubles.lastId();
      const progress = { hasCleared: false };
      set({ key, afterTrouble, begun });
      try {
        await workbench.restart({
          keepsPage: options.page === 'same',
          between: () => (options.expiresTemp ? relaunch() : Promise.resolve()),
          async prepare(next) {
            if (options.clearsStorage) {
              next.storage({ op: 'clear' });
              progress.hasCleared = true;
            }
            const room = roomToFill(options.fill, keptBytes(next), next.network.profile.quotaBytes);
            if (room > 0) await next.desk.fill(room);
          },
        });
        set({ key, afterTrouble, begun: { ...begun, launch: launch(), isRunning: true } });
      } catch (error) {
        const failure = FerryError.from(error).message;
        // Of what was asked, only what came before the failure was done.
        const hasBegun = launch() !== begun.launch;
        const done = {
          expired: hasBegun ? begun.expired : { count: 0, sizeBytes: 0 },
          expiredFiles: hasBegun ? begun.expiredFiles : [],
          clearedKeys: progress.hasCleared ? begun.clearedKeys : 0,
        };
        set({ key, afterTrouble, begun: { ...begun, ...done, launch: launch(), failure } });
      }
      return report();
    },
    async end() {
      await program()?.desk.removeFillers();
      set(null);
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
    close() {
      endWatch();
      unwatch();
    },
  };
}

const TEMP_FILES: FileQuery = {
  filter: '',
  sort: 'path',
  isDescending: false,
  closed: ['saved', 'user'],
};

/** The temp files there are, with the storage that will still name them when they are gone. */
function expiringFiles(
  { desk, storage }: Pick<Program, 'desk' | 'storage'>,
  clearsStorage: boolean,
): readonly ExpiredFile[] {
  // Two headings, and a line that says so where there is none.
  const files = desk
    .window(TEMP_FILES, 0, MAX_EXPIRED + 1)
    .lines.flatMap((line) => (line.kind === 'file' && line.file.kind === 'temp' ? [line.file] : []));
  const stored = clearsStorage || files.length === 0 ? [] : storedTexts(storage);
  return files.map(({ path, sizeBytes }) => ({
    path,
    sizeBytes,
    storedIn: stored.flatMap(({ key, json }) => (json.includes(path) ? [key] : [])),
  }));
}

/** The values of the storage as they lie there, up to so much that looking through them takes no time. */
function storedTexts(
  storage: Program['storage'],
): readonly { readonly key: string; readonly json: string }[] {
  const found: { key: string; json: string }[] = [];
  let length = 0;
  for (const key of storage({ op: 'info' }).keys) {
    const json = storedJson(storage, key);
    length += json?.length ?? 0;
    if (length > MAX_SEARCHED) break;
    if (json !== null) found.push({ key, json });
  }
  return found;
}

function storedJson(storage: Program['storage'], key: string): string | null {
  try {
    return storage({ op: 'get', key }).json;
  } catch {
    // It was stored encrypted.
    return storage({ op: 'get', key, encrypt: true }).json;
  }
}

/** How much fillers take so that the quota stands as asked; never more than there is room. */
export function roomToFill(fill: QuotaFill, keptBytes: number, quotaBytes: number): number {
  const left = Math.max(0, quotaBytes - keptBytes);
  switch (fill.kind) {
    case 'none':
      return 0;
    case 'take':
      return Math.min(left, Math.max(0, fill.sizeBytes - keptBytes));
    case 'leave':
      return Math.max(0, left - Math.max(0, fill.sizeBytes));
  }
}
