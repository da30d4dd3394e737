import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import fs from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import type { RequestOf } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { BodyStore } from '../body-store.ts';
import { copyFile, linkOrCopy } from '../disk.ts';
import type { FileEnding, Flush } from '../../registry/file-table.ts';
import type { FileSpace, UserPlace } from '../file-space.ts';
import type { ProjectFiles } from '../project-files.ts';
import { CANONICAL } from '../virtual-path.ts';
import { incomingOf, placeIncoming, type Incoming } from './content.ts';
import { changeInPlace } from './in-place.ts';
import type { Reading } from './reading.ts';

/**
 * What puts bytes into user files (wx-api.md §11). A file is only ever replaced whole; what is added to it in place is
 * taken back when the disk is full. What is acknowledged outlives the end of the process; `saveFile` a power failure
 * too.
 */
export interface Writing {
  writeFile(request: RequestOf<'writeFile'>): Promise<null>;
  appendFile(request: RequestOf<'appendFile'>): Promise<null>;
  truncate(request: RequestOf<'truncate'>): Promise<null>;
  copyFile(request: RequestOf<'copyFile'>): Promise<null>;
  saveFile(request: RequestOf<'saveFile'>): Promise<string>;
  /** A place for a file, whose parent is there; throws `file.system` when a folder is in its place. */
  target(virtualPath: string): Promise<UserPlace>;
}

interface NewContent {
  /** How many bytes it will have; checked against the quota before they are written. */
  readonly sizeBytes: number;
  readonly origin: string;
  readonly sha256: string | null;
  /** Writes it to a fresh path; answers how many bytes it has. */
  readonly write: (partPath: string) => Promise<number>;
}

/** Content up to this size is hashed while it is written; more is hashed in spare time. */
const HASHED_AT_ONCE_BYTES = 1024 * 1024;

