import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import type { FileRecord } from '#contract/files';
import type { FileLine, FileQuery } from '#contract/panel-files';
import { listFiles } from '../../../src-main/files/file-listing.ts';
import { filesFixture } from '../../support/panel-fixtures.ts';

const PLAIN: FileQuery = { filter: '', sort: 'created', isDescending: true, closed: [] };

function userFile(path: string, sizeBytes = 7): FileRecord {
  const [file] = filesFixture();
  if (!file) throw new Error('The fixture has no files.');
  return { ...file, path, kind: 'user', sizeBytes, origin: 'written' };
}

function shown(line: FileLine): unknown[] {
  switch (line.kind) {
    case 'file':
      return ['file', line.depth, line.name];
    case 'folder':
      return ['folder', line.depth, line.path, line.total.count, line.total.sizeBytes, line.isClosed];
    case 'heading':
      return ['heading', line.group, line.total.count, line.isClosed];
    default:
      return ['none', line.group, line.isFiltered];
  }
}

test('files lie under their kind, newest first; a group without files says so', () => {
  expect(listFiles(filesFixture(), PLAIN, 'http://usr/').lines.map(shown)).toEqual([
    ['heading', 'temp', 3, false],
    ['file', 0, 'http://tmp/tmp_77ab12.m4a'],
    ['file', 0, 'http://tmp/remote_cover.png'],
    ['file', 0, 'http://tmp/tmp_9f86d081884c.jpg'],
    ['heading', 'saved', 1, false],
    ['file', 0, 'http://store/store_5c1d77ab12.m4a'],
    ['heading', 'user', 0, false],
    ['none', 'user', false],
  ]);
});

test.each(['http://usr/', 'wxfile://usr/'])('user files below %s lie in their folders, by name', (root) => {
  const files = ['z.txt', 'notes/10.txt', 'notes/9.txt', 'notes/old/1.txt', 'a.txt', 'img/a.jpg'].map(
    (name) => userFile(`${root}${name}`),
  );
  const byName: FileQuery = { ...PLAIN, sort: 'path', isDescending: false, closed: ['temp', 'saved'] };
  expect(listFiles(files, byName, root).lines.slice(2).map(shown)).toEqual([
    ['heading', 'user', 6, false],
    ['folder', 0, `${root}img/`, 1, 7, false],
    ['file', 1, 'a.jpg'],
    ['folder', 0, `${root}notes/`, 3, 21, false],
    ['folder', 1, `${root}notes/old/`, 1, 7, false],
    ['file', 2, '1.txt'],
    ['file', 1, '9.txt'],
    ['file', 1, '10.txt'],
    ['file', 0, `${root}a.txt`],
    ['file', 0, `${root}z.txt`],
  ]);
  const folded = { ...byName, closed: ['temp', 'saved', `${root}notes/`] };
  const { lines, fileCount } = listFiles(files, folded, root);
  expect([fileCount, lines.slice(5).map(shown)]).toEqual([
    6,
    [
      ['folder', 0, `${root}notes/`, 3, 21, true],
      ['file', 0, `${root}a.txt`],
      ['file', 0, `${root}z.txt`],
    ],
  ]);
});

test('the filter looks at paths, origins and hashes, all of its words; a sort goes both ways', () => {
  const names = (query: Partial<FileQuery>): unknown[] =>
    listFiles(filesFixture(), { ...PLAIN, ...query }, 'http://usr/').lines.flatMap((line) =>
      line.kind === 'file' ? [line.name.slice(-8)] : [],
    );
  expect(names({ filter: 'REMOTE img.example' })).toEqual(['over.png']);
  expect(names({ filter: 'saved' })).toEqual(['ab12.m4a']);
  expect(names({ filter: 'nothing' })).toEqual([]);
  expect(names({ sort: 'size', isDescending: true, closed: ['saved'] })).toEqual([
    '884c.jpg',
    'ab12.m4a',
    'over.png',
  ]);
  expect(names({ sort: 'size', isDescending: false, closed: ['saved'] })).toEqual([
    'over.png',
    'ab12.m4a',
    '884c.jpg',
  ]);
});

test('20,000 files are listed within the time of a few frames', () => {
  const files = Array.from({ length: 20_000 }, (_, index) =>
    userFile(`http://usr/album-${String(index % 200)}/picture-${String(index)}.jpg`, index),
  );
  const begin = performance.now();
  const { lines } = listFiles(files, { ...PLAIN, filter: 'album', sort: 'size' }, 'http://usr/');
  expect(lines).toHaveLength(20_000 + 200 + 5);
  // Ten times what it takes on an idle computer.
  expect(performance.now() - begin).toBeLessThan(1500);
});
