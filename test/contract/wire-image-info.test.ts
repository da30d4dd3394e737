import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { MEDIA } from '../support/ferry-cli.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage, type WirePageOptions } from './wire-page.ts';
import { seeingServer, table, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

const open = (options: WirePageOptions = {}): Promise<WirePage> =>
  openWirePage({ worker: client, ...options });

interface RunRow extends SpecRow {
  readonly run: () => Promise<void>;
}

/** What a call came to: the argument of success or fail, with that name. */
async function ending(page: WirePage, src: string): Promise<readonly [string, Record<string, unknown>]> {
  page.heard.length = 0;
  page.call('getImageInfo')({ src, ...page.callbacks() });
  await page.hears('complete');
  return page.heard[0] as readonly [string, Record<string, unknown>];
}

const media = (name: string): Promise<Buffer> => readFile(path.join(MEDIA, name));

/** The smallest header of a TIFF of 3 by 2 pixels. */
function tiff(): Buffer {
  const file = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(8, 4);
  file.writeUInt16LE(2, 8);
  for (const [index, [tag, value]] of [
    [256, 3],
    [257, 2],
  ].entries()) {
    file.writeUInt16LE(tag ?? 0, 10 + index * 12);
    file.writeUInt16LE(3, 12 + index * 12);
    file.writeUInt32LE(1, 14 + index * 12);
    file.writeUInt16LE(value ?? 0, 18 + index * 12);
  }
  return file;
}

/** A BMP of 5 by 4 pixels, header alone: a format that getImageInfo has no word for. */
function bmp(): Buffer {
  const file = Buffer.alloc(54);
  file.write('BM', 'latin1');
  file.writeUInt32LE(54, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(5, 18);
  file.writeInt32LE(4, 22);
  return file;
}

/** The turned sample with another EXIF orientation. */
async function turnedTo(exif: number): Promise<Buffer> {
  const file = await media('lantern-alley-turned.jpg');
  const bigEndian = file.indexOf(Buffer.from([0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0, 6]));
  const littleEndian = file.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00, 1, 0, 0, 0, 6]));
  file[bigEndian >= 0 ? bigEndian + 9 : littleEndian + 8] = exif;
  return file;
}

const WORDS = [
  'up',
  'up-mirrored',
  'down',
  'down-mirrored',
  'left-mirrored',
  'right',
  'right-mirrored',
  'left',
] as const;

