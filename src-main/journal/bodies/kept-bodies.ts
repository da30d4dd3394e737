import { createReadStream, type Stats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { BodySide, KeptBody } from '#contract/transfer';
import { detached, keepFile } from './body-files.ts';
import { entryKey, fileNameOf, scanBodies, type Entry, type Piece } from './body-index.ts';

/** A stretch of a body, in the order they follow each other. */
export type BodyPiece =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly realPath: string; readonly sizeBytes: number };

export interface BodyToKeep {
  readonly exchangeId: string;
  readonly side: BodySide;
  /** Key of the mini-program. */
  readonly project: string;
  readonly pieces: readonly BodyPiece[];
  readonly mediaType: string | null;
}

export interface DroppedBody {
  readonly exchangeId: string;
  readonly side: BodySide;
}

/** Which file it is, whatever its names. */
export type FileIdentity = Pick<Stats, 'dev' | 'ino'>;

/**
 * The bodies of exchanges, kept on the disk. Files of Ferry's own get a second name, so that keeping them costs no
 * bytes and no time; the rest is written in the background. What is kept never holds a transfer up, and its failures
 * are nobody's but its own.
 */
export interface KeptBodies {
  /** Keeps a body as it is at this moment; null when it is empty or cannot be kept. */
  keep(body: BodyToKeep): KeptBody | null;
  /** Null when it is not kept. */
  sizeOf(exchangeId: string, side: BodySide): number | null;
  /** Its bytes, or a stretch of them; null when it is not kept. */
  read(exchangeId: string, side: BodySide, stretch?: BodyStretch): Promise<Readable | null>;
  /** One file that is the whole body; a body of several pieces is put together at `fresh()`. Null when it is not kept. */
  fileOf(exchangeId: string, side: BodySide, fresh: () => string): Promise<string | null>;
  /** The exchanges are gone, and their bodies go with them. */
  forget(exchangeIds: Iterable<string>): void;
  /** Removes the bodies of exchanges that nobody records any more. */
  sweep(): Promise<void>;
  /** Runs what changes a file where it lies; what was kept of it stays as it was. */
  guard<T>(file: FileIdentity, change: () => Promise<T>): Promise<T>;
  /** Hears of bodies of a mini-program that had to go, or could not be written after all. One listener each. */
  onDropped(project: string, listener: (dropped: DroppedBody) => void): void;
  totals(): { readonly count: number; readonly sizeBytes: number };
  /** Resolves when nothing is being read in, written or removed. */
  settled(): Promise<void>;
}

export interface BodyStretch {
  readonly start: number;
  readonly sizeBytes: number;
}

export interface KeptBodiesOptions {
  /** Made when absent; for the person alone. */
  readonly folder: string;
  /** Only files below these get a second name: what lies elsewhere is somebody else's to change. */
  readonly ownFolders: readonly string[];
  readonly limitBytes?: number;
  readonly maxCount?: number;
}

export interface KeptBodiesDeps {
  /** Of these exchanges, those that are not recorded. */
  missing(exchangeIds: readonly string[]): readonly string[];
  /** What the developer has pinned goes last. */
  pinned(): ReadonlySet<string>;
}

/** For the bodies of one home. */
const LIMIT_BYTES = 2 * 1024 ** 3;
const MAX_COUNT = 100_000;
/** What is left of the bounds when room is made. */
const ROOM = 0.95;
/** Bytes in memory on their way to the disk; what comes while there are more is not kept. */
const MAX_UNWRITTEN_BYTES = 64 * 1024 * 1024;

