import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { DOCUMENT_TYPES } from '#contract/images';
import { MEDIA } from '../support/ferry-cli.ts';
import { imageDesk, type ImageDeskOptions } from '../support/image-page.ts';
import { tempDir } from '../support/temp-dir.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage, type WirePageOptions } from './wire-page.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before } from './wx-harness.ts';

const { client } = shareWorker();

interface RunRow extends SpecRow {
  readonly run: () => Promise<void>;
}

interface DocumentPage extends WirePage {
  /** What the system was asked to open, by the names of the copies. */
  openedNames(): string[];
  opened(): string[];
  openedFolder: string;
  log(): string[];
  ending(api: string, options: object): Promise<readonly [string, unknown]>;
}

async function open(options: ImageDeskOptions & Omit<WirePageOptions, 'desk'> = {}): Promise<DocumentPage> {
  const desk = await imageDesk(options);
  const page = await openWirePage({ worker: client, ...options, desk });
  let calls = 0;
  return {
    ...page,
    opened: () => desk.opened,
    openedNames: () => desk.opened.map((file) => path.basename(file)),
    openedFolder: desk.openedFolder,
    log: () => desk.log,
    async ending(api, given) {
      const prefix = `${String((calls += 1))} `;
      expect(page.call(api)({ ...given, ...page.callbacks(prefix) })).toBeUndefined();
      await page.hears(`${prefix}complete`);
      const [name, argument] = page.heard.find(([heard]) => heard.startsWith(prefix)) ?? ['', null];
      return [name.slice(prefix.length), argument];
    },
  };
}

const OPENED = ['success', { errMsg: 'openDocument:ok' }];
const WRONG_TYPE = ['fail', { errMsg: 'openDocument:fail filetype not supported', errno: 1300301 }];

table<RunRow>(
  'wx.openDocument (wx-api.md §13)',
  [
    {
      ids: ['13.openDocument.types'],
      says: 'opens each of the seven types by the extension of its name, as a copy for reading',
      async run() {
        const page = await open();
        const pdf = await readFile(path.join(MEDIA, 'harbour-line.pdf'));
        for (const type of DOCUMENT_TYPES) {
          const filePath = await page.picked(`a.${type.toUpperCase()}`, pdf);
          expect(await page.ending('openDocument', { filePath })).toEqual(OPENED);
        }
        expect(page.openedNames().map((name) => path.extname(name).slice(1))).toEqual([...DOCUMENT_TYPES]);
        const [first = ''] = page.opened();
        expect(await readFile(first)).toEqual(pdf);
        expect((await stat(first)).mode & 0o777).toBe(0o400);
      },
    },
    {
      ids: ['13.openDocument.types', '13.openDocument.fail.type'],
      says: 'opens nothing else, whatever it is called',
      async run() {
        const page = await open();
        for (const name of ['a.html', 'a.sh', 'a.exe', 'a.desktop', 'a.lnk', 'a.pdf.js', 'a.docm', 'a.zip']) {
          const filePath = await page.picked(name, 'content');
          expect(await page.ending('openDocument', { filePath })).toEqual(WRONG_TYPE);
        }
        for (const fileType of ['sh', 'html', 'exe', '../pdf']) {
          const filePath = await page.picked('a.pdf', 'content');
          expect(await page.ending('openDocument', { filePath, fileType })).toEqual(WRONG_TYPE);
        }
        expect(page.opened()).toEqual([]);
      },
    },
    {
      ids: ['13.openDocument.fail.no-extension'],
      says: 'opens no file without an extension, or with .unknown, when there is no fileType',
      async run() {
        const page = await open();
        for (const name of ['letter', 'letter.unknown', 'letter.bin']) {
          const filePath = await page.picked(name, 'content');
          expect(await page.ending('openDocument', { filePath })).toEqual(WRONG_TYPE);
        }
      },
    },
    {
      ids: ['13.openDocument.fileType'],
      says: 'fileType goes before the name; in other letters too',
      async run() {
        const page = await open();
        for (const [name, fileType] of [
          ['letter', 'pdf'],
          ['letter.unknown', 'docx'],
          ['letter.txt', 'PDF'],
        ] as const) {
          const filePath = await page.picked(name, 'content');
          expect(await page.ending('openDocument', { filePath, fileType })).toEqual(OPENED);
        }
        expect(page.openedNames().map((name) => path.extname(name))).toEqual(['.pdf', '.docx', '.pdf']);
      },
    },
    {
      ids: ['13.openDocument.fileType.since', '2.version.1.4.0.openDocument-fileType'],
      says: 'before 1.4.0 there is no fileType',
      async run() {
        const page = await open({ settings: { baseLibrary: before('1.4.0') } });
        const filePath = await page.picked('letter.unknown', 'content');
        expect(await page.ending('openDocument', { filePath, fileType: 'pdf' })).toEqual(WRONG_TYPE);
        const later = await open({ settings: { baseLibrary: '1.4.0' } });
        const again = await later.picked('letter.unknown', 'content');
        expect(await later.ending('openDocument', { filePath: again, fileType: 'pdf' })).toEqual(OPENED);
      },
    },
    {
      ids: ['13.openDocument.showMenu'],
      says: 'showMenu is taken without effect: the system’s program has menus of its own, and canIUse says no',
      async run() {
        const page = await open();
        const filePath = await page.picked('a.pdf', 'content');
        expect(await page.ending('openDocument', { filePath, showMenu: true })).toEqual(OPENED);
        expect(page.call('canIUse')('openDocument.object.showMenu')).toBe(false);
        expect(page.call('canIUse')('openDocument.object.fileType.docx')).toBe(true);
      },
    },
    {
      // DevTools lets a quote stray behind the text; Ferry does not.
      ids: ['13.openDocument.fail.missing'],
      says: 'a file that is not there, on the network, or outside of the mini-program',
      async run() {
        const page = await open();
        for (const filePath of ['http://tmp/none.pdf', 'https://example.com/a.pdf', 'http://usr/../a.pdf']) {
          expect(await page.ending('openDocument', { filePath })).toEqual([
            'fail',
            { errMsg: 'openDocument:fail file not exist', errno: 1300002 },
          ]);
        }
      },
    },
    {
      // UNCERTAIN: WeChat shows documents itself.
      ids: ['13.openDocument.fail.program'],
      says: 'a computer without a program for it, without naming a place on it',
      async run() {
        const page = await open({ openFailure: 'no program' });
        const filePath = await page.picked('a.pdf', 'content');
        expect(await page.ending('openDocument', { filePath })).toEqual([
          'fail',
          { errMsg: 'openDocument:fail Input/output error', errno: 1300005 },
        ]);
        expect(page.log().join('\n')).toContain('no program');
      },
    },
    {
      ids: ['13.openDocument.without-screen'],
      says: 'without a screen the document is copied, nothing is opened, and the log says so',
      async run() {
        const page = await open({ openFailure: null });
        const filePath = await page.picked('a.pdf', 'content');
        expect(await page.ending('openDocument', { filePath })).toEqual(OPENED);
        expect(page.log()).toEqual([
          `ferry warn [documents] open no document without a screen path=${filePath} type=pdf`,
        ]);
        expect(await readdir(page.openedFolder)).toHaveLength(1);
      },
    },
  ],
  ({ run }) => run(),
);

