import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { errorFromErrno } from '../disk.ts';
import { extensionIn, plainStem, removePart } from './copy-out.ts';

/** `saveFileToDisk`: a copy where the person says. */
export interface DiskSaver {
  /** @throws FerryError `picker.cancelled` when nowhere, `file.*` */
  save(file: { readonly realPath: string; readonly path: string }): Promise<void>;
}

/**
 * @param choose where a file of this name goes, by the system's dialog, which asks before it names one that is there;
 * null when the person cancels
 */
export function createDiskSaver(choose: (name: string) => Promise<string | null>): DiskSaver {
  return {
    async save(file) {
      const extension = extensionIn(file.path);
      const target = await choose(
        `${plainStem(file.path) || 'file'}${extension === '' ? '' : `.${extension}`}`,
      );
      if (target === null) throw new FerryError('picker.cancelled', 'The file was saved nowhere.');
      const part = path.join(path.dirname(target), `.${randomUUID()}.part`);
      try {
        await fs.copyFile(file.realPath, part, fs.constants.COPYFILE_EXCL);
        await fs.rename(part, target);
      } catch (error) {
        throw errorFromErrno(error, file.path);
      } finally {
        await removePart(part);
      }
    },
  };
}
