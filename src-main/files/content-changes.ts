import type { FileTable } from '../registry/file-table.ts';

/**
 * What happens to the content at each path of one program, so that no row gets a hash that is not its content's: a
 * hash is taken in spare time, and the file may be another before it comes. Paths are canonical.
 */
export interface ContentChanges {
  /** Counts the changes at a path; a hash that was begun before one of them is void. */
  revisionOf(canonical: string): number;
  /** Does work that changes what lies at these paths; no hash is kept for them until it is done. */
  during<T>(canonicals: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Keeps a hash, unless the content at this path is just changing; false when it is. */
  setHash(canonical: string, sha256: string): boolean;
  /** Has the content at a place hashed when there is time, and kept if it is still the same then. */
  hashLater(canonical: string, realPath: string): void;
}

export interface ContentChangesDeps {
  readonly table: Pick<FileTable, 'setHash'>;
  /** The SHA-256 of a file, in spare time; null when it cannot be had. Without it nothing is hashed later. */
  readonly hash: ((realPath: string) => Promise<string | null>) | undefined;
  /** A row is another. */
  readonly changed: () => void;
}

export function createContentChanges(deps: ContentChangesDeps, project: string): ContentChanges {
  const revisions = new Map<string, number>();
  const changing = new Set<string>();
  const revisionOf = (canonical: string): number => revisions.get(canonical) ?? 0;
  const setHash = (canonical: string, sha256: string): boolean => {
    if (changing.has(canonical)) return false;
    deps.table.setHash(project, canonical, sha256);
    deps.changed();
    return true;
  };
  const hash = async (canonical: string, realPath: string): Promise<void> => {
    const revision = revisionOf(canonical);
    const sha256 = (await deps.hash?.(realPath)) ?? null;
    if (sha256 !== null && revisionOf(canonical) === revision) setHash(canonical, sha256);
  };
  return {
    revisionOf,
    async during(canonicals, work) {
      // Twice: a hash that is begun in between may have met either content.
      const count = (): void => {
        for (const canonical of canonicals) revisions.set(canonical, revisionOf(canonical) + 1);
      };
      count();
      for (const canonical of canonicals) changing.add(canonical);
      try {
        return await work();
      } finally {
        for (const canonical of canonicals) changing.delete(canonical);
        count();
      }
    },
    setHash,
    hashLater(canonical, realPath) {
      // A hash is worth nothing that a full disk or a closed registry would have to be told for.
      void hash(canonical, realPath).catch(() => undefined);
    },
  };
}
