import path from 'node:path';
import { watch } from 'chokidar';
import { realPathOf } from './project-sources.ts';

/** How long a saved file must be left alone: editors empty a file before they write it. */
const STILL_MS = 15;
/** The same once more than a few files change: a checkout writes hundreds, with pauses. */
const MANY_STILL_MS = 150;
const FEW_FILES = 4;

export interface ProjectWatch {
  /** Resolves when every change from now on is seen. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * Calls back when files of a project were added, changed or removed, once for all that happen together. Packages to
 * build from (`node_modules`), hidden files and what lies in `except` are none of the project's.
 *
 * @param folder absolute folder as the developer opened it, be it through a link
 * @param except absolute folders inside it that others write to
 * @param onChange gets the absolute real paths of files and folders
 */
export function watchProject(
  folder: string,
  except: readonly string[],
  onChange: (files: readonly string[]) => void,
): ProjectWatch {
  // Links are not followed, so what is watched is where they lead.
  const root = realPathOf(folder);
  const foreign = except.map(realPathOf);
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isReady = false;
  const isForeign = (file: string): boolean => {
    const inside = path.relative(root, file).split(path.sep);
    return (
      inside.some((name) => name === 'node_modules' || name.startsWith('.')) ||
      foreign.some((other) => file === other || file.startsWith(other + path.sep))
    );
  };
  const watcher = watch(root, {
    ignored: isForeign,
    ignoreInitial: true,
    followSymlinks: false,
  });
  watcher.on('all', (_event, file) => {
    // Links that it does not follow are told as added while it begins, although they were there.
    if (!isReady) return;
    changed.add(path.resolve(root, file));
    if (timer) clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = null;
        const files = [...changed];
        changed.clear();
        onChange(files);
      },
      changed.size > FEW_FILES ? MANY_STILL_MS : STILL_MS,
    );
  });
  // Too many files for the system's watches, or a folder that went: the rest is watched, reloading by hand stays.
  watcher.on('error', () => undefined);
  const ready = Promise.withResolvers<undefined>();
  watcher.once('ready', () => {
    isReady = true;
    ready.resolve(undefined);
  });
  return {
    ready: ready.promise,
    async close() {
      if (timer) clearTimeout(timer);
      ready.resolve(undefined);
      await watcher.close();
    },
  };
}
