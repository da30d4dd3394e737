import type { FileRecord } from '#contract/files';
import type {
  FileContent,
  FileSystemAnswer,
  FileSystemRequest,
  MadeBy,
  SavedFile,
} from '#contract/file-system';
import type { FailedPaths } from '#contract/file-system-errors';
import { createTurns } from '../../lib/turns.ts';
import type { BodyStore } from '../body-store.ts';
import { errorFromErrno } from '../disk.ts';
import type { FileSpace } from '../file-space.ts';
import type { ProjectFiles } from '../project-files.ts';
import { incomingOf, outgoing, placeIncoming, type Carriage } from './content.ts';
import { createDescriptors } from './descriptors.ts';
import { toFileSystemError } from './errors.ts';
import { createReading } from './reading.ts';
import { createTree } from './tree.ts';
import { createWriting } from './writing.ts';
import { createZip } from './zip.ts';

/**
 * The file system of one program, as `wx.getFileSystemManager()` and the saved-file functions of `wx` use it
 * (wx-api.md §10, §11).
 */
export interface ProgramFileSystem {
  /**
   * Carries out one operation. What changes files waits for its turn; what reads does not.
   *
   * @throws FerryError `file.system`, with WeChat's number and the paths as the page wrote them
   */
  run(request: FileSystemRequest, carriage: Carriage): Promise<FileSystemAnswer>;
  /** Content that the page made as a temp file; throws as every temp file's commit does. */
  importTemp(content: FileContent, extension: string, madeBy: MadeBy): Promise<FileRecord>;
  /** Closes the descriptors of a page that is gone. */
  closeAll(): Promise<void>;
}

export function createFileSystem(
  space: FileSpace,
  parts: { readonly files: ProjectFiles; readonly bodies: BodyStore },
): ProgramFileSystem {
  const { files, bodies } = parts;
  const reading = createReading(space);
  const writing = createWriting(space, { files, bodies, reading });
  const descriptors = createDescriptors(space, bodies);
  const tree = createTree(space);
  const zip = createZip(space, { reading, writing, tree });

  /** One after the other: each may need some hundred megabytes of memory. */
  const unpacking = createTurns();

  const work = async (request: FileSystemRequest, carriage: Carriage): Promise<FileSystemAnswer> => {
    switch (request.op) {
      case 'access':
        return reading.access(request);
      case 'appendFile':
        return writing.appendFile(request);
      case 'close':
        return descriptors.close(request);
      case 'copyFile':
        return writing.copyFile(request);
      case 'fstat':
        return descriptors.fstat(request);
      case 'ftruncate':
        return descriptors.ftruncate(request);
      case 'getFileInfo':
        return reading.getFileInfo(request);
      case 'getSavedFileInfo': {
        const { size, createTime } = savedFileFrom(files.saved(request.filePath));
        return { size, createTime };
      }
      case 'getSavedFileList':
        return files
          .list()
          .filter(({ kind }) => kind === 'saved')
          .map(savedFileFrom);
      case 'mkdir':
        return tree.mkdir(request);
      case 'open':
        return descriptors.open(request);
      case 'read':
        return outgoing(bodies, await descriptors.read(request), carriage);
      case 'readCompressedFile':
        return unpacking(async () => outgoing(bodies, await reading.readCompressedFile(request), carriage));
      case 'readdir':
        return reading.readdir(request);
      case 'readFile':
        return outgoing(bodies, await reading.readFile(request), carriage);
      case 'readZipEntry':
        return unpacking(async () =>
          Promise.all(
            (await zip.readZipEntry(request)).map(async (entry) =>
              'errno' in entry
                ? entry
                : {
                    path: entry.path,
                    content: await outgoing(bodies, { kind: 'bytes', bytes: entry.bytes }, carriage),
                  },
            ),
          ),
        );
      case 'removeSavedFile':
        await files.removeSaved(request.filePath);
        return null;
      case 'rename':
        return tree.rename(request);
      case 'rmdir':
        return tree.rmdir(request);
      case 'saveFile':
        return writing.saveFile(request);
      case 'stat':
        return reading.stat(request);
      case 'truncate':
        return writing.truncate(request);
      case 'unlink':
        return tree.unlink(request);
      case 'unzip':
        return zip.unzip(request);
      case 'write':
        return descriptors.write(request);
      case 'writeFile':
        return writing.writeFile(request);
    }
  };

  /** A posted body that was not moved to its place is of no use to anybody. */
  const discard = (content: FileContent): Promise<void> =>
    content.kind === 'posted' ? bodies.discard(content.bodyId) : Promise.resolve();

  return {
    async run(request, carriage) {
      try {
        // A saved file takes its own turn.
        const takesTurn = !READS.has(request.op) && !(request.op === 'saveFile' && request.filePath === null);
        return await (takesTurn ? space.inTurn(() => work(request, carriage)) : work(request, carriage));
      } catch (error) {
        throw toFileSystemError(error, pathsOf(request));
      } finally {
        if ('content' in request) await discard(request.content);
      }
    },
    async importTemp(content, extension, madeBy) {
      // What is no path is not told: anybody could write anything there.
      const from = 'from' in madeBy ? space.keyOf(madeBy.from) : null;
      const target = files.newTemp(from === null ? madeBy.kind : `${madeBy.kind}:${from}`);
      try {
        const incoming = await incomingOf(bodies, content);
        await placeIncoming(incoming, target.partPath);
        const record = await target.commit(incoming.sizeBytes, extension);
        const { canonical, realPath } = await space.locate(record.path);
        space.changes.hashLater(canonical, realPath);
        return record;
      } catch (error) {
        await target.discard();
        throw errorFromErrno(error, 'the new file');
      } finally {
        await discard(content);
      }
    },
    // What the page asked for last may still open one.
    closeAll: () => space.inTurn(() => descriptors.closeAll()),
  };
}

/** Operations that change nothing. */
const READS: ReadonlySet<FileSystemRequest['op']> = new Set([
  'access',
  'fstat',
  'getFileInfo',
  'getSavedFileInfo',
  'getSavedFileList',
  'readCompressedFile',
  'readdir',
  'readFile',
  'readZipEntry',
  'stat',
]);

/** The paths that a failure of this request speaks of. */
function pathsOf(request: FileSystemRequest): FailedPaths {
  switch (request.op) {
    case 'copyFile':
      return { path: request.srcPath, destination: request.destPath };
    case 'rename':
      return { path: request.oldPath, destination: request.newPath };
    case 'unzip':
      return { path: request.zipFilePath, destination: request.targetPath };
    case 'saveFile':
      return { path: request.filePath ?? request.tempFilePath };
    case 'access':
    case 'stat':
      return { path: request.path };
    case 'mkdir':
    case 'readdir':
    case 'rmdir':
      return { path: request.dirPath };
    default:
      return 'filePath' in request ? { path: request.filePath } : {};
  }
}

/** `createTime` counts whole seconds since the epoch (WeChat's documentation of getSavedFileList). */
function savedFileFrom(file: FileRecord): SavedFile {
  return { filePath: file.path, size: file.sizeBytes, createTime: Math.floor(file.createdAtEpochMs / 1000) };
}
