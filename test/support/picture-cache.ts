import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import { contentOf } from './crash-lines.ts';
import { PROJECTS } from './ferry-cli.ts';
import { withServer } from './with-server.ts';

/** A mini-program that keeps pictures it has downloaded, 100,000 bytes of them at most. */
export const PICTURE_CACHE = path.join(PROJECTS, 'picture-cache');

/** What one visit of it tells. */
export interface Visit {
  /** The temp path it left the last time, and the message and number of five calls with it. */
  readonly tempBefore: string | null;
  readonly fate: readonly unknown[];
  readonly got: readonly (readonly [name: string, from: 'kept' | 'downloaded'])[];
  readonly removed: readonly (readonly [name: string, errMsg: string])[];
  readonly kept: readonly (readonly [name: string, sizeBytes: number, sha1: string])[];
  readonly temp: string;
  readonly tempIs: string;
}

const PICTURE_BYTES = 30_000;

/** Where its pictures come from; `asked` are the paths of all requests. */
export async function withPictures(): Promise<{ readonly origin: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const { origin } = await withServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'image/png').end(contentOf(request.url ?? '', PICTURE_BYTES));
  });
  return { origin, asked };
}

const sha1Of = (name: string): string =>
  createHash('sha1')
    .update(contentOf(`/${name}`, PICTURE_BYTES))
    .digest('hex');

/** The first visit is given pictures a, b, c and a again; three fit. */
export const FIRST_NAMES = ['a', 'b', 'c', 'a'];
/** The second launch finds a, then needs room for d: b is the least recently used. */
export const SECOND_NAMES = ['a', 'd'];

export function expectFirstVisit(first: Visit): void {
  expect(first).toMatchObject({
    tempBefore: null,
    got: [
      ['a', 'downloaded'],
      ['b', 'downloaded'],
      ['c', 'downloaded'],
      ['a', 'kept'],
    ],
    removed: [],
    kept: keptOf(['a', 'b', 'c']),
    tempIs: 'access:ok',
  });
}

/** Everything of the second visit: temp paths are dead, saved ones live with their content. */
export function expectSecondVisit(second: Visit, first: Visit): void {
  const dead = first.temp;
  expect(second).toMatchObject({
    tempBefore: dead,
    fate: [
      [`access:fail no such file or directory ${dead}`, 1300002],
      [`readFile:fail no such file or directory, open ${dead}`, 1300002],
      ['getFileInfo:fail file not exist', 1300002],
      ['saveFile:fail tempFilePath file not exist', 1301112],
      ['uploadFile:fail file not found', 1300002],
    ],
    got: [
      ['a', 'kept'],
      ['d', 'downloaded'],
    ],
    removed: [['b', 'removeSavedFile:ok']],
    kept: keptOf(['a', 'c', 'd']),
    tempIs: 'access:ok',
  });
  expect(second.temp).not.toBe(dead);
}

function keptOf(names: readonly string[]): unknown[] {
  return names.map((name) => [name, PICTURE_BYTES, sha1Of(name)]);
}
