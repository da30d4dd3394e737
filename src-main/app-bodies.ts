import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import type { BodyParts } from '#contract/panel-bodies';
import type { Exchange } from '#contract/transfer';
import { errorFromErrno } from './files/disk.ts';
import type { BodyActions } from './ipc/panel-body-handlers.ts';
import { readMultipart } from './journal/bodies/multipart-reader.ts';
import { frameFindings } from './journal/bodies/frame-findings.ts';
import { savedName } from './journal/bodies/saved-name.ts';
import { extensionOf } from './lib/media-type.ts';
import type { Program } from './program/program.ts';

/** What the panel does with kept bodies of the open program. */
export function createBodyActions(
  program: () => Pick<Program, 'kept' | 'journal'> | null,
  chooseTarget: (name: string) => Promise<string | null>,
): BodyActions {
  /** Bodies that a page has built itself do not change; reading a large one again takes its time. */
  let latest: { readonly id: string; readonly parts: Promise<BodyParts | null> } | null = null;

  const readParts = async (
    exchange: Exchange,
    { kept }: Pick<Program, 'kept'>,
  ): Promise<BodyParts | null> => {
    const body = await kept.read(exchange.id, 'request');
    const sizeBytes = kept.sizeOf(exchange.id, 'request');
    if (body === null || sizeBytes === null) return null;
    return readMultipart(body, exchange.bodies.request?.mediaType ?? null, sizeBytes);
  };
  const partsOf = async (id: string): Promise<BodyParts | null> => {
    const open = program();
    const exchange = open?.journal.get(id);
    if (!open || !exchange) return null;
    if (exchange.kind === 'upload' && exchange.parts.length > 0) return frameFindings(exchange);
    if (latest?.id === id) return latest.parts;
    const parts = readParts(exchange, open);
    latest = { id, parts };
    parts.catch(() => {
      latest = null;
    });
    return parts;
  };

  return {
    parts: partsOf,
    async save(id, side, partIndex) {
      const open = program();
      const exchange = open?.journal.get(id);
      const wholeBytes = open?.kept.sizeOf(id, side) ?? null;
      if (!open || !exchange || wholeBytes === null) throw gone();
      const part = partIndex === null ? null : ((await partsOf(id))?.parts[partIndex] ?? null);
      if (partIndex !== null && part === null) throw gone();
      const target = await chooseTarget(savedName(exchange, side, part, extensionOf));
      if (target === null) return null;
      const stretch = part
        ? { start: part.contentOffsetBytes, sizeBytes: part.sizeBytes }
        : { start: 0, sizeBytes: wholeBytes };
      const body = await open.kept.read(id, side, stretch);
      if (body === null) throw gone();
      const unfinished = path.join(path.dirname(target), `.${randomUUID()}.part`);
      try {
        await pipeline(body, createWriteStream(unfinished, { flags: 'wx' }));
        await fs.rename(unfinished, target);
      } catch (error) {
        await fs.rm(unfinished, { force: true });
        throw errorFromErrno(error, path.basename(target));
      }
      return path.basename(target);
    },
  };
}

function gone(): FerryError {
  return new FerryError('file.not-found', 'This body is not kept any more.');
}
