import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ferryRun, MEDIA, SAMPLES } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

describe('the Album sample', () => {
  test('uploads a picked picture, downloads it again and saves it: the bytes are the same at every station', async () => {
    const picture = path.join(MEDIA, 'harbour-dawn.jpg');
    const { code, report } = await ferryRun(path.join(SAMPLES, 'album'), await tempDir(), [
      ...['--lab', '--choose', picture, '--tap', '#choose', '--tap', '#upload'],
      ...['--wait', '.keep', '--tap', '.keep', '--wait', '.remove'],
    ]);
    expect(code).toBe(0);
    const [upload, download] = report.transfers;
    const hash = sha256(picture);
    expect(upload).toMatchObject({
      kind: 'upload',
      outcome: 'success',
      statusCode: 200,
      file: { sha256: hash },
    });
    // The lab names an upload by the hash of the bytes it received.
    expect(download?.url).toBe(`${report.lab?.origin ?? ''}/uploads/${hash}`);
    expect(download).toMatchObject({ kind: 'download', outcome: 'success', file: { sha256: hash } });
    expect(report.files.filter((file) => file.kind === 'saved')).toMatchObject([
      { size: fs.statSync(picture).size, from: expect.stringMatching(/^saved:http:\/\/tmp\//) as string },
    ]);
    expect(report.exceptions).toEqual([]);
    expect(report.unsupported).toEqual([]);
  });
});

describe('the Voice sample', () => {
  test('downloads with progress and saves; in the next launch the temp path is dead and the saved file lives', async () => {
    const home = await tempDir();
    const voice = path.join(SAMPLES, 'voice');
    const first = await ferryRun(voice, home, [
      ...['--lab', '--tap', '#download', '--wait', '#save', '--tap', '#save', '--wait', '.remove'],
      ...['--tap', '#download', '--wait', '#play', '--tap', '#play'],
    ]);
    expect(first.code).toBe(0);
    const clip = path.join(MEDIA, path.basename(new URL(first.report.transfers[0]?.url ?? '').pathname));
    expect(first.report.transfers).toMatchObject([
      { kind: 'download', file: { sha256: sha256(clip), size: fs.statSync(clip).size } },
      { kind: 'download', file: { sha256: sha256(clip), size: fs.statSync(clip).size } },
    ]);
    expect(first.report.files.map((file) => file.kind)).toEqual(['saved', 'temp']);

    const second = await ferryRun(voice, home, ['--lab', '--wait', '.expired', '--wait', '.remove']);
    expect(second.code).toBe(0);
    expect(second.report.files).toEqual(first.report.files.filter((file) => file.kind === 'saved'));

    const third = await ferryRun(voice, home, ['--lab', '--tap', '.remove']);
    expect(third.report.files).toEqual([]);
  });
});
