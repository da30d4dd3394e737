import { mkdir, readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { expect } from 'vitest';
import type { DeviceName } from '#contract/device';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { ending, PROFILE, table, wholeStory, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

async function bytesAt(page: WirePage, virtualPath: string): Promise<Buffer> {
  return readFile((await page.program.files.open(virtualPath)).realPath);
}

interface Failure {
  readonly errMsg: string;
  readonly errno: number;
}

interface PlaceRow extends SpecRow {
  readonly device?: DeviceName;
  readonly filePath: string;
  /** Folders below the user folder that there are. */
  readonly folders?: readonly string[];
  readonly failure?: Failure;
}

const DENIED: Failure = {
  errMsg: 'downloadFile:fail permission denied can not open file filepath',
  errno: 603303,
};
const noSuch = (written: string): Failure => ({
  errMsg: `downloadFile:fail no such file or directory, open "${written}"`,
  errno: 1300002,
});

table<PlaceRow>(
  'filePath of wx.downloadFile',
  [
    { ids: ['5.filePath.user'], says: 'a name in the user folder', filePath: 'http://usr/a.dat' },
    { ids: ['5.filePath.user'], says: 'a name of any script', filePath: 'http://usr/报告 1.pdf' },
    {
      ids: ['5.filePath.user'],
      says: 'a name in a folder that there is',
      filePath: 'http://usr/deep/er/a.dat',
      folders: ['deep/er'],
    },
    { ids: ['5.filePath.user'], says: 'on a phone', device: 'ios', filePath: 'wxfile://usr/a.dat' },
    { ids: ['5.filePath.user'], says: 'on Windows', device: 'windows', filePath: 'wxfile://usr/a.dat' },
    {
      ids: ['5.filePath.parent-missing', '5.fail.no-such-directory'],
      says: 'a folder that there is not',
      filePath: 'http://usr/missing/a.dat',
      failure: noSuch('http://usr/missing/a.dat'),
    },
    {
      ids: ['5.filePath.parent-missing'],
      says: 'a folder that there is not, told as the phone spells it',
      device: 'android',
      filePath: 'wxfile://usr/missing/a.dat',
      failure: noSuch('wxfile://usr/missing/a.dat'),
    },
    {
      ids: ['5.filePath.not-writable', '8.errno.603303'],
      says: 'a temp path',
      filePath: 'http://tmp/a.dat',
      failure: DENIED,
    },
    {
      ids: ['5.filePath.not-writable'],
      says: 'a saved path',
      filePath: 'http://store/a.dat',
      failure: DENIED,
    },
    {
      ids: ['5.filePath.not-writable'],
      says: 'the code package',
      filePath: 'images/a.png',
      failure: DENIED,
    },
    {
      ids: ['5.filePath.not-writable'],
      says: 'an absolute path of the computer',
      filePath: '/tmp/ferry-should-not-be-here.dat',
      failure: DENIED,
    },
    {
      ids: ['5.filePath.escape'],
      says: 'a path that leads out of its folder',
      filePath: 'http://usr/../../a.dat',
      failure: DENIED,
    },
    {
      ids: ['5.filePath.not-writable'],
      says: 'the user folder itself',
      filePath: 'http://usr/',
      failure: DENIED,
    },
    {
      ids: ['5.filePath.other-spelling'],
      says: 'the spelling of another device',
      filePath: 'wxfile://usr/a.dat',
      failure: DENIED,
    },
    {
      // §17: Android lets it pass, iOS fails. FERRY fails on every device, and says why.
      ids: ['5.filePath.without-slash'],
      says: 'without the slash after USER_DATA_PATH',
      filePath: 'http://usra.dat',
      failure: DENIED,
    },
  ],
  async ({ device = 'devtools', filePath, folders = [], failure }) => {
    const server = await withServer((_request, response) => response.end('content'));
    const page = await openWirePage({ worker: client, settings: { device } });
    const userFolder = path.join(page.home.dataFolder('local-test'), 'user');
    for (const folder of folders) await mkdir(path.join(userFolder, folder), { recursive: true });
    page.call('downloadFile')({ url: server.origin, filePath, ...page.callbacks() });
    if (failure) {
      expect(await wholeStory(page)).toEqual(ending('fail', failure));
      // Nothing is asked for what cannot be kept.
      expect(server.connections()).toBe(0);
      return;
    }
    const success = { filePath, statusCode: 200, errMsg: 'downloadFile:ok' };
    const told = page.boot.traits.tellsProfile ? { ...success, profile: PROFILE } : success;
    expect(await wholeStory(page)).toEqual(ending('success', told));
    expect((await bytesAt(page, filePath)).toString()).toBe('content');
  },
);

interface QuotaRow extends SpecRow {
  /** Bytes at http://usr/old.dat before. */
  readonly before: number;
  readonly sizeBytes: number;
  readonly filePath: string | null;
  readonly tellsLength?: boolean;
  readonly fits: boolean;
}

const QUOTA_BYTES = 100_000;
const OVER_QUOTA = {
  errMsg: 'downloadFile:fail the maximum size of the file storage limit is exceeded',
  errno: 1300202,
};

table<QuotaRow>(
  'the quota of 200 MB, here of 100 000 bytes',
  [
    {
      ids: ['5.filePath.quota', '5.fail.quota'],
      says: 'is kept by a file that fits to the byte',
      before: 40_000,
      sizeBytes: 60_000,
      filePath: 'http://usr/new.dat',
      fits: true,
    },
    {
      ids: ['5.filePath.quota', '5.fail.quota'],
      says: 'is not kept by a file a byte larger',
      before: 40_000,
      sizeBytes: 60_001,
      filePath: 'http://usr/new.dat',
      fits: false,
    },
    {
      ids: ['5.filePath.quota'],
      says: 'is found out on the way where the length is not told',
      before: 40_000,
      sizeBytes: 60_001,
      filePath: 'http://usr/new.dat',
      tellsLength: false,
      fits: false,
    },
    {
      // UNCERTAIN: that an existing file is overwritten. FERRY overwrites it.
      ids: ['5.filePath.overwritten', '5.filePath.quota'],
      says: 'counts a file that is overwritten once',
      before: 90_000,
      sizeBytes: 100_000,
      filePath: 'http://usr/old.dat',
      fits: true,
    },
    {
      ids: ['5.filePath.overwritten', '5.filePath.quota'],
      says: 'leaves what was there when its successor is too large',
      before: 90_000,
      sizeBytes: 100_001,
      filePath: 'http://usr/old.dat',
      fits: false,
    },
    {
      ids: ['5.filePath.quota'],
      says: 'does not count temp files',
      before: 40_000,
      sizeBytes: 200_000,
      filePath: null,
      fits: true,
    },
  ],
  async ({ before, sizeBytes, filePath, tellsLength = true, fits }) => {
    const answer: RequestListener = (request, response) => {
      const body = Buffer.alloc(request.url === '/before' ? before : sizeBytes, request.url);
      if (tellsLength) response.setHeader('content-length', body.length);
      else response.flushHeaders();
      response.end(body);
    };
    const server = await withServer(answer);
    const page = await openWirePage({ worker: client, profile: { quotaBytes: QUOTA_BYTES } });
    const old = { url: `${server.origin}/before`, filePath: 'http://usr/old.dat' };
    page.call('downloadFile')({ ...old, complete: page.listener('before') });
    await page.hears('before');
    page.heard.length = 0;
    page.call('downloadFile')({
      url: `${server.origin}/after`,
      ...(filePath === null ? {} : { filePath }),
      ...page.callbacks(),
    });
    const story = await wholeStory(page);
    if (!fits) expect(story).toEqual(ending('fail', OVER_QUOTA));
    else expect(story.map(([name]) => name)).toEqual(['success', 'complete']);
    const written =
      fits && filePath === old.filePath ? Buffer.alloc(sizeBytes, '/after') : Buffer.alloc(before, '/before');
    expect((await bytesAt(page, old.filePath)).equals(written)).toBe(true);
    expect(page.program.files.quotaLeft()).toBe(
      QUOTA_BYTES -
        (!fits || filePath === null ? before : filePath === old.filePath ? sizeBytes : before + sizeBytes),
    );
  },
);