const SAVED = ['success', { errMsg: 'saveFileToDisk:ok' }];

table<RunRow>(
  'wx.saveFileToDisk (wx-api.md §10)',
  [
    {
      ids: ['13.saveFileToDisk.since'],
      says: 'is there from 2.11.0 on',
      async run() {
        expect((await open({ settings: { baseLibrary: '2.11.0' } })).wx['saveFileToDisk']).toBeDefined();
        const earlier = await open({ settings: { baseLibrary: before('2.11.0') } });
        expect(earlier.wx['saveFileToDisk']).toBeUndefined();
      },
    },
    {
      ids: ['13.saveFileToDisk.saved'],
      says: 'the file lies where the person said, in place of what was there',
      async run() {
        const target = path.join(await tempDir(), 'mine.txt');
        const page = await open({ saveAs: [target, target] });
        for (const content of ['first', 'second']) {
          const filePath = await page.picked('a.txt', content);
          expect(await page.ending('saveFileToDisk', { filePath })).toEqual(SAVED);
          expect(await readFile(target, 'utf8')).toBe(content);
        }
        expect(await readdir(path.dirname(target))).toEqual(['mine.txt']);
      },
    },
    {
      ids: ['13.saveFileToDisk.cancel'],
      says: 'cancelled by the person',
      async run() {
        const page = await open();
        const filePath = await page.picked('a.txt', 'content');
        expect(await page.ending('saveFileToDisk', { filePath })).toEqual([
          'fail',
          { errMsg: 'saveFileToDisk:fail cancel', errno: 1 },
        ]);
      },
    },
    {
      // UNCERTAIN: the text of a phone.
      ids: ['13.saveFileToDisk.pc'],
      says: 'DevTools and WeChat for Windows have it, phones fail',
      async run() {
        for (const device of ['ios', 'android', 'windows'] as const) {
          const target = path.join(await tempDir(), 'mine.txt');
          const page = await open({ saveAs: [target], settings: { device } });
          const filePath = await page.picked('a.txt', 'content');
          expect(await page.ending('saveFileToDisk', { filePath })).toEqual(
            device === 'windows'
              ? SAVED
              : ['fail', { errMsg: 'saveFileToDisk:fail not supported on this device', errno: 100 }],
          );
        }
      },
    },
    {
      ids: ['13.saveFileToDisk.fail'],
      says: 'a file that is not there, before anybody is asked',
      async run() {
        const target = path.join(await tempDir(), 'mine.txt');
        const page = await open({ saveAs: [target] });
        expect(await page.ending('saveFileToDisk', { filePath: 'http://tmp/none.txt' })).toEqual([
          'fail',
          { errMsg: 'saveFileToDisk:fail file not exist', errno: 1300002 },
        ]);
        expect(await readdir(path.dirname(target))).toEqual([]);
      },
    },
    {
      ids: ['13.saveFileToDisk.no-promise', '13.cropImage.no-promise'],
      says: 'saveFileToDisk and cropImage return nothing, without callbacks too',
      async run() {
        const page = await open();
        expect(page.call('saveFileToDisk')({ filePath: 'http://tmp/none.txt' })).toBeUndefined();
        expect(page.call('cropImage')({ src: 'http://tmp/none.png', cropScale: '9:9' })).toBeUndefined();
      },
    },
  ],
  ({ run }) => run(),
);
