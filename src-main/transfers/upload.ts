import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { PartRecord, TransferWarning, UploadCall } from '#contract/transfer';
import { INLINE_BODY_BYTES } from '#contract/wx';
import { mediaTypeOf } from '../lib/media-type.ts';
import type { PlanContext, TransferPlan } from './plan.ts';
import { responseBody } from './response-body.ts';
import { headerValue, outgoingHeaders } from './rules/headers.ts';
import { parseTransferUrl, urlWarnings } from './rules/url.ts';

const LARGE_UPLOAD_BYTES = 10 * 1024 * 1024;
const SHOWN_VALUE_LENGTH = 1000;

/**
 * `wx.uploadFile`: one POST, multipart/form-data, the form fields before the one file; the file's name is that
 * of its temp path, the original name is lost (wx-api.md §4). Its answer is always text.
 *
 * @throws FerryError `request.url`, `request.scheme`, `file.not-found`, `file.path`
 */
export async function planUpload(context: PlanContext, call: UploadCall): Promise<TransferPlan> {
  const url = parseTransferUrl(call.url);
  const file = await context.files.open(call.filePath).catch((error: unknown) => {
    throw notFound(call.filePath, error);
  });
  const filename = path.posix.basename(call.filePath);
  const contentType = mediaTypeOf(filename);
  const boundary = `----FerryFormBoundary${randomBytes(12).toString('hex')}`;
  const { headers, warnings } = outgoingHeaders(
    'upload',
    call.header,
    `multipart/form-data; boundary=${boundary}`,
    context,
  );
  const spillPath = context.bodies.newPath();
  const fields: PartRecord[] = call.formData.map(([name, value]) => ({
    name,
    filename: null,
    contentType: null,
    sizeBytes: Buffer.byteLength(value),
    value: value.slice(0, SHOWN_VALUE_LENGTH),
  }));
  return {
    method: 'POST',
    url,
    headers,
    body: {
      kind: 'multipart',
      boundary,
      fields: call.formData,
      file: { name: call.name, filename, contentType, path: file.realPath, sizeBytes: file.sizeBytes },
    },
    sink: { kind: 'memory', inlineBytes: INLINE_BODY_BYTES, spillPath },
    parts: [...fields, { name: call.name, filename, contentType, sizeBytes: file.sizeBytes, value: null }],
    requestText: null,
    file: { path: call.filePath, sizeBytes: file.sizeBytes },
    warnings: [...warnings, ...urlWarnings(url), ...uploadWarnings(call, file.sizeBytes)],
    async deliver(answer, _counts, inlineBody) {
      const answerType = headerValue(answer.headers, 'content-type');
      const { body, shown } = await responseBody(
        context.bodies,
        { inlineBody, spillPath, contentType: answerType },
        'text',
      );
      return { delivered: { body }, responseText: shown, file: null };
    },
    discard: () => Promise.resolve(),
  };
}

function uploadWarnings(call: UploadCall, sizeBytes: number): TransferWarning[] {
  const warnings: TransferWarning[] = [];
  if (sizeBytes > LARGE_UPLOAD_BYTES) {
    warnings.push({
      rule: 'large-upload',
      text: 'Over 10 MB: on a phone the 60 s time-out or the server often ends such an upload; compress it or upload in parts.',
    });
  }
  if (call.formData.some(([name]) => name === call.name)) {
    warnings.push({
      rule: 'form-data-key',
      text: `formData has a field named like the file (${call.name}); phones fail such an upload. Rename one of them.`,
    });
  }
  return warnings;
}

/** WeChat says `file not found` of every path that is none of the program's own. */
function notFound(filePath: string, error: unknown): unknown {
  if (!(error instanceof FerryError) || (error.code !== 'file.path' && error.code !== 'file.type'))
    return error;
  return new FerryError('file.not-found', error.message, { details: { path: filePath }, cause: error });
}
