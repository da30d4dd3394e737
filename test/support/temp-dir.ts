import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** An empty folder of the test's own, by its real path; it goes when the test is over. */
export async function tempDir(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => remove(folder));
  return folder;
}

/** An empty folder for all tests of the file that calls this, there before its own `beforeAll`. */
export function shareTempDir(): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await newFolder();
  });
  afterAll(() => remove(folder));
  return () => folder;
}

async function newFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'ferry-test-')));
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
