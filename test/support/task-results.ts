import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TaskResult } from '#contract/transfer';
import type { TransferHarness } from './transfer-harness.ts';

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The result of a success; throws the error of a failure. */
export function succeeded(result: TaskResult): Extract<TaskResult, { ok: true }> {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result;
}

/** The text that came inline. */
export function textOf(result: TaskResult): string {
  const { body } = succeeded(result);
  if (body?.kind !== 'text') throw new Error(`The body came as ${String(body?.kind)}.`);
  return body.text;
}

/** The body that came by URL, as the page would fetch it. */
export async function fetched(
  harness: TransferHarness,
  result: TaskResult,
): Promise<{ bytes: Buffer; mediaType: string }> {
  const { body } = succeeded(result);
  if (body?.kind !== 'url') throw new Error(`The body came as ${String(body?.kind)}.`);
  const offered = harness.bodies.open(body.url.replace('/body/', ''));
  if (!offered) throw new Error('The URL leads nowhere.');
  return { bytes: await readFile(offered.realPath), mediaType: offered.mediaType };
}

/** What lies at a virtual path. */
export async function bytesAt(harness: TransferHarness, virtualPath: string): Promise<Buffer> {
  return readFile((await harness.files.open(virtualPath)).realPath);
}
