import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import type { FileSystemOperations } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { BodyStore } from '../body-store.ts';
import { copyFile, linkOrCopy } from '../disk.ts';
import type { FileSpace, UserPlace } from '../file-space.ts';
import type { ProjectFiles } from '../project-files.ts';
import { CANONICAL } from '../virtual-path.ts';
import { incomingOf, placeIncoming, type Incoming } from './content.ts';
import type { Reading } from './reading.ts';

type RequestOf<Op extends keyof FileSystemOperations> = Parameters<FileSystemOperations[Op]>[0];

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
  /** Puts a whole file at a place; `partPath` lies in the parts folder and is gone afterwards, whatever happens. */
  put(
    place: UserPlace,
    part: { readonly partPath: string; readonly sizeBytes: number },
    facts: PutFacts,
  ): Promise<void>;
}

export interface PutFacts {
  readonly origin: string;
  readonly sha256: string | null;
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
    return place;
  };
  const existing = async (virtualPath: string): Promise<UserPlace & { readonly sizeBytes: number }> => {
    const place = await target(virtualPath);
    if (place.stats === null) throw fileSystemError(1300002, { path: virtualPath });
    return { ...place, sizeBytes: place.stats.size };
  };
  const put: Writing['put'] = async (place, { partPath, sizeBytes }, { origin, sha256 }) => {
    const file = space.newFile({ path: place.canonical, kind: 'user', sizeBytes, origin, sha256 });
    try {
      await space.putUserFile(partPath, place.realPath, file, 'later');
    } finally {
      await fs.rm(partPath, { force: true });
    }
    if (sha256 === null) space.hashLater(place.canonical, place.realPath);
  };
  /** Changes a file where it lies: its row first loses the hash, and has the new size afterwards. */
  const changeInPlace = async (
    place: UserPlace & { readonly sizeBytes: number },
    newBytes: number,
    change: () => Promise<void>,
  ): Promise<void> => {
    space.checkQuota(newBytes - place.sizeBytes);
    keepRow(space, place, place.sizeBytes);
    try {
      await change();
    } catch (error) {
      await fs.truncate(place.realPath, place.sizeBytes);
      throw error;
    } finally {
      space.hashLater(place.canonical, place.realPath);
    }
    table.contentChanged(project, place.canonical, newBytes, 'later');
    space.changed();
  };

  return {
    target,
    put,
    async writeFile({ filePath, content }) {
      const place = await target(filePath);
      const incoming = await incomingOf(bodies, content);
      // Before a byte is written, and again when the file takes its place.
      space.checkQuota(incoming.sizeBytes - (place.stats?.size ?? 0));
      const partPath = space.newPart();
      try {
        await placeIncoming(incoming, partPath);
      } catch (error) {
        await fs.rm(partPath, { force: true });
        throw error;
      }
      await put(
        place,
        { partPath, sizeBytes: incoming.sizeBytes },
        { origin: 'written', sha256: hashOf(incoming) },
      );
      return null;
    },
    async appendFile({ filePath, content }) {
      const place = await existing(filePath);
      const incoming = await incomingOf(bodies, content);
      await changeInPlace(place, place.sizeBytes + incoming.sizeBytes, () =>
        incoming.kind === 'bytes'
          ? fs.appendFile(place.realPath, incoming.bytes)
          : pipeline(createReadStream(incoming.realPath), createWriteStream(place.realPath, { flags: 'a' })),
      );
      return null;
    },
    async truncate({ filePath, length }) {
      const place = await existing(filePath);
      if (length <= place.sizeBytes) {
        keepRow(space, place, place.sizeBytes);
        await fs.truncate(place.realPath, length);
        table.contentChanged(project, place.canonical, length, 'later');
        space.hashLater(place.canonical, place.realPath);
        space.changed();
        return null;
      }
      await changeInPlace(place, length, () => fs.truncate(place.realPath, length));
      return null;
    },
    async copyFile({ srcPath, destPath }) {
      const source = await reading.fileAt(srcPath);
      const place = await target(destPath);
      if (place.canonical === source.canonical) return null;
      space.checkQuota(source.stats.size - (place.stats?.size ?? 0));
      const partPath = space.newPart();
      try {
        await copyFile(source.realPath, partPath);
      } catch (error) {
        await fs.rm(partPath, { force: true });
        throw error;
      }
      const { size } = await fs.stat(partPath);
      const sha256 = table.find(project, source.canonical)?.sha256 ?? null;
      await put(place, { partPath, sizeBytes: size }, { origin: `copied:${source.canonical}`, sha256 });
      return null;
    },
    async saveFile({ tempFilePath, filePath }) {
      const temp = await tempAt(space, tempFilePath);
      if (filePath === null) return (await files.save(tempFilePath)).path;
      const place = await target(filePath);
      space.checkQuota(temp.sizeBytes - (place.stats?.size ?? 0));
      const partPath = space.newPart();
      // A second name first: what fails has cost nothing, the temp file lives on.
      await linkOrCopy(temp.realPath, partPath);
      try {
        const file = space.newFile({
          path: place.canonical,
          kind: 'user',
          sizeBytes: temp.sizeBytes,
          origin: `saved:${temp.canonical}`,
          sha256: temp.sha256,
        });
        await space.putUserFile(partPath, place.realPath, file, 'at-once');
      } finally {
        await fs.rm(partPath, { force: true });
      }
      table.end(project, temp.canonical, 'saved', space.clock.now());
      await fs.rm(temp.realPath, { force: true });
      if (temp.sha256 === null) space.hashLater(place.canonical, place.realPath);
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

/** A file's row loses its hash before the content changes; a file that somebody laid there gets its row. */
export function keepRow(
  space: FileSpace,
  place: { readonly canonical: string },
  sizeBytes: number,
  origin = 'recovered',
): void {
  const { table, project } = space;
  if (table.find(project, place.canonical)) {
    table.contentChanged(project, place.canonical, sizeBytes, 'later');
    return;
  }
  table.insert(project, space.newFile({ path: place.canonical, kind: 'user', sizeBytes, origin }));
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
