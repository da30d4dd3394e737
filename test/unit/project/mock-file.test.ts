import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_MOCKS } from '#contract/mocks';
import { parseMocks, readMockFile } from '../../../src-main/project/mock-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('ferry.mock.json', () => {
  it('sets answers of wx and of the cloud, with comments and trailing commas', () => {
    const { book, diagnostics } = parseMocks(`{
      // who it is
      "login": { "success": { "code": "x" }, "delayMs": 20 },
      "scanCode": { "fail": "cancel" },
      "cloud": {
        "functions": { "add": { "success": 3 } },
        "database": { "todos": [{ "_id": "1", "done": false }] },
        "storage": "https://files.example/",
      },
    }`);
    expect(diagnostics).toEqual([]);
    expect(book).toEqual({
      apis: {
        login: { success: { code: 'x' }, delayMs: 20 },
        scanCode: { fail: { errMsg: 'cancel' } },
      },
      cloud: {
        functions: { add: { success: 3 } },
        database: { todos: [{ _id: '1', done: false }] },
        storage: 'https://files.example',
      },
    });
  });

  it.each<[string, string, number, number, string]>([
    ['what is no JSON', '{\n  "login": nope\n}', 2, 12, 'not valid JSON'],
    ['what is no object', '[1]', 1, 1, 'has to be an object'],
    ['an answer that is no object', '{"login": 5}', 1, 11, '"login" has to be an object'],
    ['an answer without an outcome', '{\n "login": {}}', 2, 11, 'needs either "success" or "fail"'],
    ['both outcomes', '{"login": {"success": 1, "fail": {}}}', 1, 11, 'needs either'],
    ['a key of an answer that is unknown', '{"login": {"succes": 1}}', 1, 22, 'has "succes"'],
    ['a delay that is none', '{"login": {"success": 1, "delayMs": -1}}', 1, 37, 'milliseconds'],
    ['a failure that is none', '{"login": {"fail": 3}}', 1, 20, '"fail" of "login"'],
    ['a cloud that is none', '{"cloud": []}', 1, 11, '"cloud" has to be an object'],
    ['a key of the cloud that is unknown', '{"cloud": {"fns": 1}}', 1, 19, 'has "fns"'],
    ['a collection that is no list', '{"cloud": {"database": {"a": 1}}}', 1, 30, 'list of objects'],
    ['a document that is none', '{"cloud": {"database": {"a": [{}, 1]}}}', 1, 35, 'list of objects'],
    ['a storage that is no URL', '{"cloud": {"storage": "ftp://x"}}', 1, 23, 'http or https'],
  ])('is told of %s, with its place', (_what, text, line, column, message) => {
    const { diagnostics } = parseMocks(text);
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 'ferry.mock.json', line, column }]);
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]?.codeFrame).not.toBe('');
  });

  it('keeps what is right beside what is wrong', () => {
    const { book } = parseMocks('{"login": 5, "scanCode": {"success": {}}}');
    expect(book.apis).toEqual({ scanCode: { success: {} } });
  });

  it('is read beside project.config.json, and may be absent or unreadable', async () => {
    const folder = await tempDir();
    expect(readMockFile(folder)).toEqual({ book: NO_MOCKS, diagnostics: [] });
    writeFileSync(path.join(folder, 'ferry.mock.json'), '\uFEFF{"login": {"success": {"code": "1"}}}');
    expect(readMockFile(folder).book.apis).toEqual({ login: { success: { code: '1' } } });
    const other = await tempDir();
    mkdirSync(path.join(other, 'ferry.mock.json'));
    expect(readMockFile(other).diagnostics).toMatchObject([{ file: 'ferry.mock.json', line: 0 }]);
  });
});

describe('a mock file that is none', () => {
  const messageOf = (folder: string): string => readMockFile(folder).diagnostics[0]?.message ?? '';

  it.skipIf(process.platform === 'win32')(
    'does not hold up whoever reads it: a pipe, a device, a link to elsewhere',
    async () => {
      const pipe = await tempDir();
      execFileSync('mkfifo', [path.join(pipe, 'ferry.mock.json')]);
      expect(messageOf(pipe)).toBe('ferry.mock.json is no file. Put a JSON file in its place.');

      const linked = await tempDir();
      symlinkSync('/dev/zero', path.join(linked, 'ferry.mock.json'));
      expect(messageOf(linked)).toContain('is a link that leads out of the project');

      const secret = await tempDir();
      writeFileSync(path.join(secret, 'secret.json'), '{"login": {"success": {"code": "secret"}}}');
      const reading = await tempDir();
      symlinkSync(path.join(secret, 'secret.json'), path.join(reading, 'ferry.mock.json'));
      expect(readMockFile(reading).book).toEqual(NO_MOCKS);
    },
  );

  it('is refused when it is larger than a mock file may be', async () => {
    const folder = await tempDir();
    writeFileSync(path.join(folder, 'ferry.mock.json'), ' '.repeat(8 * 1024 * 1024 + 1));
    expect(messageOf(folder)).toBe('ferry.mock.json is larger than 8 MB. Make it smaller.');
  });
});
