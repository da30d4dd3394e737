import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBodyActions } from '../../src-main/app-bodies.ts';
import { createProgramBodies } from '../../src-main/journal/bodies/program-bodies.ts';
import { sha256Of, succeeded } from '../support/task-results.ts';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();

async function withActions() {
  const page = await withTransfers(worker);
  const kept = createProgramBodies(page.kept, 'local-test', page.journal);
  const folder = path.join(page.folder, 'chosen');
  await mkdir(folder);
  const asked: string[] = [];
  let answers = true;
  const actions = createBodyActions(
    () => ({ kept, journal: page.journal }),
    (name) => {
      asked.push(name);
      return Promise.resolve(answers ? path.join(folder, name) : null);
    },
  );
  return { page, actions, folder, asked, cancel: () => (answers = false) };
}

describe('what the panel does with kept bodies', () => {
  it('lists the parts of an upload, and saves one of them, the whole, and the answer', async () => {
    const server = await withServer((request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-disposition', 'attachment; filename="../../re:port.json"');
        response.end('{"ok":1}');
      });
    });
    const { page, actions, folder, asked, cancel } = await withActions();
    const content = randomBytes(200_000);
    const task = page.upload({
      url: `${server.origin}/up`,
      filePath: await page.picked('a.png', content),
      formData: [['title', 'one']],
    });
    succeeded(await task.ended);
    await page.transfers.settled();
    const { id } = task.exchange();
    const parts = await actions.parts(id);
    expect(parts).toMatchObject({ problems: [], readBytes: task.exchange().sentBytes });
    expect(parts?.parts.map(({ sha256 }) => sha256)).toEqual([sha256Of('one'), sha256Of(content)]);

    const name = await actions.save(id, 'request', 1);
    expect(name).toMatch(/^[0-9a-f]{32}\.png$/);
    expect((await readFile(path.join(folder, name ?? ''))).equals(content)).toBe(true);
    expect(await actions.save(id, 'request', 0)).toBe('title.txt');
    expect(await readFile(path.join(folder, 'title.txt'), 'utf8')).toBe('one');
    expect(await actions.save(id, 'response', null)).toBe('report.json');
    expect(await readFile(path.join(folder, 'report.json'), 'utf8')).toBe('{"ok":1}');
    expect(await actions.save(id, 'request', null)).toMatch(/^request\.\w+$/);
    cancel();
    expect(await actions.save(id, 'response', null)).toBeNull();
    expect(asked).toHaveLength(5);
    expect((await readdir(folder)).filter((one) => one.endsWith('.part'))).toEqual([]);
    await expect(actions.save(id, 'request', 7)).rejects.toMatchObject({ code: 'file.not-found' });
    await expect(actions.save('nobody', 'request', null)).rejects.toMatchObject({ code: 'file.not-found' });
  });

  it('reads the parts of a request that the page has put together itself', async () => {
    const server = await withServer((request, response) => request.resume().on('end', () => response.end()));
    const { page, actions } = await withActions();
    const text =
      '--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\ncontent\r\n--B--\r\n';
    const task = page.request({
      url: server.origin,
      method: 'POST',
      header: { 'Content-Type': 'multipart/form-data' },
      body: { kind: 'text', text },
    });
    succeeded(await task.ended);
    expect(await actions.parts(task.exchange().id)).toMatchObject({
      boundary: 'B',
      parts: [{ name: 'f', filename: 'a.txt', sizeBytes: 7, sha256: sha256Of('content') }],
      problems: [{ code: 'no-boundary-in-header' }],
    });
    const plain = page.request({ url: server.origin, method: 'POST', body: { kind: 'text', text: '{}' } });
    succeeded(await plain.ended);
    expect(await actions.parts(plain.exchange().id)).toBeNull();
    expect(await actions.parts('nobody')).toBeNull();
  });
});
