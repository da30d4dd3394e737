import type { DownloadCall } from '#contract/transfer';
import { extensionOf } from '../lib/media-type.ts';
import type { PlanContext, TransferPlan } from './plan.ts';
import { headerValue, outgoingHeaders } from './rules/headers.ts';
import { userPathWarnings } from './warnings/call-warnings.ts';

/**
 * `wx.downloadFile`: one GET whose body becomes a temp file, or the file at `filePath`, for any status code; the
 * extension comes from Content-Type alone (wx-api.md §5).
 *
 * @param origin recorded on the file, `transfer:<exchange id>`
 * @throws FerryError `file.path`, `file.denied`, `file.not-found`
 */
export async function planDownload(
  context: PlanContext,
  call: DownloadCall,
  origin: string,
): Promise<TransferPlan> {
  const { appid, network } = context;
  const { profile } = network;
  const { headers, warnings } = outgoingHeaders('download', call.header, null, { appid, profile });
  const target =
    call.filePath === null
      ? context.files.newTemp(origin)
      : await context.files.newUserFile(call.filePath, origin);
  // A file for good may only fill what the quota leaves; a file it replaces is counted at the commit.
  const replacedBytes = call.filePath === null ? 0 : (context.files.find(call.filePath)?.sizeBytes ?? 0);
  const quotaBytes =
    call.filePath === null ? Number.POSITIVE_INFINITY : context.files.quotaLeft() + replacedBytes;
  return {
    method: 'GET',
    headers,
    body: { kind: 'none' },
    sink: {
      kind: 'file',
      partPath: target.partPath,
      limitBytes: Math.min(quotaBytes, profile.maxDownloadBytes),
    },
    parts: [],
    requestText: null,
    file: null,
    warnings: [...warnings, ...userPathWarnings(call.filePath)],
    explain: (error) =>
      error.code === 'file.too-large' && quotaBytes < profile.maxDownloadBytes
        ? { code: 'quota.exceeded', message: 'The maximum size of the file storage limit is exceeded.' }
        : error,
    async deliver(answer, counts) {
      const extension = extensionOf(headerValue(answer.headers, 'content-type'));
      const file = await target.commit(counts.decodedBytes, extension);
      const delivered = call.filePath === null ? { tempFilePath: file.path } : { filePath: call.filePath };
      return { delivered, responseText: null, file: { path: file.path, sizeBytes: file.sizeBytes } };
    },
    discard: () => target.discard(),
  };
}
