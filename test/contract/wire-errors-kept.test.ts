import { createGzip } from 'node:zlib';
import { expect } from 'vitest';
import type { WorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { workerWithDoor } from '../support/worker-with-door.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { answers, requestFailed } from './wire-request-kit.ts';
import { ending, table, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §8: failures of what was received rather than of the network. */

const { client } = shareWorker();

const MIB = 1024 * 1024;
/** One more than an answer may have that a page reads as a whole. */
const BOMB_MIB = 257;

/** A small answer that unpacks to more than fits. */
async function bomb(): Promise<string> {
  const server = await withServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const gzip = createGzip({ level: 1 });
      gzip.pipe(response);
      response.on('close', () => gzip.destroy());
      gzip.on('error', () => undefined);
      const zeros = Buffer.alloc(MIB);
      let written = 0;
      const more = (): void => {
        while (written < BOMB_MIB) {
          written += 1;
          if (!gzip.write(zeros)) {
            gzip.once('drain', more);
            return;
          }
        }
        gzip.end();
      };
      more();
    });
  });
  return server.origin;
}

function brokenDisk(code: 'ENOSPC' | 'EIO'): WorkerClient {
  return workerWithDoor(() => Promise.reject(Object.assign(new Error(code), { code }))).client;
}

async function answering(): Promise<string> {
  return (await withServer(answers({ body: 'x'.repeat(1000) }))).origin;
}

interface KeptRow extends SpecRow {
  readonly api: 'request' | 'uploadFile' | 'downloadFile';
  readonly url: () => Promise<string>;
  readonly options?: (page: WirePage) => Promise<object>;
  readonly harness?: ProgramHarnessOptions;
  /** What the disk says to every write. */
  readonly disk?: 'ENOSPC' | 'EIO';
  readonly told: object;
}

const NOT_SAVED = { errMsg: 'downloadFile:fail save file error', errno: 603300 };

const ROWS: readonly KeptRow[] = [
  {
    // UNCERTAIN: the size; more than 256 MiB of text or bytes are handed to no page.
    ids: ['8.errno.602300'],
    says: 'an answer that is too large for memory',
    api: 'request',
    url: bomb,
    told: requestFailed('buffer too large', 602300),
  },
  {
    // UNCERTAIN: uploads have a class of their own (604xxx) of which no number is known.
    ids: ['8.errno.602300'],
    says: 'the same in answer to an upload',
    api: 'uploadFile',
    url: bomb,
    options: async (page) => ({ filePath: await page.picked('a.txt', 'a'), name: 'f' }),
    told: { errMsg: 'uploadFile:fail buffer too large', errno: 602300 },
  },
  {
    ids: ['8.errno.603301', '5.size.cap'],
    says: 'a download over the device’s size',
    api: 'downloadFile',
    url: answering,
    harness: { profile: { maxDownloadBytes: 999 } },
    told: { errMsg: 'downloadFile:fail exceed max file size', errno: 603301 },
  },
  {
    ids: ['8.errno.603303'],
    says: 'a filePath outside what the mini-program owns',
    api: 'downloadFile',
    url: answering,
    options: () => Promise.resolve({ filePath: '/etc/passwd' }),
    told: { errMsg: 'downloadFile:fail permission denied can not open file filepath', errno: 603303 },
  },
  {
    ids: ['8.errno.603303'],
    says: 'a filePath among the temp files, which nobody writes but the device',
    api: 'downloadFile',
    url: answering,
    options: () => Promise.resolve({ filePath: 'http://tmp/mine.txt' }),
    told: { errMsg: 'downloadFile:fail permission denied can not open file filepath', errno: 603303 },
  },
  {
    ids: ['8.errno.603300'],
    says: 'a download for which the disk has no room',
    api: 'downloadFile',
    url: answering,
    disk: 'ENOSPC',
    told: NOT_SAVED,
  },
  {
    ids: ['8.errno.603300'],
    says: 'a download that the disk cannot write',
    api: 'downloadFile',
    url: answering,
    disk: 'EIO',
    told: NOT_SAVED,
  },
];

table<KeptRow>('an answer that cannot be kept', ROWS, async ({ api, url, options, harness, disk, told }) => {
  const worker = disk === undefined ? client : brokenDisk(disk);
  const page = await openWirePage({ worker, ...harness });
  page.call(api)({ url: await url(), ...(await options?.(page)), ...page.callbacks() });
  expect(await wholeStory(page)).toEqual(ending('fail', told));
});
