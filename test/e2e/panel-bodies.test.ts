import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { panelBodyPath, panelPartPath, type BodyParts } from '#contract/panel-bodies';
import type { Exchange } from '#contract/transfer';
import { startFerry } from '../support/ferry-app.ts';
import { writeProject } from '../support/project-folder.ts';
import { answerSaveDialog } from '../support/panel-steps.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEklEQVR4nGM4IScnd0KOAYUCAEIPBhl6wJ3XAAAAAElFTkSuQmCC',
  'base64',
);

/** Uploads a picture out of its own package with a field, once. */
const project = (origin: string) => ({
  'app.json': '{ "pages": ["pages/index/index"] }',
  'project.config.json': '{ "setting": { "urlCheck": false } }',
  'pages/index/index.wxml': '<view>{{ state }}</view>',
  'pages/index/index.js': `Page({
  data: { state: 'waiting' },
  onLoad() {
    wx.uploadFile({
      url: '${origin}/up', filePath: '/picture.png', name: 'photo', formData: { title: '西湖' },
      success: () => this.setData({ state: 'sent' }),
      fail: ({ errMsg }) => this.setData({ state: errMsg }),
    });
  },
});`,
  'picture.png': PICTURE,
});

interface PanelBridge {
  call(channel: string, request: unknown): Promise<{ ok: true; value: unknown } | { ok: false }>;
}

test('what was sent is read in the panel part by part, saved, and still there after Ferry has ended', async () => {
  const bodies: Buffer[] = [];
  const answer = JSON.stringify({ text: 'x'.repeat(100_000) });
  const { origin } = await withServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(answer);
    });
  });
  const home = await tempDir();
  const folder = await writeProject(await tempDir(), project(origin));
  const first = await startFerry(home, ['open', folder]);
  const page = await first.guest();
  await page.getByText('sent').waitFor();
  const [sent = Buffer.alloc(0)] = bodies;
  const saved = path.join(await tempDir(), 'saved.png');
  await answerSaveDialog(first.app, saved);

  const ask = <T>(channel: string, request: unknown): Promise<T> =>
    first.panel.evaluate(
      async ([name, message]) => {
        const { ferryPanel } = globalThis as unknown as { ferryPanel: PanelBridge };
        const reply = await ferryPanel.call(name as string, message);
        if (!reply.ok) throw new Error(JSON.stringify(reply));
        return reply.value;
      },
      [channel, request],
    ) as Promise<T>;
  const query = { filter: 'kind:upload', sort: 'time', isDescending: false, isGroupedByPage: false };
  const list = await ask<{ rows: { id: string }[] }>('panel:list-exchanges', { query, from: 0, count: 10 });
  const id = list.rows[0]?.id ?? '';
  await expect
    .poll(async () => (await ask<Exchange>('panel:exchange', { id })).parts[1]?.sha256)
    .not.toBeNull();
  const exchange = await ask<Exchange>('panel:exchange', { id });
  expect(exchange).toMatchObject({
    bodies: { request: { sizeBytes: sent.length }, response: { sizeBytes: answer.length } },
    slot: { index: 0, freedBy: null },
    timeout: { ms: 60_000, from: 'default' },
  });
  expect(exchange.stack[0]).toMatchObject({ file: 'pages/index/index.js', line: 4 });
  expect(exchange.samples.at(-1)?.acceptedBytes).toBe(sent.length);
  const parts = await ask<BodyParts>('panel:parts', { id });
  expect(parts.problems).toEqual([]);
  const [, file] = parts.parts;
  if (!file) throw new Error('The upload has no file.');

  const readHere = (url: string): Promise<{ type: string | null; base64: string }> =>
    first.panel.evaluate(async (place) => {
      const response = await fetch(place);
      const bytes = new Uint8Array(await response.arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return { type: response.headers.get('content-type'), base64: btoa(text) };
    }, url);
  const whole = await readHere(panelBodyPath(id, 'request'));
  expect(Buffer.from(whole.base64, 'base64').equals(sent)).toBe(true);
  expect(await readHere(panelPartPath(id, file))).toEqual({
    type: 'image/png',
    base64: PICTURE.toString('base64'),
  });
  const pixels = await first.panel.evaluate(
    async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    },
    panelPartPath(id, file),
  );
  expect(pixels).toEqual([2, 3]);
  expect(await ask('panel:save-body', { id, side: 'request', part: 1 })).toEqual({ savedAs: 'saved.png' });
  expect((await readFile(saved)).equals(PICTURE)).toBe(true);
  await first.close();

  // A crash's leavings go at the next start; what is recorded stays.
  expect((await readdir(path.join(home, 'bodies'))).length).toBeGreaterThan(0);
  const second = await startFerry(home, ['open', folder]);
  try {
    await (await second.guest()).getByText('sent').waitFor();
    const again = await second.panel.evaluate(
      async (place) => {
        const response = await fetch(place);
        return [response.status, response.headers.get('content-type'), await response.text()];
      },
      panelBodyPath(id, 'response'),
    );
    expect(again).toEqual([200, 'text/plain; charset=utf-8', answer]);
  } finally {
    await second.close();
  }
});
