import { expect, test } from 'vitest';
import type { FileRecord } from '#contract/files';
import { keyOfLine, linesFromFiles } from '../../../src-renderer/panel/files/file-groups.ts';
import { parseOrigin } from '../../../src-renderer/panel/files/origin.ts';
import { filesFixture } from '../../support/panel-fixtures.ts';

function userFile(path: string): FileRecord {
  const [file] = filesFixture();
  if (!file) throw new Error('The fixture has no files.');
  return { ...file, path, kind: 'user', sizeBytes: 7, origin: 'written' };
}

test('files lie under their kind, newest first; a group without files says so', () => {
  expect(linesFromFiles(filesFixture().filter(({ kind }) => kind !== 'user')).map(keyOfLine)).toEqual([
    'heading temp',
    'file http://tmp/tmp_77ab12.m4a',
    'file http://tmp/tmp_9f86d081884c.jpg',
    'file http://tmp/remote_cover.png',
    'heading saved',
    'file http://store/store_5c1d77ab12.m4a',
    'heading user',
    'none user',
  ]);
});

test.each(['http://usr/', 'wxfile://usr/'])('user files below %s lie in their folders, by name', (root) => {
  const files = ['z.txt', 'notes/10.txt', 'notes/9.txt', 'notes/old/1.txt', 'a.txt', 'img/a.jpg'].map(
    (name) => userFile(`${root}${name}`),
  );
  const lines = linesFromFiles(files).slice(5);
  expect(
    lines.map((line) => ('name' in line ? [line.kind, line.depth, line.name, keyOfLine(line)] : [])),
  ).toEqual([
    ['folder', 0, 'img/', `folder ${root}img/`],
    ['file', 1, 'a.jpg', `file ${root}img/a.jpg`],
    ['folder', 0, 'notes/', `folder ${root}notes/`],
    ['folder', 1, 'old/', `folder ${root}notes/old/`],
    ['file', 2, '1.txt', `file ${root}notes/old/1.txt`],
    ['file', 1, '9.txt', `file ${root}notes/9.txt`],
    ['file', 1, '10.txt', `file ${root}notes/10.txt`],
    ['file', 0, `${root}a.txt`, `file ${root}a.txt`],
    ['file', 0, `${root}z.txt`, `file ${root}z.txt`],
  ]);
  expect(linesFromFiles(files)[4]).toEqual({ kind: 'heading', group: 'user', count: 6, sizeBytes: 42 });
});

test.each<readonly [string, object]>([
  ...['picked', 'written', 'recorded', 'camera', 'drawn', 'recovered'].map(
    (how) => [how, { kind: 'made', how }] as const,
  ),
  ...['saved', 'copied', 'moved', 'unzipped', 'compressed', 'cropped', 'thumbnail'].map(
    (how) => [`${how}:http://tmp/a:b.jpg`, { kind: 'from', how, path: 'http://tmp/a:b.jpg' }] as const,
  ),
  ['transfer:e:3', { kind: 'transfer', exchangeId: 'e:3' }],
  ['remote:https://x.example/a.png', { kind: 'remote', url: 'https://x.example/a.png' }],
  ['zip:whatever', { kind: 'other', text: 'zip:whatever' }],
  ['saved', { kind: 'other', text: 'saved' }],
  ['plain', { kind: 'other', text: 'plain' }],
])('origin %s', (origin, parsed) => {
  expect(parseOrigin(origin)).toEqual(parsed);
});
