import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { PartRecord, UploadCall } from '#contract/transfer';
import { INLINE_BODY_BYTES } from '#contract/wx';
import { mediaTypeOf } from '../lib/media-type.ts';
import { UNPLACED, type PlanContext, type TransferPlan } from './plan.ts';
import { responseBody } from './response-body.ts';
import { headerValue, outgoingHeaders } from './rules/headers.ts';
import { uploadWarnings } from './warnings/call-warnings.ts';

const SHOWN_VALUE_LENGTH = 1000;

/** What the developer says of the file of an upload they send themselves; null leaves it to the path. */
export interface GivenFile {
  readonly filename: string | null;
  readonly contentType: string | null;
  /** Where it lies when it is no file of the mini-program. */
  readonly place: GivenPlace | null;
}

export interface GivenPlace {
  readonly realPath: string;
  readonly sizeBytes: number;
  /** Null where it is not known yet. */
  readonly sha256: string | null;
}

/**
 * `wx.uploadFile`: one POST, multipart/form-data, the form fields before the one file; the file's name is that
 * of its temp path, the original name is lost (wx-api.md §4). Its answer is always text.
 *
 * @throws FerryError `file.not-found`, `file.path`
 */
export async function planUpload(
  context: PlanContext,
  call: UploadCall,
  given: GivenFile | null = null,
): Promise<TransferPlan> {
  const opened = given?.place
    ? null
    : await context.files.open(call.filePath).catch((error: unknown) => {
        throw notFound(call.filePath, error);
      });
  const file = given?.place ?? opened;
  if (!file) throw new FerryError('file.not-found', 'The upload has no file.');
  const filename = given?.filename ?? path.posix.basename(call.filePath);
  const contentType = given?.contentType ?? mediaTypeOf(filename);
  const boundary = `----FerryFormBoundary${randomBytes(12).toString('hex')}`;
  const { headers, warnings } = outgoingHeaders(
    'upload',
    call.header,
    `multipart/form-data; boundary=${boundary}`,
    { appid: context.appid, profile: context.network.profile },
  );
  const spillPath = context.bodies.newPath();
  const fields: PartRecord[] = call.formData.map(([name, value]) => ({
    ...UNPLACED,
    name,
    filename: null,
    contentType: null,
    sizeBytes: Buffer.byteLength(value),
    value: value.slice(0, SHOWN_VALUE_LENGTH),
  }));
  return {
    method: 'POST',
    headers,
    body: {
      kind: 'multipart',
      boundary,
      fields: call.formData,
      file: { name: call.name, filename, contentType, path: file.realPath, sizeBytes: file.sizeBytes },
    },
    sink: { kind: 'memory', inlineBytes: INLINE_BODY_BYTES, spillPath },
    parts: [
      ...fields,
      {
        ...UNPLACED,
        name: call.name,
        filename,
        contentType,
        sizeBytes: file.sizeBytes,
        sha256: given?.place?.sha256 ?? null,
        value: null,
      },
    ],
    requestText: null,
    file: opened && { path: opened.path, sizeBytes: opened.sizeBytes },
    warnings: [...warnings, ...uploadWarnings(call, file.sizeBytes)],
    async deliver(answer, _counts, inlineBody) {
      const answerType = headerValue(answer.headers, 'content-type');
      const { body, shown } = await responseBody(
        context.bodies,
        { inlineBody, spillPath, contentType: answerType },
        'text',
      );
      return { delivered: { body }, responseText: shown, file: null };
    },
    discard: () => fs.rm(spillPath, { force: true }),
  };
}

/** WeChat says `file not found` of every path that is none of the program's own. */
function notFound(filePath: string, error: unknown): unknown {
  if (!(error instanceof FerryError) || (error.code !== 'file.path' && error.code !== 'file.type'))
    return error;
  return new FerryError('file.not-found', error.message, { details: { path: filePath }, cause: error });
}
