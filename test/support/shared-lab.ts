import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createLab, type Lab } from '../../src-main/lab/lab.ts';

/** Starts one lab with the sample media, HTTP and HTTPS, for all tests of the file that calls this. */
export function shareLab(): () => Lab {
  let lab: Lab | null = null;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ferry-lab-'));
    lab = await createLab({
      host: '127.0.0.1',
      port: 0,
      https: 'both',
      dataDir: folder,
      samplesDir: path.resolve('assets/media'),
    });
  });
  afterAll(async () => {
    await lab?.close();
    await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (!lab) throw new Error('The lab has not started.');
    return lab;
  };
}
