import { expect, test } from 'vitest';
import { keyOfLine, linesFromFiles, parseOrigin } from '../../../src-renderer/panel/files/file-groups.ts';
import { filesFixture } from '../../support/panel-fixtures.ts';

test('files lie under their kind, newest first', () => {
  expect(linesFromFiles(filesFixture()).map(keyOfLine)).toEqual([
    'heading temp',
    'file http://tmp/tmp_77ab12.m4a',
    'file http://tmp/tmp_9f86d081884c.jpg',
    'file http://tmp/remote_cover.png',
    'heading saved',
    'file http://store/store_5c1d77ab12.m4a',
  ]);
});

test('an empty group says so, user files show only where there are any', () => {
  const [file] = filesFixture();
  if (!file) throw new Error('The fixture has no files.');
  expect(linesFromFiles([{ ...file, kind: 'user', sizeBytes: 7 }]).map(keyOfLine)).toEqual([
    'heading temp',
    'none temp',
    'heading saved',
    'none saved',
    'heading user',
    `file ${file.path}`,
  ]);
});

test.each([
  ['picked', { kind: 'picked' }],
  ['transfer:e:3', { kind: 'transfer', exchangeId: 'e:3' }],
  ['saved:http://tmp/a.jpg', { kind: 'saved', path: 'http://tmp/a.jpg' }],
  ['remote:https://x.example/a.png', { kind: 'remote', url: 'https://x.example/a.png' }],
  ['zip:whatever', { kind: 'other', text: 'zip:whatever' }],
  ['plain', { kind: 'other', text: 'plain' }],
])('origin %s', (origin, parsed) => {
  expect(parseOrigin(origin)).toEqual(parsed);
});
