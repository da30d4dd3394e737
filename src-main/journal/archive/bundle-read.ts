import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Readable } from 'node:stream';
import { FerryError } from '#contract/errors';
import type { BodySide, Exchange } from '#contract/transfer';
import { BUNDLE_FILE, bodyName, EXCHANGES_FILE, type BundleFacts } from './bundle-format.ts';

/** What is taken of one file: beyond it somebody has built it to fill memory or disk. */
const MAX_FILES = 200_001;
const MAX_TEXT_BYTES = 1024 ** 3;
const MAX_BODY_BYTES = 2 * 1024 ** 3;

/** An opened `.ferry` file; to be closed. */
export interface Bundle {
  readonly facts: BundleFacts;
  /** As recorded; every field is a stranger's word until it is checked. */
  readonly exchanges: readonly unknown[];
  /** The bytes of a body, counted by the place of its exchange; null when there are none. */
  body(index: number, side: BodySide): Promise<Readable | null>;
  close(): void;
}

/**
 * Opens a `.ferry` file for reading.
 *
 * @throws FerryError `usage` where it is none, or of a later kind
 */
export async function openBundle(file: string, shownName: string): Promise<Bundle> {
  const wrong = (why: string): FerryError =>
    new FerryError(
      'usage',
      `${shownName} is no bundle of Ferry’s: ${why}. Export it again, or pick another file.`,
    );
  const zip = await openPromise(file, { autoClose: false }).catch((error: unknown) => {
    throw wrong((error as Error).message);
  });
  try {
    if (zip.entryCount > MAX_FILES) throw wrong('it holds too many files');
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const facts = factsFrom(await textOf(zip, entries.get(BUNDLE_FILE), wrong), wrong);
    const lines = (await textOf(zip, entries.get(EXCHANGES_FILE), wrong)).split('\n');
    const exchanges = lines
      .filter((line) => line !== '')
      .map((line, index) => {
        try {
          return JSON.parse(line) as unknown;
        } catch {
          throw wrong(`exchange ${String(index + 1)} cannot be read`);
        }
      });
    return {
      facts,
      exchanges,
      async body(index, side) {
        const entry = entries.get(bodyName(index, side));
        if (!entry || entry.uncompressedSize > MAX_BODY_BYTES) return null;
        return zip.openReadStreamPromise(entry);
      },
      close() {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error instanceof FerryError ? error : wrong((error as Error).message);
  }
}

async function textOf(
  zip: ZipFile,
  entry: Entry | undefined,
  wrong: (why: string) => FerryError,
): Promise<string> {
  if (!entry) throw wrong('something is missing in it');
  if (entry.uncompressedSize > MAX_TEXT_BYTES) throw wrong('it is too large');
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function factsFrom(text: string, wrong: (why: string) => FerryError): BundleFacts {
  const facts = childOf({ facts: JSON.parse(text) as unknown }, 'facts');
  if (facts['format'] !== 'ferry-bundle') throw wrong('it does not say that it is one');
  // A later version may mean something else by the same names.
  if (facts['version'] !== 1) throw wrong('it was made by a later Ferry');
  const project = childOf(facts, 'project');
  const { pageStack, rules, madeAtEpochMs, link } = facts;
  return {
    format: 'ferry-bundle',
    version: 1,
    ferry: stringOf(facts['ferry']),
    madeAtEpochMs: typeof madeAtEpochMs === 'number' ? madeAtEpochMs : 0,
    project: { name: stringOf(project['name']), appid: stringOf(project['appid']) },
    pageStack: Array.isArray(pageStack) ? pageStack.map(stringOf) : [],
    rules: Array.isArray(rules)
      ? rules.map((rule) => {
          const line = childOf({ rule: rule as unknown }, 'rule');
          return { text: stringOf(line['text']), isOn: line['isOn'] === true };
        })
      : [],
    link: typeof link === 'string' ? link : null,
    isRedacted: facts['isRedacted'] === true,
  };
}

function childOf(parent: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const child = parent[name];
  return typeof child === 'object' && child !== null ? (child as Readonly<Record<string, unknown>>) : {};
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The fields of a record that are of the right kind, over what an empty one has; null where the ground is missing. */
export function recordFrom(
  value: unknown,
  blank: Omit<Exchange, 'id' | 'bodies'>,
  from: string,
): Omit<Exchange, 'id' | 'bodies'> | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = value as Partial<Record<keyof Exchange, unknown>>;
  if (typeof found.url !== 'string' || typeof found.calledAtEpochMs !== 'number') return null;
  const taken = Object.entries(blank).map(([name, usual]) => {
    const given = found[name as keyof Exchange];
    return [name, isLike(given, usual, name) ? given : usual] as const;
  });
  const record = Object.fromEntries(taken) as unknown as Omit<Exchange, 'id' | 'bodies'>;
  const isOver = record.state !== 'waiting' && record.state !== 'running';
  return {
    ...record,
    state: isOver ? record.state : 'failed',
    durationMs: record.durationMs ?? 0,
    pausedAt: null,
    origin: { kind: 'import', from },
  };
}

/** Fields that are null in an empty record, with what else they may be. */
const NULLABLE: Readonly<Partial<Record<keyof Exchange, 'string' | 'number' | 'object'>>> = {
  calledFrom: 'string',
  durationMs: 'number',
  statusCode: 'number',
  httpVersion: 'string',
  requestText: 'string',
  responseText: 'string',
  file: 'object',
  timeout: 'object',
  slot: 'object',
  profile: 'object',
  errMsg: 'string',
  reason: 'string',
  errno: 'number',
};

function isLike(given: unknown, usual: unknown, name: string): boolean {
  if (name === 'written') return true;
  if (usual === null) return given === null || typeof given === NULLABLE[name as keyof Exchange];
  if (Array.isArray(usual)) return Array.isArray(given);
  return typeof given === typeof usual && given !== null;
}
