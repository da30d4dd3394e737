import fs from 'node:fs/promises';
import type { DownloadCall, RequestCall, UploadCall } from '#contract/transfer';
import { INLINE_BODY_BYTES } from '#contract/wx';
import { planDownload } from './download.ts';
import type { PlanContext, TransferPlan } from './plan.ts';
import { planRequest } from './request.ts';
import { responseBody } from './response-body.ts';
import { headerValue, outgoingHeaders } from './rules/headers.ts';
import { planUpload, type GivenFile } from './upload.ts';

/** A transfer that the developer sends: what a page would have called, and what no page can say. */
export type Resend = {
  /** The exchange it was made from; null for one from nothing. */
  readonly of: string | null;
} & (
  | { readonly kind: 'upload'; readonly call: UploadCall; readonly file: GivenFile }
  | {
      readonly kind: 'download';
      readonly call: DownloadCall;
      /** Without it the body is looked at and becomes no file of the mini-program. */
      readonly keepsFile: boolean;
    }
  | { readonly kind: 'request'; readonly call: RequestCall }
);

/** Plans one as the page's own would be: the same headers, the same body, the same answer. */
export function planResend(context: PlanContext, resend: Resend, exchangeId: string): Promise<TransferPlan> {
  switch (resend.kind) {
    case 'upload':
      return planUpload(context, resend.call, resend.file);
    case 'request':
      return planRequest(context, resend.call);
    case 'download':
      return resend.keepsFile
        ? planDownload(context, resend.call, `transfer:${exchangeId}`)
        : Promise.resolve(planLook(context, resend.call));
  }
}

/** The GET of a download whose body becomes no file. */
function planLook(context: PlanContext, call: DownloadCall): TransferPlan {
  const { appid, network } = context;
  const { headers, warnings } = outgoingHeaders('download', call.header, null, {
    appid,
    profile: network.profile,
  });
  const spillPath = context.bodies.newPath();
  return {
    method: 'GET',
    headers,
    body: { kind: 'none' },
    sink: { kind: 'memory', inlineBytes: INLINE_BODY_BYTES, spillPath },
    parts: [],
    requestText: null,
    file: null,
    warnings,
    async deliver(answer, _counts, inlineBody) {
      const contentType = headerValue(answer.headers, 'content-type');
      const { shown } = await responseBody(
        context.bodies,
        { inlineBody, spillPath, contentType },
        'arraybuffer',
      );
      return { delivered: {}, responseText: shown, file: null };
    },
    discard: () => fs.rm(spillPath, { force: true }),
  };
}
