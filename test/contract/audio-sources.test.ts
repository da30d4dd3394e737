import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { createPageOrigin } from '../../src-main/electron/page-origin.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage } from './wire-page.ts';
import { type SpecRow, table } from './wire-rows.ts';

const { client } = shareWorker();
const WAV = fs.readFileSync(path.resolve(import.meta.dirname, '../../assets/media/tide.wav'));

interface SourceRow extends SpecRow {
  readonly path: string;
  readonly status: number;
}

/** What a player gets of a sound on the network: main fetches it, the player asks the page's own origin. */
table<SourceRow>(
  'a sound on the network',
  [
    {
      ids: ['14.inner.src.network'],
      says: 'arrives whole',
      path: '/tide.wav',
      status: 206,
    },
    {
      ids: ['14.inner.innercode'],
      says: 'plays without a Content-Length: the player gets one (FERRY: iOS refuses it with INNERCODE -11828)',
      path: '/chunked.wav',
      status: 206,
    },
    {
      ids: ['14.inner.errCode.10002'],
      says: 'that the server does not have is a failure of the network',
      path: '/none.wav',
      status: 404,
    },
  ],
  async ({ path: urlPath, status }) => {
    const server = await withServer((request, response) => {
      if (request.url === '/none.wav') response.writeHead(404).end();
      else if (request.url === '/chunked.wav') {
        response.writeHead(200, { 'content-type': 'audio/wav', 'transfer-encoding': 'chunked' });
        response.end(WAV);
      } else {
        response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': WAV.byteLength }).end(WAV);
      }
    });
    const page = await openWirePage({ worker: client });
    const origin = createPageOrigin(page.program, { runtimeFolder: '', albumFolder: '' });
    const url = `/remote/${encodeURIComponent(server.origin + urlPath)}`;
    const response = await origin(new Request(`http://page${url}`, { headers: { range: 'bytes=0-' } }), url);
    const body = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(status);
    if (status !== 206) return;
    expect(body.equals(WAV)).toBe(true);
    expect(response.headers.get('content-length')).toBe(String(WAV.byteLength));
    expect(response.headers.get('content-type')).toBe('audio/wav');
  },
);
