import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { opensInEditor, packagePathOf, readShownSource } from '../../../src-main/project/shown-source.ts';
import { tempDir } from '../../support/temp-dir.ts';

test.each([
  ['pages/album/index.js', '/pages/album/index.js'],
  ['/./app.js', '/app.js'],
  ['../app.js', null],
  ['pages/../../x.js', null],
  ['http://usr/x.js', null],
  ['wxfile://tmp_1.js', null],
  ['file:///etc/passwd', null],
  ['C:\\windows', null],
  ['a\0b', null],
  ['', null],
])('of %j the code package is asked for %j', (file, asked) => {
  expect(packagePathOf(file)).toBe(asked);
});

test('text is shown without its byte order mark; folders, other bytes and what is absent are not', async () => {
  const folder = await tempDir();
  const write = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, content);
    return file;
  };
  expect(readShownSource(write('a.js', '\uFEFFconst 舟 = 1;\n'))).toBe('const 舟 = 1;\n');
  expect(readShownSource(write('b.png', Uint8Array.of(137, 80, 0, 1)))).toBeNull();
  expect(readShownSource(write('c.js', 'x'.repeat(4 * 1024 * 1024 + 1)))).toBeNull();
  expect(readShownSource(folder)).toBeNull();
  expect(readShownSource(path.join(folder, 'none.js'))).toBeNull();
});

test('a script is shown in its folder where the system would run it', () => {
  expect(opensInEditor('/p/index.js', 'linux')).toBe(true);
  expect(opensInEditor('C:\\p\\index.js', 'win32')).toBe(false);
  expect(opensInEditor('C:\\p\\index.wxml', 'win32')).toBe(true);
  expect(opensInEditor('/p/run.sh', 'linux')).toBe(false);
});
