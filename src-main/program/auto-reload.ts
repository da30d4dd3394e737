import type { HotUpdate } from '#contract/hot';
import type { OpenFailure } from '#contract/panel';
import type { CompilerClient } from './compiler-client.ts';
import type { Program } from './program.ts';
import type { Workbench } from './workbench.ts';

export interface AutoReloadDeps {
  readonly workbench: Workbench<unknown>;
  readonly compiler: Pick<CompilerClient, 'watch' | 'unwatch'>;
  /** Folders that Ferry itself writes to; one of them may lie in a project. */
  readonly ownFolders: readonly string[];
  readonly isOn: () => boolean;
}

/** A page that does not answer within this does nothing else any more. */
const ANSWER_MS = 4000;

/**
 * Brings what is saved into the open program: in place where the page can take it, else by starting the program anew
 * on the page it was on. A project that cannot be built leaves the running program as it was, with what is wrong over
 * its page, and the next save tries again.
 */
export function createAutoReload(deps: AutoReloadDeps): {
  /** After the developer turned it on or off. */
  readonly settingChanged: () => void;
  readonly close: () => void;
} {
  const { workbench, compiler } = deps;
  let watched: Program | null = null;
  let wasFailing = false;
  let endStale: () => void = () => undefined;

  const follow = (): void => {
    const program = deps.isOn() ? (workbench.current()?.program ?? null) : null;
    // A folder that went and came back is not the one that was watched.
    const isBack = wasFailing && workbench.failure() === null;
    wasFailing = workbench.failure() !== null;
    const isSameFolder =
      program?.folder === watched?.folder && program?.buildDir === watched?.buildDir && !isBack;
    if (program !== watched) {
      endStale();
      endStale = program?.onStale(reload) ?? ((): void => undefined);
      watched = program;
    }
    if (isSameFolder) return;
    if (!program) compiler.unwatch();
    else {
      const { folder: root, buildDir } = program;
      compiler.watch(
        { root, buildDir, except: deps.ownFolders },
        { onSaved: reload, onUpdate: takeOrRestart },
      );
    }
  };
  const take = (update: HotUpdate): void => {
    workbench.current()?.program.takeUpdate(update);
  };
  /** A page in an endless loop takes nothing, and what was saved may be the end of it: it starts anew. */
  const takeOrRestart = (update: HotUpdate): void => {
    take(update);
    const open = workbench.current();
    if (!open?.program.isBooted()) return;
    open.program.drive({ kind: 'rest' }, ANSWER_MS).catch(() => {
      if (workbench.current()?.program === open.program) reload();
    });
  };
  const reload = (): void => {
    // A failure is kept by the workbench, which tells the panel.
    void workbench.reload({ keepsPage: true }).catch(() => {
      const failure = workbench.failure();
      if (failure) take(updateOf(failure));
    });
  };

  const off = workbench.onChange(follow);
  follow();
  return {
    settingChanged: follow,
    close() {
      off();
      endStale();
      compiler.unwatch();
    },
  };
}

/** Why a project could not be built, as an update that changes nothing. */
function updateOf({ message, codeFrame, details }: OpenFailure): HotUpdate {
  const { file, line, column } = details ?? {};
  return {
    styles: {},
    script: null,
    templates: [],
    modules: [],
    units: [],
    assets: [],
    errors: [
      {
        severity: 'error',
        file: typeof file === 'string' ? file : '',
        line: typeof line === 'number' ? line : 0,
        column: typeof column === 'number' ? column : 0,
        message,
        codeFrame,
      },
    ],
  };
}
