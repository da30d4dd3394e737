import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLab, type Lab, type LabOptions } from '../../src-main/lab/lab.ts';
import { tempDir } from '../support/temp-dir.ts';

async function withLab(options: Partial<LabOptions> = {}): Promise<Lab> {
  const dataDir = options.dataDir ?? (await tempDir());
  const lab = await createLab({
    host: '127.0.0.1',
    port: 0,
    https: false,
    samplesDir: null,
    ...options,
    dataDir,
  });
  onTestFinished(() => lab.close());
  return lab;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request on a connection of its own; rejects when the answer is cut off. */
function ask(url: string, options: http.RequestOptions = {}, body?: Uint8Array | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent: false, ...options }, (response) => {
      buffer(response).then((received) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received });
      }, reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

const json = (answer: Answer): unknown => JSON.parse(answer.body.toString());
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('/upload', () => {
  const boundary = 'frontier';
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}`, 'X-Twice': ['1', '2'] };

  function form(file: Uint8Array, filename = 'cat photo.jpg'): Buffer {
    return Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="user"\r\n\r\n猫\r\n` +
          `--${boundary}\r\nContent-Disposition: form-data; name="user"\r\n\r\ntwice\r\n` +
          `--${boundary}\r\nContent-Disposition: form-data; name="photo"; filename="${filename}"\r\n` +
          'Content-Type: image/jpeg\r\n\r\n',
      ),
      file,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
  }

  it('answers everything it parsed and gives the file back', async () => {
    const dataDir = await tempDir();
    const lab = await withLab({ dataDir });
    const file = randomBytes(300_000);
    const body = form(file);
    const answer = await ask(`${lab.origin}/upload?a=1`, { method: 'POST', headers }, body);
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({
      method: 'POST',
      url: '/upload?a=1',
      headers: [
        ['Content-Type', headers['Content-Type']],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
        ['Host', new URL(lab.origin).host],
        ['Connection', 'close'],
        ['Content-Length', String(body.length)],
      ],
      fields: [
        ['user', '猫'],
        ['user', 'twice'],
      ],
      files: [
        {
          name: 'photo',
          filename: 'cat photo.jpg',
          contentType: 'image/jpeg',
          size: file.length,
          sha256: sha256(file),
        },
      ],
      bytes: body.length,
    });

    const kept = await ask(`${lab.origin}/uploads/${sha256(file)}`);
    expect(kept.headers['content-type']).toBe('image/jpeg');
    expect(kept.body.equals(file)).toBe(true);
    await lab.close();
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('keeps the newest 50 files', async () => {
    const lab = await withLab();
    const files = Array.from({ length: 52 }, (_, at) => Buffer.from(`file ${String(at)}`));
    for (const file of files) await ask(`${lab.origin}/upload`, { method: 'POST', headers }, form(file));
    const statuses = await Promise.all(
      files.map(async (file) => (await ask(`${lab.origin}/uploads/${sha256(file)}`)).status),
    );
    expect(statuses).toEqual([404, 404, ...Array.from({ length: 50 }, () => 200)]);
  });

  it.each([
    ['not multipart', { 'Content-Type': 'application/json' }, '{}', /multipart\/form-data with a boundary/],
    ['cut off', headers, form(Buffer.from('x')).subarray(0, -20), /multipart body is broken/],
  ])('says what is wrong with an upload that is %s', async (_name, sentHeaders, body, message) => {
    const lab = await withLab();
    const answer = await ask(`${lab.origin}/upload`, { method: 'POST', headers: sentHeaders }, body);
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual({ error: expect.stringMatching(message) as string, parameter: null });
  });
});

