import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import busboy from '@fastify/busboy';
import { describe, expect, test } from 'vitest';
import { ferryRun, MEDIA, PROJECTS } from '../support/ferry-cli.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const picture = path.join(MEDIA, 'misty-ranges.jpg');

describe('ferry run', () => {
  test('carries chooseImage → uploadFile → downloadFile → saveFile over https with the fixed Referer', async () => {
    const certificate = await freeCertificate();
    const received: { referer: string | undefined; fields: Record<string, string>; sha256: string }[] = [];
    const server = await withServer((request, response) => {
      if (request.method !== 'POST') {
        response.setHeader('content-type', 'image/jpeg');
        fs.createReadStream(picture).pipe(response);
        return;
      }
      const fields: Record<string, string> = {};
      const hash = createHash('sha256');
      request
        .pipe(
          new busboy({
            headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
          }),
        )
        .on('field', (name, value) => (fields[name] = value))
        .on('file', (_name, stream) => stream.on('data', (chunk: Buffer) => hash.update(chunk)))
        .on('finish', () => {
          received.push({ referer: request.headers.referer, fields, sha256: hash.digest('hex') });
          response.end(JSON.stringify({ url: `https://${request.headers.host ?? ''}/picture` }));
        });
    }, certificate);
    const home = await tempDir();
    const authority = path.join(home, 'authority.pem');
    fs.writeFileSync(authority, certificate.authorityPem);

    const { code, report } = await ferryRun(
      path.join(PROJECTS, 'https-album'),
      home,
      [
        ...['--page', `pages/index/index?origin=${encodeURIComponent(server.origin)}`, '--choose', picture],
        ...['--tap', '#go', '--wait', '#done'],
      ],
      { NODE_EXTRA_CA_CERTS: authority },
    );

    const sha256 = createHash('sha256').update(fs.readFileSync(picture)).digest('hex');
    expect(code).toBe(0);
    expect(received).toEqual([
      {
        referer: 'https://servicewechat.com/touristappid/devtools/page-frame.html',
        fields: { user: 'ferry' },
        sha256,
      },
    ]);
    expect(
      report.transfers.map((transfer) => [transfer.kind, transfer.outcome, transfer.file?.sha256]),
    ).toEqual([
      ['upload', 'success', sha256],
      ['download', 'success', sha256],
    ]);
    expect(report.transfers[0]?.warnings.map(({ rule }) => rule)).toEqual(['private-host', 'header-referer']);
    expect(report.files.filter((file) => file.kind === 'saved')).toHaveLength(1);
  });

  test('leaves nothing behind after 100 uploads and 100 downloads', async () => {
    const home = await tempDir();
    const { code, report } = await ferryRun(path.join(PROJECTS, 'ledger'), home, [
      ...['--lab', '--choose', picture, '--wait', '#done'],
    ]);
    expect(code).toBe(0);
    const outcomes = report.transfers.map(
      ({ kind, outcome, errMsg }) => `${kind} ${outcome} ${errMsg ?? ''}`,
    );
    expect(outcomes.filter((line) => line === 'upload success uploadFile:ok')).toHaveLength(100);
    expect(outcomes.filter((line) => line === 'download success downloadFile:ok')).toHaveLength(100);
    expect(outcomes).toHaveLength(200);
    expect(report.transfers.every((transfer) => transfer.file?.sha256)).toBe(true);
    const left = fs.readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /\.(part|body)$/.test(name))).toEqual([]);
    expect(left).not.toContain('lock.json');
  });
});
