import path from 'node:path';
import { parseArgs } from 'node:util';
import { FerryError } from '#contract/errors';

const GOAL_BYTES = 1024 ** 3;
const BENCHES = [
  'upload',
  'download',
  'ten',
  'small',
  'memory',
  'ipc',
  'abort',
  'progress',
  'storage-sync',
  'fs-sync',
  'compile',
  'edit',
] as const;
export type BenchName = (typeof BENCHES)[number];

export interface BenchOptions {
  /** Of the one file of `upload` and `download`; the others derive theirs. */
  readonly sizeBytes: number;
  readonly rounds: number;
  readonly only: readonly BenchName[];
  /** Absolute folder of the mini-program that `compile` and `edit` take; null leaves them out. */
  readonly project: string | null;
  /** Exit with 1 when a ratio is far over its goal. */
  readonly check: boolean;
  /** Write the results into `docs/`. */
  readonly save: boolean;
}

export const USAGE = `npm run bench -- [--size 1G] [--rounds 5] [--only ${BENCHES.join(',')}] [--project folder] [--check] [--save]`;

/** Throws `usage` for what it does not know. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        size: { type: 'string', default: '1G' },
        rounds: { type: 'string', default: '5' },
        only: { type: 'string', default: BENCHES.join(',') },
        project: { type: 'string' },
        check: { type: 'boolean', default: false },
        save: { type: 'boolean', default: false },
      },
    });
    const sizeBytes = parseSize(values.size);
    if (values.check && sizeBytes < GOAL_BYTES)
      throw new Error('The goals of --check are of 1G, not of less');
    return {
      sizeBytes,
      rounds: parseRounds(values.rounds),
      only: values.only.split(',').map(parseBenchName),
      project: values.project === undefined ? null : path.resolve(values.project),
      check: values.check,
      save: values.save,
    };
  } catch (error) {
    throw new FerryError('usage', `${FerryError.from(error).message}\n${USAGE}`);
  }
}

function parseSize(text: string): number {
  const [, digits, unit] = /^(\d+)([MG])$/.exec(text) ?? [];
  const bytes = Number(digits) * 1024 ** (unit === 'G' ? 3 : 2);
  // The smallest file of the memory table is a sixteenth of it.
  if (!(bytes >= 16 * 1024 ** 2)) throw new Error(`--size is 16M or more, like 256M or 1G, not ${text}`);
  return bytes;
}

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a number from 1, not ${text}`);
  return rounds;
}

function parseBenchName(text: string): BenchName {
  const name = BENCHES.find((candidate) => candidate === text);
  if (name === undefined) throw new Error(`There is no ${text} among ${BENCHES.join(', ')}`);
  return name;
}
