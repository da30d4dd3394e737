import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { FreeCertificate } from '../support/free-certificate.ts';
import { withServer, type TestServer } from '../support/with-server.ts';
import type { Heard, WirePage } from './wire-page.ts';

/** A row of a table: what the specification says, by its ids, and a sentence of what is seen. */
export interface SpecRow {
  /** Keys of a list in spec-ids/, written out: scripts/check-spec-ids.ts reads them from the source. */
  readonly ids: readonly string[];
  readonly says: string;
}

/** Runs every row of a table as a test of its own. */
export function table<R extends SpecRow>(
  title: string,
  rows: readonly R[],
  run: (row: R) => void | Promise<void>,
): void {
  describe(title, () => {
    it.each(rows)('$says', run);
  });
}

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Names and values in the order and the case they were sent in. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface SeeingServer extends TestServer {
  readonly seen: SeenRequest[];
  /** The latest request. */
  last(): SeenRequest;
}

/** A server that reads a request to its end, keeps it, then answers. */
export async function seeingServer(
  answer: RequestListener,
  certificate?: FreeCertificate,
): Promise<SeeingServer> {
  const seen: SeenRequest[] = [];
  const server = await withServer((request, response) => void take(request, response), certificate);
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    // A client that goes away in the middle is part of many rows.
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: linesOf(request.rawHeaders),
      body: Buffer.concat(chunks),
    });
    answer(request, response);
  }
  return {
    ...server,
    seen,
    last() {
      const found = seen.at(-1);
      if (!found) throw new Error('The server was asked for nothing.');
      return found;
    },
  };
}

function linesOf(raw: readonly string[]): [name: string, value: string][] {
  return raw.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : [],
  );
}

/** The values of a header by its lower-case name. */
export function valuesOf({ headers }: SeenRequest, lowerName: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === lowerName).map(([, value]) => value);
}

/** The boundary of an upload, and its body as text with `B` in the boundary's place. */
export function multipartOf(request: SeenRequest): { readonly boundary: string; readonly text: string } {
  const [type = ''] = valuesOf(request, 'content-type');
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(type)?.[1];
  if (boundary === undefined) throw new Error(`No boundary in ${type}`);
  return { boundary, text: request.body.toString('utf8').replaceAll(boundary, 'B') };
}

/** Stands for `profile` once {@link masked} has looked at it. */
export const PROFILE = '<profile>';

/**
 * What was heard, with each `profile` checked and replaced by {@link PROFILE}; and success or fail handed the very
 * object that complete got.
 */
export function masked(heard: readonly Heard[]): Heard[] {
  const last = new Map<string, unknown>();
  return heard.map(([name, argument]) => {
    const ending = /^(.*)(success|fail|complete)$/.exec(name);
    if (ending?.[2] === 'complete') expect(argument).toBe(last.get(ending[1] ?? ''));
    else if (ending) last.set(ending[1] ?? '', argument);
    if (typeof argument !== 'object' || argument === null || !('profile' in argument))
      return [name, argument];
    expectProfile(argument.profile);
    return [name, { ...argument, profile: PROFILE }];
  });
}

/** The marks of `profile` in the order things happen in; the table of §6 looks at each. */
const MARKS = ['fetchStart', 'requestStart', 'requestEnd', 'responseStart', 'responseEnd'];

function expectProfile(profile: unknown): void {
  const marks = MARKS.map((name) => (profile as Record<string, unknown>)[name]);
  expect(marks.every((mark) => typeof mark === 'number' && Number.isFinite(mark))).toBe(true);
  expect(marks).toEqual([...marks].sort((a, b) => Number(a) - Number(b)));
}

/** Resolves when nothing is under way any more and everything that was sent to the page has been heard. */
export async function quiet(page: WirePage): Promise<void> {
  await page.transfers.settled();
  // The page hears a turn of the loop after main has spoken, and calls back in another.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Everything heard up to the end of the call, masked, and that nothing comes after it. */
export async function wholeStory(page: WirePage, name = 'complete'): Promise<Heard[]> {
  await page.hears(name);
  await quiet(page);
  return masked(page.heard);
}

/** The last thing heard, once more from complete: what a row would otherwise write twice. */
export function ending(name: 'success' | 'fail', argument: object): Heard[] {
  return [
    [name, argument],
    ['complete', argument],
  ];
}