describe('/download', () => {
  it('sends the same bytes every time, in whole and in parts', async () => {
    const lab = await withLab();
    const url = `${lab.origin}/download?size=200k&type=image/png&name=a.png`;
    const whole = await ask(url);
    expect(whole).toMatchObject({
      status: 200,
      headers: {
        'content-length': '204800',
        'content-type': 'image/png',
        'content-disposition': 'attachment; filename="a.png"',
      },
    });
    expect(sha256(whole.body)).toBe(sha256((await ask(`${url}&chunked=1`)).body));
    const part = await ask(url, { headers: { range: 'bytes=65530-131099' } });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 65530-131099/204800' } });
    expect(part.body.equals(whole.body.subarray(65_530, 131_100))).toBe(true);
    const head = await ask(url, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': '204800' } });
    expect((await ask(url, { headers: { range: 'bytes=204800-' } })).status).toBe(416);
  });

  it('has no Content-Length when chunked', async () => {
    const lab = await withLab();
    const answer = await ask(`${lab.origin}/download?size=10&chunked=1`);
    expect(answer.headers['content-length']).toBeUndefined();
    expect(answer.headers['transfer-encoding']).toBe('chunked');
    expect(answer.body.length).toBe(10);
  });

  it('keeps to the rate', async () => {
    const lab = await withLab();
    const startedAt = performance.now();
    const answer = await ask(`${lab.origin}/download?size=100000&rate=500000`);
    expect(answer.body.length).toBe(100_000);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  it.each([
    ['/download?size=9g', 'size', 400],
    ['/download?size=-1', 'size', 400],
    ['/download?size=1q', 'size', 400],
    ['/download?rate=fast', 'rate', 400],
    ['/download?chunked=maybe', 'chunked', 400],
    ['/download?type=a%0d%0ab', 'type', 400],
    ['/status/199', 'status', 400],
    ['/status/600', 'status', 400],
    ['/status/', 'status', 400],
    ['/redirect/51', 'hops', 400],
    ['/redirect-to', 'url', 400],
    ['/redirect-to?url=/&status=304', 'status', 400],
    ['/delay?ms=600001', 'ms', 400],
    ['/nowhere', null, 404],
    ['/samples/..%2f..%2fetc%2fpasswd', null, 404],
    ['/samples/%zz', null, 400],
  ])('%s: an error about %s', async (path, parameter, status) => {
    const lab = await withLab();
    const answer = await ask(`${lab.origin}${path}`);
    expect({ status: answer.status, ...(json(answer) as object) }).toEqual({
      status,
      parameter,
      error: expect.stringMatching(/\w{3}/) as string,
    });
  });
});

describe('the other routes', () => {
  it.each([200, 201, 204, 304, 404, 503, 599])('answers /status/%i', async (status) => {
    const lab = await withLab();
    const answer = await ask(`${lab.origin}/status/${String(status)}`);
    expect(answer.status).toBe(status);
    if (status !== 204 && status !== 304) expect(json(answer)).toEqual({ status });
  });

  it('redirects n times and then to /headers', async () => {
    const lab = await withLab();
    const path: string[] = [];
    let location: string | undefined = '/redirect/3';
    while (location !== undefined) {
      path.push(location);
      const answer: Answer = await ask(`${lab.origin}${location}`);
      location = answer.headers.location;
    }
    expect(path).toEqual(['/redirect/3', '/redirect/2', '/redirect/1', '/headers']);
    const anywhere = await ask(`${lab.origin}/redirect-to?url=http://example.com/x&status=307`);
    expect(anywhere).toMatchObject({ status: 307, headers: { location: 'http://example.com/x' } });
  });

  it('echoes a request', async () => {
    const lab = await withLab();
    const answer = await ask(`${lab.origin}/echo?x`, { method: 'PUT', headers: { 'X-A': 'b' } }, '你好');
    expect(json(answer)).toMatchObject({
      method: 'PUT',
      url: '/echo?x',
      headers: expect.arrayContaining([['X-A', 'b']]) as unknown,
      text: '你好',
      size: 6,
      sha256: sha256(Buffer.from('你好')),
    });
  });

  it('delays for as long as asked', async () => {
    const lab = await withLab();
    const startedAt = performance.now();
    expect(json(await ask(`${lab.origin}/delay?ms=60`))).toEqual({ delayedMs: 60 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it.each(['/drop?after=5000', '/drop?after=5000&reset=1'])('cuts the answer to %s off', async (path) => {
    const lab = await withLab();
    await expect(ask(`${lab.origin}${path}`)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('sends what it says before it drops', async () => {
    const lab = await withLab();
    const received = await new Promise<number>((resolve, reject) => {
      const request = http.get(`${lab.origin}/drop?after=100k`, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.on('error', () => undefined);
        response.on('close', () => {
          resolve(bytes);
        });
      });
      request.on('error', reject);
    });
    expect(received).toBe(102_400);
  });

  it('stalls until it is closed', async () => {
    const lab = await withLab();
    const stalled = new Promise((resolve, reject) => {
      http
        .get(`${lab.origin}/stall?after=10`, (response) => {
          response.once('data', (chunk: Buffer) => {
            // Nothing else comes; closing the lab ends the connection that still waits.
            void lab.close();
            response.once('error', (error) => {
              resolve([chunk.length, (error as NodeJS.ErrnoException).code]);
            });
          });
        })
        .on('error', reject);
    });
    expect(await stalled).toEqual([10, 'ECONNRESET']);
  });

  it('sets cookies and shows them', async () => {
    const lab = await withLab();
    const answer = await ask(`${lab.origin}/cookies/set?a=1&b=x%20y`);
    expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=x%20y; Path=/']);
  });

  it('lists and sends samples', async () => {
    const samplesDir = await tempDir();
    const picture = randomBytes(1000);
    await writeFile(join(samplesDir, '猫 1.jpg'), picture);
    await writeFile(join(samplesDir, '.secret'), 'no');
    const lab = await withLab({ samplesDir });
    expect(json(await ask(`${lab.origin}/samples/`))).toEqual([
      { name: '猫 1.jpg', size: 1000, contentType: 'image/jpeg' },
    ]);
    const url = `${lab.origin}/samples/${encodeURIComponent('猫 1.jpg')}`;
    const whole = await ask(url);
    expect(whole.headers['content-type']).toBe('image/jpeg');
    expect(whole.body.equals(picture)).toBe(true);
    const tail = await ask(url, { headers: { range: 'bytes=-10' } });
    expect(tail).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 990-999/1000' } });
    expect(tail.body.equals(picture.subarray(990))).toBe(true);
    expect((await ask(`${lab.origin}/samples/.secret`)).status).toBe(404);
  });

  it('shows what there is at /, and minds the method', async () => {
    const lab = await withLab();
    const index = await ask(lab.origin);
    expect(index.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(index.body.toString()).toContain('/download?size=&#38;rate=');
    const wrong = await ask(`${lab.origin}/upload`);
    expect(wrong).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

describe('HTTPS', () => {
  const askSecurely = (url: string, ca: string) =>
    new Promise<number>((resolve, reject) => {
      https
        .get(url, { ca, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
        .on('error', reject);
    });

  it('answers on both, with an authority that stays the same', async () => {
    const dataDir = await tempDir();
    const first = await withLab({ dataDir, https: 'both' });
    const authority = first.certificateAuthorityPem ?? '';
    expect(first.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await askSecurely(`${first.httpsOrigin ?? ''}/headers`, authority)).toBe(200);
    expect(
      await askSecurely(`${(first.httpsOrigin ?? '').replace('127.0.0.1', 'localhost')}/`, authority),
    ).toBe(200);
    await first.close();

    const second = await withLab({ dataDir, https: true });
    expect(second.certificateAuthorityPem).toBe(authority);
    expect(second.origin).toBe(second.httpsOrigin);
    expect(await askSecurely(`${second.origin}/headers`, authority)).toBe(200);
  });

  it('replaces an authority that is damaged', async () => {
    const dataDir = await tempDir();
    await writeFile(join(dataDir, 'lab-authority.pem'), 'not a certificate');
    await writeFile(join(dataDir, 'lab-authority-key.pem'), 'not a key');
    const lab = await withLab({ dataDir, https: true });
    expect(await askSecurely(`${lab.origin}/headers`, lab.certificateAuthorityPem ?? '')).toBe(200);
  });
});

it('says so when the port is taken', async () => {
  const lab = await withLab();
  const port = Number(new URL(lab.origin).port);
  await expect(withLab({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