export function createWriting(
  space: FileSpace,
  parts: { readonly files: ProjectFiles; readonly bodies: BodyStore; readonly reading: Reading },
): Writing {
  const { table, project } = space;
  const { files, bodies, reading } = parts;

  const target = async (virtualPath: string): Promise<UserPlace> => {
    const place = await writablePlace(space, virtualPath);
    if (place.stats?.isDirectory()) throw fileSystemError(1301003, { path: virtualPath });
    if (place.stats?.isFile() === false) throw fileSystemError(1300001, { path: virtualPath });
    return place;
  };
  const existing = async (virtualPath: string): Promise<UserPlace & { readonly stats: Stats }> => {
    const place = await target(virtualPath);
    if (place.stats === null) throw fileSystemError(1300002, { path: virtualPath });
    return { ...place, stats: place.stats };
  };
  /** Has content written aside and puts it at a place, in place of what is there. */
  const replace = async (
    place: UserPlace,
    { sizeBytes, origin, sha256, write }: NewContent,
    { flush, ends }: { readonly flush: Flush; readonly ends?: readonly FileEnding[] } = { flush: 'later' },
  ): Promise<void> => {
    const { canonical, realPath } = place;
    space.quota.check(sizeBytes - (place.stats?.size ?? 0));
    const partPath = space.newPart();
    try {
      const written = await write(partPath);
      const file = space.newFile({ path: canonical, kind: 'user', sizeBytes: written, origin, sha256 });
      await space.put([{ partPath, realPath, file }], flush, ends);
    } finally {
      await fs.rm(partPath, { force: true });
    }
    if (sha256 === null) space.changes.hashLater(canonical, realPath);
  };
  const change = async (
    place: UserPlace & { readonly stats: Stats },
    newBytes: number,
    work: () => Promise<void>,
  ): Promise<null> => {
    const { canonical, realPath } = place;
    try {
      await changeInPlace(space, place, newBytes, {
        change: work,
        cutTo: (sizeBytes) => fs.truncate(realPath, sizeBytes),
      });
    } finally {
      space.changes.hashLater(canonical, realPath);
    }
    return null;
  };

  return {
    target,
    async writeFile({ filePath, content }) {
      const place = await target(filePath);
      const incoming = await incomingOf(bodies, content);
      await replace(place, {
        sizeBytes: incoming.sizeBytes,
        origin: 'written',
        sha256: hashOf(incoming),
        async write(partPath) {
          await placeIncoming(incoming, partPath);
          return incoming.sizeBytes;
        },
      });
      return null;
    },
    async appendFile({ filePath, content }) {
      const place = await existing(filePath);
      const incoming = await incomingOf(bodies, content);
      return change(place, place.stats.size + incoming.sizeBytes, () =>
        incoming.kind === 'bytes'
          ? fs.appendFile(place.realPath, incoming.bytes)
          : pipeline(createReadStream(incoming.realPath), createWriteStream(place.realPath, { flags: 'a' })),
      );
    },
    async truncate({ filePath, length }) {
      const place = await existing(filePath);
      return change(place, length, () => fs.truncate(place.realPath, length));
    },
    async copyFile({ srcPath, destPath }) {
      const source = await reading.fileAt(srcPath);
      const place = await target(destPath);
      if (place.canonical === source.canonical) return null;
      await replace(place, {
        sizeBytes: source.stats.size,
        origin: `copied:${source.canonical}`,
        sha256: table.find(project, source.canonical)?.sha256 ?? null,
        async write(partPath) {
          await copyFile(source.realPath, partPath);
          return (await fs.stat(partPath)).size;
        },
      });
      return null;
    },
    async saveFile({ tempFilePath, filePath }) {
      const temp = await tempAt(space, tempFilePath);
      if (filePath === null) return (await files.save(tempFilePath)).path;
      const place = await target(filePath);
      const { sizeBytes, sha256 } = temp;
      const write = async (partPath: string): Promise<number> => {
        // A second name: what fails has cost nothing, the temp file lives on.
        await linkOrCopy(temp.realPath, partPath);
        return sizeBytes;
      };
      await replace(
        place,
        { sizeBytes, origin: `saved:${temp.canonical}`, sha256, write },
        { flush: 'at-once', ends: [{ path: temp.canonical, as: 'saved', atEpochMs: space.clock.now() }] },
      );
      space.held.moved([{ from: temp.canonical, to: place }]);
      await fs.rm(temp.realPath, { force: true });
      return space.paths.spell(place.canonical);
    },
  };
}

/**
 * A user path, as what writes may use it.
 *
 * @throws FerryError `file.system` 1301004 for the code package, `file.denied` for temp and saved files
 */
export async function writablePlace(space: FileSpace, virtualPath: string): Promise<UserPlace> {
  if (space.read(virtualPath).parsed.kind === 'package') {
    throw fileSystemError(1301004, { path: virtualPath });
  }
  return space.userPlace(virtualPath);
}

interface TempPlace {
  readonly canonical: string;
  readonly realPath: string;
  readonly sizeBytes: number;
  readonly sha256: string | null;
}

/** @throws FerryError `file.system` 1301112 for anything that is no living temp file */
async function tempAt(space: FileSpace, virtualPath: string): Promise<TempPlace> {
  const place = await space.locate(virtualPath).catch((error: unknown) => {
    if (error instanceof FerryError && (error.code === 'file.not-found' || error.code === 'file.path'))
      return null;
    throw error;
  });
  const row = place?.canonical.startsWith(CANONICAL.temp)
    ? space.table.find(space.project, place.canonical)
    : null;
  if (!place || !row) throw fileSystemError(1301112, { path: virtualPath });
  return { ...place, sizeBytes: row.sizeBytes, sha256: row.sha256 };
}

function hashOf(incoming: Incoming): string | null {
  if (incoming.kind !== 'bytes' || incoming.sizeBytes > HASHED_AT_ONCE_BYTES) return null;
  return createHash('sha256').update(incoming.bytes).digest('hex');
}
