import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { DOCUMENT_TYPES, type DocumentType } from '#contract/images';
import type { Logger } from '../../lib/logger.ts';
import { copyOut, extensionIn, plainStem } from './copy-out.ts';

/** `openDocument`: documents opened with the system's own programs, as copies that Ferry takes back at its end. */
export interface Documents {
  /**
   * @param fileType what the page says it is; null takes the extension of the path
   * @throws FerryError `document.type` for what is none of WeChat's types: nothing else is ever opened
   */
  open(
    file: { readonly realPath: string; readonly path: string },
    fileType: DocumentType | null,
  ): Promise<void>;
  /** Removes the copies. */
  readonly close: () => Promise<void>;
}

export interface DocumentsDeps {
  /** Opens a file with the system's program for it; resolves with what went wrong, empty when nothing did. Null where there is no screen. */
  readonly openPath: ((file: string) => Promise<string>) | null;
  readonly logger: Logger;
}

/** For the person alone, and not to be written: what is changed in a copy would be lost. */
const READ_ONLY = 0o400;

/** @param folder of the copies; nothing else lies there */
export function createDocuments({ openPath, logger }: DocumentsDeps, folder: string): Documents {
  const clear = (): Promise<void> => fs.rm(folder, { recursive: true, force: true });
  // What a crash left there.
  let ready: Promise<void> | null = null;
  return {
    async open(file, fileType) {
      const named = extensionIn(file.path);
      const type = fileType ?? DOCUMENT_TYPES.find((known) => known === named);
      if (type === undefined) {
        throw new FerryError('document.type', `No type of document: ${file.path}`, {
          details: { path: file.path },
        });
      }
      await (ready ??= clear());
      const name = `${plainStem(file.path) || 'document'}.${type}`;
      const copy = await copyOut(file.realPath, path.join(folder, randomUUID()), name, file.path);
      await fs.chmod(copy, READ_ONLY);
      if (openPath === null) {
        // Not by `info`, which is silent unless asked: nobody would learn why nothing opened.
        logger.warn('open no document without a screen', { path: file.path, type });
        return;
      }
      const failure = await openPath(copy);
      if (failure === '') return;
      logger.error('open document', new Error(failure), { type });
      throw new FerryError('file.io', `No program opened ${file.path}.`, { details: { path: file.path } });
    },
    close: clear,
  };
}
