import fs from 'node:fs/promises';
import path from 'node:path';
import type { BodySide } from '#contract/transfer';

/** One file of a kept body. */
export interface Piece {
  readonly realPath: string;
  readonly sizeBytes: number;
  /** Which file it is: `dev:ino` where it shares its bytes, its own path where it does not. */
  file: string;
}

/** A kept body: its pieces one after the other. */
export interface Entry {
  readonly key: string;
  readonly exchangeId: string;
  readonly side: BodySide;
  /** Null for what an earlier launch kept. */
  readonly project: string | null;
  readonly pieces: readonly Piece[];
  readonly sizeBytes: number;
  /** Resolves when all of it is written; rejects when it could not be. */
  readonly ready: Promise<void>;
}

interface PieceName {
  readonly exchangeId: string;
  readonly side: BodySide;
  readonly index: number;
  readonly count: number;
  readonly sizeBytes: number;
}

export function entryKey(exchangeId: string, side: BodySide): string {
  return `${exchangeId}.${side}`;
}

/** A name that says all there is to know: a piece that a crash cut short is seen by its size. Null for an id that is none. */
export function fileNameOf({ exchangeId, side, index, count, sizeBytes }: PieceName): string | null {
  if (!/^[\w-]{1,100}$/.test(exchangeId)) return null;
  return `${exchangeId}.${side}.${String(index)}.${String(count)}.${String(sizeBytes)}`;
}

const NAME = /^([\w-]{1,100})\.(request|response)\.(\d{1,3})\.(\d{1,3})\.(\d{1,16})$/;

function parsedName(name: string): PieceName | null {
  const [, exchangeId = '', side, index, count, sizeBytes] = NAME.exec(name) ?? [];
  if (side !== 'request' && side !== 'response') return null;
  return { exchangeId, side, index: Number(index), count: Number(count), sizeBytes: Number(sizeBytes) };
}

/** As many looks at the disk at a time. */
const LOOKS = 64;

/**
 * Reads in what earlier launches kept.
 *
 * @returns the bodies that are whole, oldest first, and the names of the files that belong to none
 */
export async function scanBodies(
  folder: string,
): Promise<{ readonly found: readonly Entry[]; readonly stray: readonly string[] }> {
  const names = (await fs.readdir(folder, { withFileTypes: true })).filter((one) => !one.isDirectory());
  const bodies = new Map<
    string,
    { readonly names: string[]; readonly pieces: (Piece | undefined)[]; atMs: number; of: PieceName }
  >();
  const stray: string[] = [];
  for (let from = 0; from < names.length; from += LOOKS) {
    const some = names.slice(from, from + LOOKS);
    const looks = await Promise.all(
      some.map(({ name }) => fs.lstat(path.join(folder, name)).catch(() => null)),
    );
    for (const [at, { name }] of some.entries()) {
      const stats = looks[at];
      const of = parsedName(name);
      if (!stats?.isFile() || of?.sizeBytes !== stats.size) {
        stray.push(name);
        continue;
      }
      const key = entryKey(of.exchangeId, of.side);
      const body = bodies.get(key) ?? { names: [], pieces: [], atMs: 0, of };
      bodies.set(key, body);
      const realPath = path.join(folder, name);
      body.names.push(name);
      body.pieces[of.index] = {
        realPath,
        sizeBytes: of.sizeBytes,
        file: stats.nlink > 1 ? `${String(stats.dev)}:${String(stats.ino)}` : realPath,
      };
      // A second name does not change when a file was written; it changes when its names did.
      body.atMs = Math.max(body.atMs, stats.ctimeMs);
    }
  }
  const found: (Entry & { readonly atMs: number })[] = [];
  for (const [key, { names: own, pieces, atMs, of }] of bodies) {
    const whole = Array.from(pieces).filter((piece) => piece !== undefined);
    if (whole.length !== of.count || own.length !== of.count) {
      stray.push(...own);
      continue;
    }
    const sizeBytes = whole.reduce((sum, piece) => sum + piece.sizeBytes, 0);
    const { exchangeId, side } = of;
    found.push({
      key,
      exchangeId,
      side,
      project: null,
      pieces: whole,
      sizeBytes,
      ready: Promise.resolve(),
      atMs,
    });
  }
  return { found: found.sort((a, b) => a.atMs - b.atMs), stray };
}
