import type { FileDeath, FileTrouble } from '#contract/panel-files';
import { createListeners } from '../lib/listeners.ts';
import type { FileTroubleTable, NewFileTrouble } from '../registry/file-trouble-table.ts';
import type { LineageTable } from '../registry/lineage-table.ts';
import type { FileSpace } from './file-space.ts';

/** A use of a path that failed, by whom and from where. What a page says of itself is bounded by its schema. */
export interface FileUse {
  /** `uploadFile`, `readFileSync`, `image src`. */
  readonly api: string;
  /** As the page wrote it. */
  readonly path: string;
  readonly page: string;
  /** Place in the project's own files; null where it is not known. */
  readonly source: string | null;
  readonly exchangeId: string | null;
}

/**
 * What went wrong with the files of one program: uses of paths whose files had died, and files that the quota
 * refused. It only writes down; what the page is told stays WeChat's own error.
 */
export interface FileTroubles {
  /** A use failed since nothing is at its path. Returns how the file there died; null when none ever was, or one is there. */
  missing(use: FileUse): FileDeath | null;
  /** The quota refused a file, or more of one. */
  refused(use: FileUse): void;
  /** The latest first; of one path as the page writes it, or of all. */
  latest(path: string | null, count: number): FileTrouble[];
  /** Oldest first, of those that came after this number. */
  since(id: number, count: number): FileTrouble[];
  /** The number of the last one. */
  lastId(): number;
  count(): number;
  clear(): void;
  onChange(listener: () => void): () => void;
}

/** A page that asks for the same dead path again and again is told of once in this time. */
const SAME_WITHIN_MS = 1000;
const KEPT_LAST = 200;

export function createFileTroubles(
  tables: { readonly troubles: FileTroubleTable; readonly lineage: Pick<LineageTable, 'latestAt'> },
  space: Pick<FileSpace, 'project' | 'launch' | 'clock' | 'keyOf' | 'paths' | 'quota'>,
  quotaBytes: number,
): FileTroubles {
  const { project, launch, clock, paths } = space;
  const changed = createListeners<undefined>();
  /** When each use was written down last. */
  const told = new Map<string, number>();

  const isRepeated = ({ api, page, source, exchangeId }: FileUse, key: string): boolean => {
    const use = JSON.stringify([key, api, page, source, exchangeId]);
    const before = told.get(use);
    const now = clock.now();
    if (before !== undefined && now - before < SAME_WITHIN_MS) return true;
    told.delete(use);
    told.set(use, now);
    for (const oldest of told.keys()) {
      if (told.size <= KEPT_LAST) break;
      told.delete(oldest);
    }
    return false;
  };
  const write = (trouble: NewFileTrouble): void => {
    try {
      tables.troubles.add(project, trouble);
    } catch {
      // A full disk: the use failed all the same, and its page knows.
      return;
    }
    changed.emit(undefined);
  };
  const spelt = (trouble: FileTrouble): FileTrouble => ({ ...trouble, path: paths.spell(trouble.path) });

  return {
    missing(use) {
      const canonical = space.keyOf(use.path);
      if (canonical === null) return null;
      const last = tables.lineage.latestAt(project, canonical);
      if (!last?.end) return null;
      const { page, api, source, exchangeId } = use;
      if (!isRepeated(use, canonical)) {
        write({
          kind: 'dead-path',
          ...{ api, page, source, exchangeId, launch },
          path: canonical,
          atEpochMs: clock.now(),
          death: last.end,
        });
      }
      return last.end;
    },
    refused(use) {
      const { page, api, source, exchangeId } = use;
      const path = space.keyOf(use.path) ?? '';
      if (isRepeated(use, `quota ${path}`)) return;
      write({
        kind: 'quota',
        ...{ api, page, source, exchangeId, launch, path, quotaBytes },
        atEpochMs: clock.now(),
        usedBytes: Math.max(0, quotaBytes - space.quota.left()),
      });
    },
    latest(path, count) {
      const canonical = path === null ? null : space.keyOf(path);
      if (path !== null && canonical === null) return [];
      return tables.troubles.latest(project, canonical, count).map(spelt);
    },
    since: (id, count) => tables.troubles.since(project, id, count).map(spelt),
    lastId: () => tables.troubles.lastId(),
    count: () => tables.troubles.count(project),
    clear() {
      tables.troubles.clear(project);
      told.clear();
      changed.emit(undefined);
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
}
