import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { createAuthority, issueCertificate } from '../../src-main/lab/certificate.ts';

/** The server of the mini-program in the pictures. */
export interface HarbourServer {
  /** Answers what it holds back, the tides and the weather: all of it, or so many, be they here or yet to come. */
  readonly release: (count?: number) => void;
  /** Gone for good: what is answered afterwards was answered by Ferry. */
  readonly close: () => Promise<void>;
}

/** As the mini-program's own app.js has it: a name and a port that stay keep the pictures alike. */
export const HARBOUR_ORIGIN = 'https://api.harbour.example';
/** Its name is nobody's: it is reached by this proxy alone. */
export const HARBOUR_PROXY = 'http://127.0.0.1:8640';
/** What an answer takes, so that there is something to see of the waiting. */
const THINKING_MS: Readonly<Record<string, number>> = { GET: 90, POST: 220 };
/** Of every answer, for the same reason. */
const DATE = 'Mon, 04 May 2026 06:40:00 GMT';

const ENTRIES = [
  ['e-17', '灯塔', '大担岛', '5 月 4 日', 'lighthouse-night.jpg', 31],
  ['e-16', '雾里的群山', '内厝澳码头', '5 月 3 日', 'misty-ranges.jpg', 18],
  ['e-15', '纸船', '鼓浪屿', '5 月 1 日', 'paper-boat.png', 24],
] as const;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.mp3': 'audio/mpeg',
};

/** @param media folder of the pictures and sounds it gives out; all that it has stands in there */
export async function startHarbourServer(media: string): Promise<HarbourServer> {
  const origin = HARBOUR_ORIGIN;
  const held: ServerResponse[] = [];
  let owed = 0;
  const photos = new Map<string, Buffer>();

  function release(count = held.length): void {
    const answered = held.splice(0, count);
    owed = count - answered.length;
    for (const response of answered) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"metres":3.2}');
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const body = await buffer(request);
    await wait(THINKING_MS[request.method ?? ''] ?? 0);
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(value));
    };
    if (pathname === '/v1/photos') {
      const photo = fileOfUpload(body);
      const sha256 = createHash('sha256').update(photo).digest('hex');
      photos.set(sha256.slice(0, 12), photo);
      response.setHeader('x-request-id', `harbour-${String(photos.size)}`);
      json(201, {
        id: `p-${String(40 + photos.size)}`,
        url: `${origin}/v1/photos/${sha256.slice(0, 12)}`,
        bytes: photo.length,
        sha256,
        place: { name: '内厝澳码头', latitude: 24.4512, longitude: 118.0589 },
        likes: 0,
      });
    } else if (pathname.startsWith('/v1/photos/')) {
      response.setHeader('cache-control', 'public, max-age=604800');
      response.writeHead(200, { 'content-type': 'image/jpeg', etag: `"${path.basename(pathname)}"` });
      response.end(photos.get(path.basename(pathname)));
    } else if (pathname === '/v1/entries') {
      response.setHeader('set-cookie', 'visit=7c1; Path=/; HttpOnly');
      json(200, {
        harbour: searchParams.get('harbour'),
        entries: ENTRIES.map(([id, title, place, date, file, likes]) => {
          return { id, title, place, date, likes, cover: `${origin}/media/${file}` };
        }),
      });
    } else if (pathname.endsWith('/comments')) {
      json(201, {
        comments: [
          { id: 1, who: '阿海', text: '昨晚的灯很亮' },
          { id: 2, who: '林屿', text: '雾里也看得见' },
        ],
      });
    } else if (pathname.startsWith('/v1/entries/')) {
      json(200, {
        title: '灯塔',
        text: '潮水退到第三级台阶，灯塔的钟声隔着雾传过来。',
        comments: [{ id: 1, who: '阿海', text: '昨晚的灯很亮' }],
      });
    } else if (pathname.startsWith('/media/')) {
      const file = path.join(media, path.basename(pathname));
      response.writeHead(200, { 'content-type': MEDIA_TYPES[path.extname(file)] ?? 'text/plain' });
      response.end(fs.readFileSync(file));
    } else if (pathname === '/v1/charts/strait.pdf') {
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': 4_000_000 });
      // The rest never comes: whoever asked has enough at a fifth.
      response.write(Buffer.alloc(1_000_000, 'chart '));
    } else if (pathname === '/v1/tides' || pathname === '/v1/weather') {
      held.push(response);
      if (owed > 0) release(owed);
    } else if (pathname === '/v1/voyages') {
      json(201, { lines: 60_000 });
    } else {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(
        '<!doctype html><title>404</title><h1>Not found</h1><p>No such picture in this harbour.</p>',
      );
    }
  }

  const { certificatePem: cert, keyPem: key } = await issueCertificate(await createAuthority(), [
    new URL(origin).hostname,
  ]);
  const server = https.createServer({ cert, key }, (request, response) => {
    response.sendDate = false;
    response.setHeader('date', DATE);
    response.setHeader('server', 'harbour/2.4');
    answer(request, response).catch(() => response.destroy());
  });
  const tunnels = new Set<Duplex>();
  const proxy = http.createServer();
  proxy.on('connect', (_request, tunnel) => {
    tunnels.add(tunnel);
    tunnel.once('close', () => tunnels.delete(tunnel));
    tunnel.on('error', () => tunnel.destroy());
    tunnel.write('HTTP/1.1 200 Connection established\r\n\r\n');
    server.emit('connection', tunnel);
  });
  await new Promise<void>((resolve, reject) => {
    proxy.once('error', reject);
    proxy.listen(Number(new URL(HARBOUR_PROXY).port), '127.0.0.1', resolve);
  });
  return {
    release,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => {
          resolve();
        });
        for (const tunnel of tunnels) tunnel.destroy();
      }),
  };
}

/** The bytes of the one file in a multipart body: its part is the one that names a file. */
function fileOfUpload(body: Buffer): Buffer {
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  const head = body.indexOf('filename=');
  const from = body.indexOf('\r\n\r\n', head) + 4;
  return body.subarray(from, body.indexOf(boundary, from) - 2);
}
