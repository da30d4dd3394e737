import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { DeviceName } from '#contract/device';
import { sweepOldLaunches } from '../../src-main/files/project-files.ts';
import { createTempBudget, TEMP_LIMITS } from '../../src-main/files/temp-budget.ts';
import { TEMP_LIMIT_BYTES } from '../../src-main/files/file-space.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { deviceProfile } from '../../src-main/transfers/rules/device-profile.ts';
import { launchFiles, writeUserFile } from '../support/file-launch.ts';
import { tempDir } from '../support/temp-dir.ts';
import { failure, fileTable, openFiles, USR } from './files-kit.ts';
import { table, type SpecRow } from './wire-rows.ts';

interface SpellingRow extends SpecRow {
  readonly device: DeviceName;
  readonly temp: RegExp;
  readonly saved: RegExp;
  readonly usr: string;
}

table<SpellingRow>(
  'each device spells its paths in its own way, and reads them so',
  [
    {
      ids: ['9.temp.path.devtools', '9.saved.path.devtools', '9.user.path.devtools', '9.user-data-path'],
      says: 'DevTools',
      device: 'devtools',
      temp: /^http:\/\/tmp\/[\w-]+\.txt$/,
      saved: /^http:\/\/store\/[\w-]+\.txt$/,
      usr: 'http://usr',
    },
    {
      ids: ['9.temp.path.device', '9.saved.path.device', '9.user.path.device', '9.user-data-path'],
      says: 'Android',
      device: 'android',
      temp: /^wxfile:\/\/tmp_[\w-]+\.txt$/,
      saved: /^wxfile:\/\/store_[\w-]+\.txt$/,
      usr: 'wxfile://usr',
    },
    {
      ids: ['9.temp.path.device', '9.saved.path.device', '9.user.path.device', '9.user-data-path'],
      says: 'iOS',
      device: 'ios',
      temp: /^wxfile:\/\/tmp_[\w-]+\.txt$/,
      saved: /^wxfile:\/\/store_[\w-]+\.txt$/,
      usr: 'wxfile://usr',
    },
    {
      ids: ['9.temp.path.pc', '9.saved.path.pc', '9.user.path.device', '9.user-data-path'],
      says: 'WeChat for Windows',
      device: 'windows',
      temp: /^wxfile:\/\/temp\/[\w-]+\.txt$/,
      saved: /^wxfile:\/\/store\/[\w-]+\.txt$/,
      usr: 'wxfile://usr',
    },
  ],
  async ({ device, temp, saved, usr }) => {
    const page = await openFiles({ settings: { device } });
    expect((page.wx['env'] as Record<string, unknown>)['USER_DATA_PATH']).toBe(usr);
    const tempFilePath = await page.picked('a.txt', 'temp');
    expect(tempFilePath).toMatch(temp);
    expect(await page.textOf(tempFilePath)).toBe('temp');
    const { savedFilePath } = await page.run('saveFile', { tempFilePath });
    expect(savedFilePath).toMatch(saved);
    expect(await page.textOf(String(savedFilePath))).toBe('temp');
    const user = await page.has('b.txt', 'user');
    expect(user).toBe(`${usr}/b.txt`);
    expect(await page.textOf(user)).toBe('user');
    const second = await page.picked('c.txt', 'x');
    expect(await page.run('saveFile', { tempFilePath: second, filePath: `${usr}/c.txt` })).toEqual({
      savedFilePath: `${usr}/c.txt`,
      errMsg: 'saveFile:ok',
    });
  },
);

