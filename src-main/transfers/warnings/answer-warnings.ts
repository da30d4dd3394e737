import type { TransferKind, TransferWarning } from '#contract/transfer';
import { headerValue } from '../rules/headers.ts';
import type { JobHeaders } from '../worker-client.ts';
import { warning } from './warning-table.ts';

/** WeChat's cap on one downloaded file (wx-api.md §5). */
const LARGE_DOWNLOAD_BYTES = 200 * 1024 * 1024;

/** What an answer is worth saying of, whatever was made of it. */
export function answerWarnings(
  kind: TransferKind,
  { statusCode, headers, staleConnections }: Pick<JobHeaders, 'statusCode' | 'headers' | 'staleConnections'>,
  facts: {
    readonly decodedBytes: number;
    readonly expectedReceiveBytes: number;
    readonly responseText: string | null;
    /** Path of the temp file that was written. */
    readonly tempFilePath: string | null;
  },
): TransferWarning[] {
  const found: TransferWarning[] = [];
  if (staleConnections > 0) found.push(warning('stale-connection', { count: staleConnections }));
  if (kind === 'download') {
    if (statusCode >= 400) found.push(warning('error-saved', { status: statusCode }));
    if (facts.decodedBytes > LARGE_DOWNLOAD_BYTES) found.push(warning('large-download'));
    if (facts.expectedReceiveBytes === 0 && facts.decodedBytes > 0) found.push(warning('length-unknown'));
    const extension = /\.(bin|unknown)$/.exec(facts.tempFilePath ?? '')?.[0];
    const type = headerValue(headers, 'content-type') ?? 'missing';
    if (extension !== undefined) found.push(warning('temp-extension', { extension, type }));
  }
  if (kind === 'upload' && /^\s*<(!doctype|html|\?xml)/i.test(facts.responseText ?? '')) {
    found.push(warning('answer-not-json'));
  }
  return found;
}
