import type { WireError } from '#contract/errors';
import {
  API_NAMES,
  type DownloadCall,
  type RequestCall,
  type TransferKind,
  type TransferWarning,
  type UploadCall,
} from '#contract/transfer';
import type { TransferContext } from './context.ts';
import { warning } from './warnings/warning-table.ts';

/** What of a task a file that was not there, or had no room, is told of. */
interface FailedTask {
  readonly exchangeId: string;
  readonly kind: TransferKind;
  readonly call: UploadCall | DownloadCall | RequestCall;
  readonly context: TransferContext;
}

/**
 * Writes down that a transfer failed by the path of a file that had died, or by the quota; what it says of a dead path
 * is a warning of the transfer.
 */
export function noteFileTrouble(task: FailedTask, error: WireError): TransferWarning | null {
  const { call, context, kind, exchangeId } = task;
  if (!('filePath' in call)) return null;
  const use = {
    api: API_NAMES[kind],
    path: call.filePath ?? '',
    page: call.callSite.page,
    source: context.journal.get(exchangeId)?.calledFrom ?? null,
    exchangeId,
  };
  if (error.code === 'quota.exceeded') {
    context.troubles.refused(use);
    return null;
  }
  // What a download does not find is the folder it is to be written to.
  if (error.code !== 'file.not-found' || kind !== 'upload') return null;
  const death = context.troubles.missing(use);
  return death && warning(`dead-path-${death.as}`, { path: use.path });
}