fileTable('the four kinds of files', [
  {
    ids: ['9.code-package.read', '9.code-package.path', '9.code-package.dots'],
    says: 'the code package: read by a path from its root, with a slash before it or without; ./ and ../ are illegal',
    async does(page) {
      await mkdir(path.join(page.folder, 'data'));
      await page.packaged('data/a.txt', 'package');
      return [
        await page.textOf('data/a.txt'),
        await page.textOf('/data/a.txt'),
        await page.textOf('./data/a.txt'),
        await page.textOf('data/../data/a.txt'),
        (await page.run('access', { path: '/data' })).errMsg,
      ];
    },
    told: [
      'package',
      'package',
      'readFile:fail permission denied, cannot access file path',
      'readFile:fail permission denied, cannot access file path',
      'access:ok',
    ],
  },
  {
    ids: [
      '9.code-package.no-write',
      '9.temp.no-write',
      '9.saved.no-write',
      '11.map.write-outside-usr',
      '11.map.write-into-package',
    ],
    says: 'what cannot be written: the package, temp and saved files',
    async does(page) {
      await page.packaged('a.txt', 'package');
      const temp = await page.picked('a.txt', 'temp');
      const { savedFilePath } = await page.run('saveFile', {
        tempFilePath: await page.picked('b.txt', 'saved'),
      });
      const said: unknown[] = [];
      for (const filePath of ['a.txt', temp, String(savedFilePath)]) {
        const { errno } = await page.run('writeFile', { filePath, data: 'x' });
        const unlinked = await page.run('unlink', { filePath });
        said.push([errno, unlinked['errno'], await page.textOf(filePath)]);
      }
      return said;
    },
    told: [
      [1301004, 1301004, 'package'],
      [1300013, 1300013, 'temp'],
      [1300013, 1300013, 'saved'],
    ],
  },
  {
    ids: ['9.temp.read', '9.saved.read', '9.user.read', '9.user.write'],
    says: 'temp, saved and user files are read, user files written',
    async does(page) {
      const temp = await page.picked('a.txt', 'temp');
      const { savedFilePath } = await page.run('saveFile', {
        tempFilePath: await page.picked('b.txt', 'saved'),
      });
      const user = await page.has('c.txt', 'user');
      return [await page.textOf(temp), await page.textOf(String(savedFilePath)), await page.textOf(user)];
    },
    told: ['temp', 'saved', 'user'],
  },
  {
    ids: ['9.traversal', '11.errno.1301000'],
    says: 'whatever leads out of the user folder is refused, to read and to write',
    async does(page) {
      const said = [];
      for (const filePath of [
        `${USR}/..`,
        `${USR}/../saved`,
        `${USR}/a/../../b`,
        `${USR}/./a`,
        `${USR}\\..\\a`,
        `${USR}/a\0b`,
      ]) {
        said.push([
          (await page.run('writeFile', { filePath, data: 'x' }))['errno'],
          (await page.run('readFile', { filePath }))['errno'],
        ]);
      }
      return said;
    },
    told: Array.from({ length: 6 }, () => [1301000, 1301000]),
  },
  {
    ids: ['9.temp.limit-running'],
    says: 'temp files take 4 GB at most while the program runs',
    does: () => Promise.resolve(TEMP_LIMIT_BYTES),
    told: 4 * 1024 ** 3,
  },
]);

fileTable('where devices differ', [
  {
    ids: ['9.scheme.of-device'],
    says: 'a scheme that is another device’s is none: never hard-code it',
    on: { settings: { device: 'android' } },
    does: async (page) => [
      await page.run('writeFile', { filePath: 'http://usr/a.txt', data: 'x' }),
      (await page.run('access', { path: 'wxfile://usr' })).errMsg,
    ],
    told: [failure('writeFile:fail permission denied, cannot access file path', 1301000), 'access:ok'],
  },
  {
    // Some Android releases said `open:fail:not supported`; Ferry plays none of those.
    ids: ['11.platform.android-open'],
    says: 'open works on Android',
    on: { settings: { device: 'android' } },
    does: async (page) => (await page.run('open', { filePath: await page.has('a.txt') })).errMsg,
    told: 'open:ok',
  },
  {
    // WeChat for Windows was seen to remove temp files too by removeSavedFile; Ferry has one rule for all devices.
    ids: ['11.platform.windows-remove'],
    says: 'on Windows unlink removes user files alone, removeSavedFile saved ones alone',
    on: { settings: { device: 'windows' } },
    async does(page) {
      const temp = await page.picked('a.txt', 'temp');
      return [
        (await page.run('unlink', { filePath: temp }))['errno'],
        (await page.run('removeSavedFile', { filePath: temp }))['errno'],
        (await page.run('unlink', { filePath: await page.has('b.txt') })).errMsg,
        await page.textOf(temp),
      ];
    },
    told: [1300013, 1300002, 'unlink:ok', 'temp'],
  },
]);

interface QuotaRow extends SpecRow {
  readonly device: DeviceName;
  readonly megabytes: number;
}

