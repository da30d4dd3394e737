import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import type { OpenFlag } from '#contract/file-system';
import type { OpenFilesHolder } from '../file-space.ts';

/** A file that a page holds open. */
export interface OpenFile {
  handle: FileHandle;
  readonly flag: OpenFlag;
  /** Where it lies, while it lies somewhere. */
  realPath: string;
  /** Its path; null for a file of the code package, and for one that is gone. */
  canonical: string | null;
  /** Where the next read or write without a position begins. */
  pointer: number;
  hasChanged: boolean;
  /** What it takes of the disk since its path is gone, and which file that is; null until then. */
  held: { readonly inode: string; readonly sizeBytes: number } | null;
}

export interface OpenFiles extends OpenFilesHolder {
  /** Bytes of files that have no path any more, each file once. */
  heldBytes(): number;
  /** Looks how large a file without a path is now. */
  measure(file: OpenFile): Promise<void>;
}

/** What becomes of open files when their paths do: what is gone stays open, what is replaced is opened anew. */
export function createOpenFiles(all: () => Iterable<OpenFile>): OpenFiles {
  const at = (isAt: (canonical: string) => boolean): OpenFile[] =>
    [...all()].filter(({ canonical }) => canonical !== null && isAt(canonical));
  const lookAt = async (file: OpenFile): Promise<void> => {
    const { dev, ino, size } = await file.handle.stat({ bigint: true });
    const held = { inode: `${String(dev)}:${String(ino)}`, sizeBytes: Number(size) };
    file.held = held;
    for (const other of all()) if (other.held?.inode === held.inode) other.held = held;
  };
  const leave = async (file: OpenFile): Promise<void> => {
    file.canonical = null;
    await lookAt(file);
  };
  return {
    async gone(isGone) {
      await Promise.all(at(isGone).map(leave));
    },
    moved(moves) {
      const places = new Map(moves.map(({ from, to }) => [from, to]));
      for (const file of all()) {
        const place = file.canonical === null ? undefined : places.get(file.canonical);
        if (!place) continue;
        file.canonical = place.canonical;
        file.realPath = place.realPath;
      }
    },
    async replaced(canonical) {
      await Promise.all(
        at((path) => path === canonical).map(async (file) => {
          const handle = await fs.open(file.realPath, flagFor(file.flag)).catch(() => null);
          // Without a descriptor to spare it goes on with what it has open.
          if (handle === null) return leave(file);
          const before = file.handle;
          file.handle = handle;
          return before.close();
        }),
      );
    },
    heldBytes() {
      const sizes = new Map([...all()].map(({ held }) => [held?.inode, held?.sizeBytes ?? 0]));
      return [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
    },
    async measure(file) {
      if (file.held !== null) await lookAt(file);
    },
  };
}

/** How a file that is there is opened again, without emptying it. */
function flagFor(flag: OpenFlag): 'r' | 'r+' | 'a+' {
  if (flag === 'r') return 'r';
  return flag.startsWith('a') ? 'a+' : 'r+';
}