table<RunRow>(
  'wx.getImageInfo tells what is in the file (wx-api.md §13)',
  [
    {
      ids: ['13.getImageInfo.width-height', '13.getImageInfo.path.local'],
      says: 'width and height before the turn that EXIF asks for, and the path that was asked for',
      async run() {
        const page = await open();
        const src = await page.picked('a.jpg', await media('lantern-alley-turned.jpg'));
        expect(await ending(page, src)).toEqual([
          'success',
          {
            width: 1200,
            height: 900,
            path: src,
            orientation: 'right',
            type: 'jpeg',
            errMsg: 'getImageInfo:ok',
          },
        ]);
      },
    },
    {
      ids: ['13.getImageInfo.path.local'],
      says: 'a saved and a user file by their own paths',
      async run() {
        const page = await open();
        const temp = await page.picked('boat.png', await media('paper-boat.png'));
        page.call('saveFile')({ tempFilePath: temp, success: page.listener('saved') });
        const { savedFilePath } = (await page.hears('saved')) as { savedFilePath: string };
        expect((await ending(page, savedFilePath))[1]).toMatchObject({ path: savedFilePath, width: 480 });
        const target = await page.program.files.newUserFile('http://usr/boat.png', 'written');
        await writeFile(target.partPath, await media('paper-boat.png'));
        await target.commit((await media('paper-boat.png')).length);
        expect((await ending(page, 'http://usr/boat.png'))[1]).toMatchObject({
          path: 'http://usr/boat.png',
          type: 'png',
        });
      },
    },
    {
      ids: ['13.getImageInfo.path.package'],
      says: 'a file of the code package, from the root',
      async run() {
        const page = await open();
        await writeFile(path.join(page.folder, 'boat.png'), await media('paper-boat.png'));
        expect((await ending(page, '/boat.png'))[1]).toMatchObject({ path: '/boat.png', height: 480 });
        expect((await ending(page, 'boat.png'))[1]).toMatchObject({ path: 'boat.png', height: 480 });
      },
    },
    {
      ids: ['13.getImageInfo.orientation'],
      says: 'orientation in the eight words of EXIF 1 to 8, up of a file without',
      async run() {
        const page = await open();
        const told: unknown[] = [];
        for (let exif = 1; exif <= WORDS.length; exif += 1) {
          const [, info] = await ending(page, await page.picked('a.jpg', await turnedTo(exif)));
          told.push(info['orientation']);
        }
        expect(told).toEqual(WORDS);
        const plain = await page.picked('b.png', await media('paper-boat.png'));
        expect((await ending(page, plain))[1]).toMatchObject({ orientation: 'up' });
      },
    },
    {
      ids: ['13.getImageInfo.type'],
      says: 'type by content, whatever the name: jpeg, png, gif (animated too), tiff, else unknown',
      async run() {
        const page = await open();
        const files = [
          [await media('harbour-dawn.jpg'), 'jpeg', 1200],
          [await media('paper-boat.png'), 'png', 480],
          [await media('rocking-boat.gif'), 'gif', 160],
          [tiff(), 'tiff', 3],
          [bmp(), 'unknown', 5],
        ] as const;
        for (const [content, type, width] of files) {
          const src = await page.picked('misnamed.txt', content);
          expect((await ending(page, src))[1]).toMatchObject({ type, width, orientation: 'up' });
        }
      },
    },
    {
      ids: ['13.getImageInfo.orientation.since', '13.getImageInfo.type.since'],
      says: 'orientation and type from 1.9.90 on, the rest always',
      async run() {
        const keysAt = async (baseLibrary: string): Promise<string[]> => {
          const page = await open({ settings: { baseLibrary } });
          const src = await page.picked('b.png', await media('paper-boat.png'));
          return Object.keys((await ending(page, src))[1]).sort();
        };
        expect(await keysAt('1.9.90')).toEqual(['errMsg', 'height', 'orientation', 'path', 'type', 'width']);
        expect(await keysAt('1.9.89')).toEqual(['errMsg', 'height', 'path', 'width']);
      },
    },
    {
      ids: ['13.getImageInfo.path.network'],
      says: 'a network image is downloaded, path is a temp file that works like any other',
      async run() {
        const page = await open();
        const picture = await media('paper-boat.png');
        const server = await seeingServer((_request, response) =>
          response.setHeader('content-type', 'image/png').end(picture),
        );
        const [, info] = await ending(page, `${server.origin}/boat`);
        expect(info).toMatchObject({ width: 480, type: 'png', errMsg: 'getImageInfo:ok' });
        expect(info['path']).toMatch(/^http:\/\/tmp\/[0-9a-f]+\.png$/);
        const file = await page.program.files.open(String(info['path']));
        expect(await readFile(file.realPath)).toEqual(picture);
        expect(server.seen).toHaveLength(1);
      },
    },
  ],
  ({ run }) => run(),
);

table<RunRow>(
  'wx.getImageInfo fails',
  [
    {
      ids: ['13.getImageInfo.fail.missing'],
      says: 'of a local file that is not there',
      async run() {
        const page = await open();
        expect(await ending(page, 'http://tmp/none.jpg')).toEqual([
          'fail',
          { errMsg: 'getImageInfo:fail file not found', errno: 1300002 },
        ]);
      },
    },
    {
      // UNCERTAIN: WeChat's words for it.
      ids: ['13.getImageInfo.fail.no-image'],
      says: 'of a file that is no image',
      async run() {
        const page = await open();
        const src = await page.picked('a.jpg', 'just text');
        expect(await ending(page, src)).toEqual([
          'fail',
          { errMsg: 'getImageInfo:fail invalid file type', errno: 1300022 },
        ]);
      },
    },
    {
      ids: ['13.getImageInfo.fail.network'],
      says: 'of a network image in the words of the download that failed',
      async run() {
        const page = await open({
          settings: { device: 'android', domains: domainsOf('https://other.example') },
        });
        expect(await ending(page, 'https://example.com/a.png')).toEqual([
          'fail',
          {
            errMsg:
              'getImageInfo:fail download image fail. reason: downloadFile:fail createDownloadTask:fail url not in domain list',
            errno: 600002,
          },
        ]);
      },
    },
    {
      // Android of 2018 told -1 by -1 with success; Ferry does not.
      ids: ['13.getImageInfo.fail.status'],
      says: 'of an answer that is no success',
      async run() {
        const page = await open();
        const server = await seeingServer((_request, response) => response.writeHead(404).end('no'));
        const url = `${server.origin}/none.png`;
        expect(await ending(page, url)).toEqual([
          'fail',
          {
            errMsg: `getImageInfo:fail download image fail. reason: downloadFile:fail ${url} answered 404.`,
          },
        ]);
      },
    },
  ],
  ({ run }) => run(),
);

function domainsOf(downloadFile: string) {
  return { request: [], socket: [], uploadFile: [], downloadFile: [downloadFile], udp: [], tcp: [] };
}
