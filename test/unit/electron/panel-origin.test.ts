import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { panelPartPath } from '#contract/panel-bodies';
import { panelBodyPath } from '#contract/panel';
import { createPanelOrigin } from '../../../src-main/electron/panel-origin.ts';
import type { Program } from '../../../src-main/program/program.ts';

const BODY = Buffer.from('0123456789<script>');

/** A program with one exchange, `a`, whose request body is of this type. */
function originWith(mediaType: string | null) {
  const program = {
    kept: {
      sizeOf: (id: string, side: string) => (id === 'a' && side === 'request' ? BODY.length : null),
      read: (_id: string, _side: string, stretch: { start: number; sizeBytes: number }) =>
        Promise.resolve(Readable.from([BODY.subarray(stretch.start, stretch.start + stretch.sizeBytes)])),
    },
    journal: { get: () => ({ bodies: { request: { sizeBytes: BODY.length, mediaType }, response: null } }) },
  };
  const serve = createPanelOrigin('/nowhere', () => program as unknown as Program);
  return async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const request = new Request(`http://panel${path}`, { headers, method });
    return serve(request, new URL(request.url).pathname);
  };
}

async function textOf(response: Response): Promise<string> {
  return response.body ? (await buffer(Readable.fromWeb(response.body as never))).toString() : '';
}

describe('kept bodies on the panel’s origin', () => {
  it('are read whole, by ranges, and by parts', async () => {
    const get = originWith('image/png');
    const whole = await get(panelBodyPath('a', 'request'));
    expect([whole.status, whole.headers.get('content-type'), await textOf(whole)]).toEqual([
      200,
      'image/png',
      BODY.toString(),
    ]);
    const range = await get(panelBodyPath('a', 'request'), { range: 'bytes=2-4' });
    expect([range.status, range.headers.get('content-range'), await textOf(range)]).toEqual([
      206,
      'bytes 2-4/18',
      '234',
    ]);
    const part = panelPartPath('a', { contentOffsetBytes: 3, sizeBytes: 4, contentType: 'audio/mpeg' });
    const found = await get(part);
    expect([found.headers.get('content-type'), await textOf(found)]).toEqual(['audio/mpeg', '3456']);
    const within = await get(part, { range: 'bytes=-2' });
    expect([within.headers.get('content-range'), await textOf(within)]).toEqual(['bytes 2-3/4', '56']);
    expect((await get(part, { range: 'bytes=9-' })).status).toBe(416);
    const head = await get(part, {}, 'HEAD');
    expect([head.headers.get('content-length'), await textOf(head)]).toEqual(['4', '']);
  });

  it('are never a document, whatever their sender calls them', async () => {
    const typeOf = async (mediaType: string | null): Promise<string | null> =>
      (await originWith(mediaType)(panelBodyPath('a', 'request'))).headers.get('content-type');
    expect(await typeOf('text/html')).toBe('text/plain; charset=utf-8');
    expect(await typeOf('application/xhtml+xml; charset=gbk')).toBe('text/plain; charset=gbk');
    expect(await typeOf('application/json')).toBe('text/plain; charset=utf-8');
    expect(await typeOf('text/html; charset="x\r\ny"')).toBe('text/plain; charset=x');
    expect(await typeOf('application/pdf')).toBe('application/octet-stream');
    expect(await typeOf('image/png\r\nx: y')).toBe('application/octet-stream');
    expect(await typeOf(null)).toBe('application/octet-stream');
    const part = { contentOffsetBytes: 0, sizeBytes: 2, contentType: 'text/html' };
    const response = await originWith('multipart/form-data')(panelPartPath('a', part));
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are not found where there are none', async () => {
    const get = originWith(null);
    for (const path of [
      '/body/',
      '/body/a',
      '/body/a/other',
      '/body/a/response',
      '/body/b/request',
      '/body/%/request',
    ])
      expect((await get(path)).status, path).toBe(404);
    expect((await get(`${panelBodyPath('a', 'request')}?from=99&length=1`)).status).toBe(404);
  });
});