table<QuotaRow>(
  'saved and user files together may take',
  [
    { ids: ['9.quota', '9.quota.200'], says: '200 MB: today', device: 'android', megabytes: 200 },
    { ids: ['9.quota.10'], says: '10 MB: the old page of saveFile', device: 'seed-1.4', megabytes: 10 },
  ],
  async ({ device, megabytes }) => {
    const { quotaBytes } = deviceProfile(device);
    expect(quotaBytes).toBe(megabytes * 1024 * 1024);
    // The manager came later than the library of the older device.
    const page = await openFiles({ profile: { quotaBytes } });
    const filePath = await page.has('a', '');
    expect(await page.run('truncate', { filePath, length: quotaBytes })).toEqual({ errMsg: 'truncate:ok' });
    expect(await page.run('appendFile', { filePath, data: 'x' })).toEqual(
      failure('appendFile:fail the maximum size of the file storage limit is exceeded', 1300202),
    );
  },
);

interface LaunchRow extends SpecRow {
  readonly shows: () => Promise<void>;
}

table<LaunchRow>(
  'how long files live',
  [
    {
      ids: ['9.temp.life', '9.saved.life', '9.user.life'],
      says: 'temp files until the launch ends, saved and user files beyond it',
      async shows() {
        const folder = await tempDir();
        const first = await launchFiles(folder);
        const temp = await first.picked('a.txt', 'temp');
        const saved = (await first.files.save(await first.picked('b.txt', 'saved'))).path;
        await writeUserFile(first.files, `${USR}/c.txt`, 'user');
        first.end();
        const second = await launchFiles(folder);
        await expect(second.files.open(temp)).rejects.toMatchObject({ code: 'file.not-found' });
        expect(existsSync((await second.files.open(saved)).realPath)).toBe(true);
        expect(existsSync((await second.files.open(`${USR}/c.txt`)).realPath)).toBe(true);
        second.end();
      },
    },
    {
      ids: ['9.isolation'],
      says: 'a program does not see the files of another, under the same paths',
      async shows() {
        const folder = await tempDir();
        const one = await launchFiles(folder, { project: 'wx000000000000000a' });
        const other = await launchFiles(folder, { project: 'wx000000000000000b', home: one.home });
        const temp = await one.picked('a.txt', 'temp');
        const saved = (await one.files.save(await one.picked('b.txt', 'saved'))).path;
        await writeUserFile(one.files, `${USR}/c.txt`, 'user');
        for (const file of [temp, saved, `${USR}/c.txt`]) {
          await expect(other.files.open(file)).rejects.toMatchObject({ code: 'file.not-found' });
        }
        expect(other.files.list()).toEqual([]);
        one.end();
      },
    },
    {
      ids: ['9.temp.trim-on-exit', '9.temp.trim-all'],
      says: 'after the exit one program keeps 2 GB of temp files, used last; all together 6 GB, by whole programs',
      async shows() {
        expect(TEMP_LIMITS).toEqual({ closedProgramBytes: 2 * 1024 ** 3, allProgramsBytes: 6 * 1024 ** 3 });
        const folder = await tempDir();
        const [a, b] = ['wx000000000000000a', 'wx000000000000000b'] as const;
        const one = await launchFiles(folder, { project: a });
        const other = await launchFiles(folder, { project: b, home: one.home });
        const { files } = one.home.tables;
        const budget = createTempBudget(
          { table: files, clock: systemClock, sweep: sweepOldLaunches },
          {
            programsFolder: path.dirname(one.home.dataFolder(a)),
            launch: () => one.home.launch,
            limits: { closedProgramBytes: 10, allProgramsBytes: 15 },
          },
        );
        budget.opened(a);
        budget.opened(b);
        const old = await one.picked('a.txt', '0123456789');
        const kept = await one.picked('b.txt', '0123456789');
        files.touch(a, old, 1);
        await budget.closed(a);
        expect(files.tempFiles(a).map((row) => row.path)).toEqual([kept]);
        await other.picked('c.txt', '0123456789');
        await budget.closed(b);
        expect([files.tempFiles(a).length, files.tempFiles(b).length]).toEqual([0, 1]);
        one.end();
      },
    },
  ],
  ({ shows }) => shows(),
);