export function createKeptBodies(deps: KeptBodiesDeps, options: KeptBodiesOptions): KeptBodies {
  const { folder, ownFolders, limitBytes = LIMIT_BYTES, maxCount = MAX_COUNT } = options;
  /** Oldest first. */
  let entries = new Map<string, Entry>();
  /** The pieces that are names of one and the same file; it counts once. */
  const names = new Map<string, Set<Piece>>();
  /** Files that are being changed at this moment. */
  const changing = new Map<string, number>();
  const listeners = new Map<string, (dropped: DroppedBody) => void>();
  const work = new Set<Promise<unknown>>();
  let totalBytes = 0;
  let unwrittenBytes = 0;

  const inBackground = (job: Promise<unknown>): void => {
    const own: Promise<unknown> = job.catch(() => undefined).finally(() => work.delete(own));
    work.add(own);
  };

  const count = (piece: Piece): void => {
    const same = names.get(piece.file) ?? new Set();
    if (same.size === 0) totalBytes += piece.sizeBytes;
    names.set(piece.file, same.add(piece));
  };
  const discount = (piece: Piece): void => {
    const same = names.get(piece.file);
    if (!same?.delete(piece) || same.size > 0) return;
    names.delete(piece.file);
    totalBytes -= piece.sizeBytes;
  };

  const remove = (entry: Entry, tells: boolean): void => {
    if (!entries.delete(entry.key)) return;
    for (const piece of entry.pieces) discount(piece);
    const { ready } = entry;
    inBackground(
      ready
        .catch(() => undefined)
        .then(() => Promise.all(entry.pieces.map(({ realPath }) => fs.rm(realPath, { force: true })))),
    );
    const { exchangeId, side } = entry;
    if (tells && entry.project !== null) listeners.get(entry.project)?.({ exchangeId, side });
  };

  const makeRoom = (newest: Entry | null): void => {
    if (totalBytes <= limitBytes && entries.size <= maxCount) return;
    const pinned = deps.pinned();
    const all = [...entries.values()];
    const isPinned = ({ exchangeId }: Entry): boolean => pinned.has(exchangeId);
    // A little more than is needed, so that not every new body has the old ones looked through.
    for (const entry of [...all.filter((one) => !isPinned(one)), ...all.filter(isPinned)]) {
      if (totalBytes <= limitBytes * ROOM && entries.size <= maxCount * ROOM) return;
      if (entry !== newest) remove(entry, true);
    }
  };

  const write = async (realPath: string, bytes: Uint8Array): Promise<void> => {
    unwrittenBytes += bytes.byteLength;
    try {
      await fs.writeFile(realPath, bytes, { flag: 'wx', mode: 0o600 });
    } finally {
      unwrittenBytes -= bytes.byteLength;
    }
  };

  /** What lay there when Ferry started. What comes meanwhile is newer than all of it. */
  const opened = (async () => {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const { found, stray } = await scanBodies(folder);
    await Promise.all(stray.map((name) => fs.rm(path.join(folder, name), { force: true })));
    const since = entries;
    entries = new Map(found.map((entry) => [entry.key, entry]));
    for (const [key, entry] of since) entries.set(key, entry);
    for (const { key, pieces } of found) if (!since.has(key)) pieces.forEach(count);
    sweepNow();
    makeRoom(null);
  })();
  inBackground(opened);

  function sweepNow(): void {
    const ids = [...new Set([...entries.values()].map(({ exchangeId }) => exchangeId))];
    const missing = new Set(deps.missing(ids));
    for (const entry of [...entries.values()]) if (missing.has(entry.exchangeId)) remove(entry, false);
  }

  const entryOf = async (exchangeId: string, side: BodySide): Promise<Entry | null> => {
    await opened.catch(() => undefined);
    const entry = entries.get(entryKey(exchangeId, side));
    if (!entry) return null;
    await entry.ready.catch(() => undefined);
    return entries.has(entry.key) ? entry : null;
  };

  return {
    keep({ exchangeId, side, project, pieces: wanted, mediaType }) {
      const full = wanted.filter((piece) => lengthOf(piece) > 0);
      const sizeBytes = full.reduce((sum, piece) => sum + lengthOf(piece), 0);
      const inMemory = full.reduce((sum, piece) => sum + (piece.kind === 'bytes' ? lengthOf(piece) : 0), 0);
      if (sizeBytes === 0 || sizeBytes > limitBytes) return null;
      if (unwrittenBytes + inMemory > MAX_UNWRITTEN_BYTES) return null;
      const older = entries.get(entryKey(exchangeId, side));
      if (older) remove(older, false);

      const pieces: Piece[] = [];
      const jobs: Promise<void>[] = [];
      let failed = false;
      for (const [index, piece] of full.entries()) {
        const name = fileNameOf({ exchangeId, side, index, count: full.length, sizeBytes: lengthOf(piece) });
        if (name === null) return null;
        const realPath = path.join(folder, name);
        const made: Piece = { realPath, sizeBytes: lengthOf(piece), file: realPath };
        if (piece.kind === 'bytes')
          jobs.push((older?.ready ?? opened).catch(() => undefined).then(() => write(realPath, piece.bytes)));
        else {
          const kept = keepFile(piece, realPath, { ownFolders, isChanging: (file) => changing.has(file) });
          if (kept === null) failed = true;
          else if (kept.kind === 'linked') made.file = kept.file;
          else jobs.push(kept.done);
        }
        pieces.push(made);
      }
      const ready = Promise.all(jobs).then(() => undefined);
      const entry: Entry = {
        key: entryKey(exchangeId, side),
        exchangeId,
        side,
        project,
        pieces,
        sizeBytes,
        ready,
      };
      entries.set(entry.key, entry);
      pieces.forEach(count);
      inBackground(
        ready.catch(() => {
          remove(entry, true);
        }),
      );
      if (failed) {
        remove(entry, false);
        return null;
      }
      makeRoom(entry);
      return { sizeBytes, mediaType };
    },
    sizeOf: (exchangeId, side) => entries.get(entryKey(exchangeId, side))?.sizeBytes ?? null,
    async read(exchangeId, side, stretch) {
      const entry = await entryOf(exchangeId, side);
      return (
        entry && Readable.from(chunksOf(entry.pieces, stretch ?? { start: 0, sizeBytes: entry.sizeBytes }))
      );
    },
    async fileOf(exchangeId, side, fresh) {
      const entry = await entryOf(exchangeId, side);
      const [only, second] = entry?.pieces ?? [];
      if (!entry || !only) return null;
      if (!second) return only.realPath;
      const target = fresh();
      await fs.writeFile(target, chunksOf(entry.pieces, { start: 0, sizeBytes: entry.sizeBytes }));
      return target;
    },
    forget(exchangeIds) {
      for (const id of exchangeIds) {
        for (const side of ['request', 'response'] as const) {
          const entry = entries.get(entryKey(id, side));
          if (entry) remove(entry, false);
        }
      }
    },
    async sweep() {
      await opened.catch(() => undefined);
      sweepNow();
    },
    async guard(identity, change) {
      const file = identityOf(identity);
      changing.set(file, (changing.get(file) ?? 0) + 1);
      try {
        await opened.catch(() => undefined);
        const same = [...(names.get(file) ?? [])];
        const other = same.length === 0 ? null : await detached(same.map(({ realPath }) => realPath));
        for (const piece of same) {
          discount(piece);
          if (other === null) {
            const owner = [...entries.values()].find(({ pieces }) => pieces.includes(piece));
            if (owner) remove(owner, true);
          } else {
            piece.file = other;
            // It may have been forgotten meanwhile.
            if ([...entries.values()].some(({ pieces }) => pieces.includes(piece))) count(piece);
          }
        }
        return await change();
      } finally {
        const left = (changing.get(file) ?? 1) - 1;
        if (left === 0) changing.delete(file);
        else changing.set(file, left);
      }
    },
    onDropped(project, listener) {
      listeners.set(project, listener);
    },
    totals: () => ({ count: entries.size, sizeBytes: totalBytes }),
    async settled() {
      while (work.size > 0) await Promise.allSettled(work);
    },
  };
}

function lengthOf(piece: BodyPiece): number {
  return piece.kind === 'bytes' ? piece.bytes.byteLength : piece.sizeBytes;
}

/** One and the same for all names of a file. */
function identityOf({ dev, ino }: FileIdentity): string {
  return `${String(dev)}:${String(ino)}`;
}

async function* chunksOf(pieces: readonly Piece[], stretch: BodyStretch): AsyncGenerator<Uint8Array> {
  let from = stretch.start;
  let left = stretch.sizeBytes;
  for (const { realPath, sizeBytes } of pieces) {
    if (left <= 0) return;
    if (from >= sizeBytes) {
      from -= sizeBytes;
      continue;
    }
    const wanted = Math.min(left, sizeBytes - from);
    for await (const chunk of createReadStream(realPath, { start: from, end: from + wanted - 1 })) {
      yield chunk as Buffer;
    }
    left -= wanted;
    from = 0;
  }
}
