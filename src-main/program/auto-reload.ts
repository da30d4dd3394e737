import type { CompilerClient } from './compiler-client.ts';
import type { Workbench } from './workbench.ts';

export interface AutoReloadDeps {
  readonly workbench: Workbench<unknown>;
  readonly compiler: Pick<CompilerClient, 'watch' | 'unwatch'>;
  /** Folders that Ferry itself writes to; one of them may lie in a project. */
  readonly ownFolders: readonly string[];
  readonly isOn: () => boolean;
}

/**
 * Reloads the open project when its files were saved. A project that cannot be built leaves the running program as
 * it was, and the next save tries again; an error in a single file is loaded and shown.
 */
export function createAutoReload(deps: AutoReloadDeps): {
  /** After the developer turned it on or off. */
  readonly settingChanged: () => void;
  readonly close: () => void;
} {
  const { workbench, compiler } = deps;
  let watched: string | null = null;
  let wasFailing = false;

  const follow = (): void => {
    const folder = deps.isOn() ? (workbench.current()?.program.folder ?? null) : null;
    // A folder that went and came back is not the one that was watched.
    const isBack = wasFailing && workbench.failure() === null;
    wasFailing = workbench.failure() !== null;
    if (folder === watched && !isBack) return;
    watched = folder;
    if (folder === null) compiler.unwatch();
    else compiler.watch(folder, deps.ownFolders, reload);
  };
  const reload = (): void => {
    // A failure is kept by the workbench, which tells the panel.
    void workbench.reload().catch(() => undefined);
  };

  const off = workbench.onChange(follow);
  follow();
  return {
    settingChanged: follow,
    close() {
      off();
      compiler.unwatch();
    },
  };
}
