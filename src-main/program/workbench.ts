import { setTimeout as after } from 'node:timers/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { OpenFailure } from '#contract/panel';
import type { Clock } from '../lib/clock.ts';
import { createListeners } from '../lib/listeners.ts';
import { createTurns } from '../lib/turns.ts';
import type { RecentProjectTable } from '../registry/preference-table.ts';
import type { Program } from './program.ts';

/** An open program with the view it runs in. */
export interface OpenProgram<View> {
  readonly program: Program;
  readonly view: View;
}

export interface WorkbenchDeps<View> {
  readonly recent: RecentProjectTable;
  readonly clock: Clock;
  /** Compiles a folder and builds its services, to open at a route with query where there is one; throws `project.*`. */
  readonly build: (folder: string, entry: string | null) => Promise<Program>;
  /** Compiles a folder and builds nothing of it; throws `project.*`. */
  readonly check: (folder: string) => Promise<void>;
  /** Opens the view of a program and starts its page; gives up, leaving nothing, when the signal says so. */
  readonly show: (program: Program, signal: AbortSignal) => Promise<View>;
  /** Closes a view and all that its program holds. */
  readonly hide: (open: OpenProgram<View>) => Promise<void>;
}

interface Opening {
  readonly remember?: boolean;
  readonly entry?: string | null;
  readonly prepare?: (program: Program) => Promise<void>;
}

/** What is on the bench: at most one open project. Openings and closings happen one after the other. */
export interface Workbench<View> {
  current(): OpenProgram<View> | null;
  /** Whether something is being opened, restarted or closed: what is open now may be another, or none, in a moment. */
  isChanging(): boolean;
  failure(): OpenFailure | null;
  /** Opens a folder in place of what is open; a failure is kept for the panel and thrown. */
  open(folder: string, options?: { readonly remember?: boolean }): Promise<OpenProgram<View>>;
  /** Compiles the open folder again and starts its page anew; with `keepsPage` on the page that is on top. */
  reload(options?: { readonly keepsPage?: boolean }): Promise<void>;
  /**
   * Ends the open program, then opens it anew, as when the app is ended and started again. The panel goes on with what
   * it shows. What does not compile is not ended; where anything fails afterwards, the program is opened as it is.
   *
   * @param steps.between while nothing runs
   * @param steps.prepare before the new page starts
   */
  restart(steps: {
    readonly keepsPage: boolean;
    readonly between: () => Promise<void>;
    readonly prepare: (program: Program) => Promise<void>;
  }): Promise<void>;
  close(): Promise<void>;
  /** Resolves when what is being opened or closed now is, or after ten seconds: a page may never finish loading. */
  settled(): Promise<void>;
  onChange(listener: () => void): () => void;
}

const SETTLED_MS = 10_000;

export function createWorkbench<View>(deps: WorkbenchDeps<View>): Workbench<View> {
  const changed = createListeners<undefined>();
  let current: OpenProgram<View> | null = null;
  /** What was opened last, also where its opening was given up for what came next. */
  let last: Program | null = null;
  let failure: OpenFailure | null = null;
  const inTurn = createTurns();
  // A page may never finish loading; what comes next does not wait for it.
  let opening = new AbortController();
  let changes = 0;
  let restarts = 0;
  const next = async <T>(work: () => Promise<T>, isPatient = false): Promise<T> => {
    if (!isPatient) {
      opening.abort(new FerryError('aborted', 'Another project was opened, or this one was closed.'));
      opening = new AbortController();
    }
    changes += 1;
    try {
      return await inTurn(work);
    } finally {
      changes -= 1;
    }
  };

  const clear = async (): Promise<void> => {
    const open = current;
    current = null;
    if (open) await deps.hide(open);
  };
  /** A program that cannot be prepared is put away, as nobody shows it. */
  const prepared = async (program: Program, prepare: Opening['prepare']): Promise<void> => {
    try {
      await prepare?.(program);
    } catch (error) {
      await program.close();
      throw error;
    }
  };
  /** Keeps why a folder did not open, for the panel. */
  const failed = (folder: string, error: unknown): FerryError => {
    const ours = FerryError.from(error);
    const { codeFrame, ...details } = ours.details;
    failure = {
      folder,
      message: ours.message,
      codeFrame: typeof codeFrame === 'string' ? codeFrame : '',
      details,
    };
    return ours;
  };
  const openNow = async (
    folder: string,
    { remember = true, entry = null, prepare }: Opening,
    signal: AbortSignal,
  ): Promise<OpenProgram<View>> => {
    try {
      const program = await deps.build(folder, entry);
      last = program;
      await clear();
      await prepared(program, prepare);
      failure = null;
      current = { program, view: await deps.show(program, signal) };
      if (remember) {
        deps.recent.put({ folder, name: program.info.name, openedAtEpochMs: deps.clock.now() });
      }
      return current;
    } catch (error) {
      throw failed(folder, error);
    } finally {
      changed.emit(undefined);
    }
  };

  return {
    current: () => current,
    isChanging: () => changes > 0,
    failure: () => failure,
    open: (folder, options = {}) => next(() => openNow(path.resolve(folder), options, opening.signal)),
    // What is saved while a restart is under way reloads after it.
    reload: ({ keepsPage = false } = {}) =>
      next(async () => {
        if (!current) return;
        const { program } = current;
        const entry = keepsPage ? program.log.topUrl() : null;
        await openNow(program.folder, { remember: false, entry }, opening.signal);
      }, restarts > 0),
    restart: ({ keepsPage, between, prepare }) => {
      restarts += 1;
      return next(async () => {
        const program = current?.program ?? last;
        if (!program) return;
        const { folder, log } = program;
        const entry = keepsPage ? log.topUrl() : null;
        const { signal } = opening;
        try {
          await deps.check(folder);
        } catch (error) {
          const ours = failed(folder, error);
          changed.emit(undefined);
          throw ours;
        }
        await clear();
        try {
          await between();
          await openNow(folder, { remember: false, entry, prepare }, signal);
        } catch (error) {
          // It has run, so it runs again with nothing done to it; what somebody else opens meanwhile goes first.
          if (!signal.aborted) {
            await openNow(folder, { remember: false, entry }, signal).catch(() => undefined);
          }
          throw error;
        }
      }).finally(() => {
        restarts -= 1;
      });
    },
    close: () =>
      next(async () => {
        failure = null;
        last = null;
        await clear();
        changed.emit(undefined);
      }),
    async settled() {
      const patience = new AbortController();
      const { signal } = patience;
      const givenUp = after(SETTLED_MS, undefined, { signal, ref: false }).catch(() => undefined);
      await Promise.race([inTurn(() => Promise.resolve()), givenUp]);
      patience.abort();
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
}
