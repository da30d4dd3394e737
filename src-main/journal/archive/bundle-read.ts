import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Readable } from 'node:stream';
import { FerryError } from '#contract/errors';
import { MAX_IMPORTED, type RecordingName } from '#contract/panel-archive';
import type { ExchangeMarks } from '#contract/panel-exchanges';
import type { BodySide, Exchange } from '#contract/transfer';
import { BUNDLE_FILE, bodyName, EXCHANGES_FILE, type BundleFacts } from './bundle-format.ts';
import { isOfShape, MARKS_SHAPE, RECORD_SHAPES } from './record-shapes.ts';

/** What is taken of one file: beyond it somebody has built it to fill memory or disk. */
const MAX_FILES = 200_001;
const MAX_FACTS_BYTES = 16 * 1024 ** 2;
const MAX_RECORDS_BYTES = 512 * 1024 ** 2;
/** A record with all its lists full is a tenth of it. */
const MAX_LINE_LENGTH = 16 * 1024 ** 2;
/** Of what a bundle says of its project. */
const MAX_RULES = 500;
const MAX_ROUTES = 100;
const MAX_TEXT_LENGTH = 8192;
const MAX_BODY_BYTES = 2 * 1024 ** 3;
const MAX_BODIES_BYTES = 4 * 1024 ** 3;

/** An opened `.ferry` file; to be closed. */
export interface Bundle {
  readonly facts: BundleFacts;
  /**
   * The records one after the other, at most one more than is taken of a file; every field is a stranger's word
   * until it is checked. A line that cannot be read is null.
   *
   * @throws FerryError `usage` where the file is damaged
   */
  exchanges(): AsyncGenerator;
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
    const known = (name: string): Entry => {
      const entry = entries.get(name);
      if (!entry) throw wrong('something is missing in it');
      return entry;
    };
    const facts = factsFrom(await textOf(zip, known(BUNDLE_FILE), wrong), wrong);
    const records = known(EXCHANGES_FILE);
    if (records.uncompressedSize > MAX_RECORDS_BYTES) throw wrong('it is too large');
    let roomBytes = MAX_BODIES_BYTES;
    return {
      facts,
      async *exchanges() {
        let count = 0;
        for await (const line of linesOf(await zip.openReadStreamPromise(records), wrong)) {
          yield parsed(line);
          count += 1;
          if (count > MAX_IMPORTED) return;
        }
      },
      async body(index, side) {
        const entry = entries.get(bodyName(index, side));
        if (!entry || entry.uncompressedSize > Math.min(MAX_BODY_BYTES, roomBytes)) return null;
        roomBytes -= entry.uncompressedSize;
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

/** The lines of a text that are not empty, without the text ever being whole. */
async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  wrong: (why: string) => FerryError,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    pieces[0] = rest + (pieces[0] ?? '');
    rest = pieces.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH) throw wrong('an exchange in it is too large');
    for (const line of pieces) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function textOf(zip: ZipFile, entry: Entry, wrong: (why: string) => FerryError): Promise<string> {
  if (entry.uncompressedSize > MAX_FACTS_BYTES) throw wrong('it is too large');
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
    pageStack: Array.isArray(pageStack) ? pageStack.slice(0, MAX_ROUTES).map(lineOf) : [],
    rules: Array.isArray(rules)
      ? rules.slice(0, MAX_RULES).map((rule) => {
          const line = childOf({ rule: rule as unknown }, 'rule');
          return { text: lineOf(line['text']), isOn: line['isOn'] === true };
        })
      : [],
    link: typeof link === 'string' ? lineOf(link) : null,
    isRedacted: facts['isRedacted'] === true,
    count: Number.isSafeInteger(facts['count']) ? Number(facts['count']) : 0,
  };
}

function childOf(parent: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const child = parent[name];
  return typeof child === 'object' && child !== null ? (child as Readonly<Record<string, unknown>>) : {};
}

function lineOf(value: unknown): string {
  return stringOf(value).slice(0, MAX_TEXT_LENGTH);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a record says that only the beginning of its answer is kept. */
export function isPartialIn(value: unknown): boolean {
  return childOf(childOf(childOf({ value }, 'value'), 'bodies'), 'response')['isPartial'] === true;
}

/** What the developer of a record noted about it; null where there is nothing. */
export function marksFrom(value: unknown): ExchangeMarks | null {
  const marks = childOf({ value }, 'value')['marks'];
  return isOfShape(marks, MARKS_SHAPE) ? (marks as ExchangeMarks) : null;
}

/**
 * The fields of a record that are of the right kind, over what an empty one has; null where the ground is missing.
 *
 * @param from the file it is of, and what is read at once with it
 */
export function recordFrom(
  value: unknown,
  blank: Omit<Exchange, 'id' | 'bodies'>,
  from: Required<RecordingName>,
): Omit<Exchange, 'id' | 'bodies'> | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = value as Partial<Record<keyof Exchange, unknown>>;
  const { url, calledAtEpochMs } = RECORD_SHAPES;
  if (!isOfShape(found.url, url) || !isOfShape(found.calledAtEpochMs, calledAtEpochMs)) return null;
  const taken = Object.entries(RECORD_SHAPES).filter(([name, shape]) => {
    const given = found[name as keyof Exchange];
    return given !== undefined && isOfShape(given, shape);
  });
  const record = {
    ...blank,
    ...Object.fromEntries(taken.map(([name]) => [name, found[name as keyof Exchange]])),
  } as Omit<Exchange, 'id' | 'bodies'>;
  const isOver = record.state !== 'waiting' && record.state !== 'running';
  return {
    ...record,
    state: isOver ? record.state : 'failed',
    durationMs: record.durationMs ?? 0,
    pausedAt: null,
    origin: {
      kind: 'import',
      from: from.from,
      ...(from.batch === null ? {} : { batch: from.batch }),
      ...madeBy(found.origin),
    },
  };
}

/** Who made an exchange where it was recorded, as far as the file says. */
function madeBy(origin: unknown): { readonly was?: 'page' | 'resend' } {
  const { kind, was } = childOf({ origin }, 'origin');
  const maker = kind === 'import' ? was : kind;
  return maker === 'page' || maker === 'resend' ? { was: maker } : {};
}
