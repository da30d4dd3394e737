import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { locateProject } from '../../src-main/project/folder.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import { tempDir } from '../support/temp-dir.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { answers } from './wire-request-kit.ts';
import { quiet, seeingServer, table, type SpecRow } from './wire-rows.ts';

/** wx-api.md §16: `setting.urlCheck` as a project's files say it, up to what it does to a certificate. */

const { client } = shareWorker();

interface ConfigRow extends SpecRow {
  readonly shared: object;
  /** project.private.config.json. */
  readonly own?: object;
  readonly checks: boolean;
}

const OFF = { setting: { urlCheck: false } };
const ON = { setting: { urlCheck: true } };

table<ConfigRow>(
  'setting.urlCheck',
  [
    { ids: ['16.urlCheck'], says: 'true checks', shared: ON, checks: true },
    { ids: ['16.urlCheck'], says: 'false does not', shared: OFF, checks: false },
    { ids: ['16.urlCheck'], says: 'a project that says nothing is checked', shared: {}, checks: true },
    {
      ids: ['16.urlCheck'],
      says: 'what is no boolean says nothing',
      shared: { setting: { urlCheck: 'false' } },
      checks: true,
    },
    {
      ids: ['16.urlCheck.private'],
      says: 'project.private.config.json goes before',
      shared: ON,
      own: OFF,
      checks: false,
    },
    { ids: ['16.urlCheck.private'], says: 'either way', shared: OFF, own: ON, checks: true },
    {
      ids: ['16.urlCheck.private'],
      says: 'where it says something',
      shared: OFF,
      own: { setting: {} },
      checks: false,
    },
  ],
  async ({ shared, own, checks }) => {
    const folder = path.join(await tempDir(), 'project');
    await mkdir(folder);
    await writeFile(path.join(folder, 'app.json'), '{"pages":["pages/a/a"]}');
    await writeFile(path.join(folder, 'project.config.json'), JSON.stringify(shared));
    if (own) await writeFile(path.join(folder, 'project.private.config.json'), JSON.stringify(own));
    const { urlCheck } = locateProject(folder);

    const server = await seeingServer(answers(), await freeCertificate());
    const page = await openWirePage({ worker: client, urlCheck });
    page.call('request')({ url: server.origin, ...page.callbacks() });
    await page.hears('complete');
    await quiet(page);
    expect(page.heard[0]?.[0]).toBe(checks ? 'fail' : 'success');
    expect(page.heard[0]?.[1]).toMatchObject(
      checks ? { errno: 600001 } : { statusCode: 200, errMsg: 'request:ok' },
    );
  },
);
