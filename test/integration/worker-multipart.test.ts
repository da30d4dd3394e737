import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Busboy } from '@fastify/busboy';
import { expect, it } from 'vitest';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;

it('sends exactly these bytes', async () => {
  let received = Buffer.alloc(0);
  const server = await withServer((request, response) => {
    void buffer(request).then((body) => {
      received = body;
      response.end();
    });
  });
  const worker = await withWorker();
  const path = join(worker.folder, 'tmp_1.jpg');
  await writeFile(path, 'FILE');
  const ended = await worker.run(
    worker.job({
      method: 'POST',
      url: server.origin,
      headers: [['Content-Type', 'multipart/form-data; boundary=----B']],
      body: {
        kind: 'multipart',
        boundary: '----B',
        fields: [
          ['user', '猫'],
          ['a "quoted"\nname', 'two\nlines'],
          ['empty', ''],
        ],
        file: { name: 'photo', filename: 'tmp_"1"\r\n.jpg', contentType: 'image/jpeg', path, sizeBytes: 4 },
      },
    }),
  );
  expect(verdict(ended.outcome)).toBe('ok');
  const expected = Buffer.from(
    '------B\r\nContent-Disposition: form-data; name="user"\r\n\r\n猫\r\n' +
      '------B\r\nContent-Disposition: form-data; name="a %22quoted%22%0D%0Aname"\r\n\r\ntwo\nlines\r\n' +
      '------B\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n' +
      '------B\r\nContent-Disposition: form-data; name="photo"; filename="tmp_%221%22%0D%0A.jpg"\r\n' +
      'Content-Type: image/jpeg\r\n\r\nFILE\r\n------B--\r\n',
  );
  expect(received.toString()).toBe(expected.toString());
  expect(ended.counts).toMatchObject({ sentBytes: expected.length, expectedSendBytes: expected.length });
  await worker.close();
});

it.each([0, 1, 64 * 1024, 4 * MIB + 1, 9 * MIB])(
  'is read by a server’s parser as it was meant, with a file of %i bytes',
  async (sizeBytes) => {
    const server = await withServer((request, response) => {
      const seen: unknown[] = [
        ['length', request.headers['content-length'], request.headers['transfer-encoding']],
      ];
      const parser = new Busboy({
        headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      });
      parser.on('field', (name, value) => seen.push(['field', name, value]));
      parser.on('file', (name, stream, filename, _encoding, contentType) => {
        const hash = createHash('sha256');
        let size = 0;
        stream.on('data', (chunk: Buffer) => {
          size += chunk.length;
          hash.update(chunk);
        });
        stream.on('end', () => seen.push(['file', name, filename, contentType, size, hash.digest('hex')]));
      });
      parser.on('finish', () => response.end(JSON.stringify(seen)));
      request.pipe(parser);
    });
    const worker = await withWorker();
    const path = join(worker.folder, 'upload.bin');
    const bytes = randomBytes(sizeBytes);
    await writeFile(path, bytes);
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        headers: [['Content-Type', 'multipart/form-data; boundary=frontier']],
        body: {
          kind: 'multipart',
          boundary: 'frontier',
          fields: [['key', 'value']],
          file: { name: 'file', filename: 'a.bin', contentType: 'application/x-thing', path, sizeBytes },
        },
      }),
    );
    if (!ended.outcome.ok) throw new Error(ended.outcome.error.message);
    expect(JSON.parse(Buffer.from(ended.outcome.inlineBody ?? []).toString())).toEqual([
      ['length', String(ended.counts.expectedSendBytes), null],
      ['field', 'key', 'value'],
      [
        'file',
        'file',
        'a.bin',
        'application/x-thing',
        sizeBytes,
        createHash('sha256').update(bytes).digest('hex'),
      ],
    ]);
    await worker.close();
    await server.drained();
  },
);
