import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_FILES = 50;
const MAX_BYTES = 100 * 1024 * 1024;

/** A file somebody uploaded to the lab. */
export interface KeptUpload {
  readonly sha256: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly path: string;
}

/** The newest uploads, up to 50 files and 100 MiB together, in a folder that lives as long as the lab. */
export interface UploadStore {
  /** Larger than this is not kept at all. */
  readonly maxBytes: number;
  /** A new path to write an upload to, before its hash is known. */
  newPath(): Promise<string>;
  /** Keeps the file at `path` under its hash; the oldest make room. */
  keep(path: string, upload: Omit<KeptUpload, 'path'>): Promise<void>;
  find(sha256: string): KeptUpload | null;
  close(): Promise<void>;
}

/** The folder appears with the first upload, below `parent`. */
export function createUploadStore(parent: string): UploadStore {
  const kept = new Map<string, KeptUpload>();
  let folder: Promise<string> | null = null;
  let nextNumber = 0;

  const openFolder = () => {
    folder ??= mkdir(parent, { recursive: true }).then(() => mkdtemp(join(parent, 'lab-uploads-')));
    return folder;
  };

  const makeRoom = async () => {
    let totalBytes = [...kept.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const upload of [...kept.values()]) {
      if (kept.size <= MAX_FILES && totalBytes <= MAX_BYTES) return;
      kept.delete(upload.sha256);
      totalBytes -= upload.sizeBytes;
      await rm(upload.path, { force: true });
    }
  };

  return {
    maxBytes: MAX_BYTES,
    async newPath() {
      nextNumber += 1;
      return join(await openFolder(), `incoming-${String(nextNumber)}`);
    },
    async keep(path, upload) {
      const keptPath = join(await openFolder(), upload.sha256);
      await rename(path, keptPath);
      // Deleted first, so that the same content uploaded again counts as new.
      kept.delete(upload.sha256);
      kept.set(upload.sha256, { ...upload, path: keptPath });
      await makeRoom();
    },
    find: (sha256) => kept.get(sha256) ?? null,
    async close() {
      kept.clear();
      if (folder !== null) await rm(await folder, { recursive: true, force: true });
    },
  };
}
