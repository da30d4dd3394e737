import fs from 'node:fs/promises';
import type { RequestBody, RequestCall } from '#contract/transfer';
import { INLINE_BODY_BYTES } from '#contract/wx';
import type { JobBody } from '../worker/protocol.ts';
import type { PlanContext, TransferPlan } from './plan.ts';
import { responseBody, SHOWN_TEXT_BYTES } from './response-body.ts';
import { headerValue, outgoingHeaders } from './rules/headers.ts';

/**
 * `wx.request`: the page has already put GET data into the query and written the body (wx-api.md §7).
 *
 * @throws FerryError `request.invalid`
 */
export async function planRequest(context: PlanContext, call: RequestCall): Promise<TransferPlan> {
  // WeChat's default goes out on every request, also on a GET without a body.
  const { headers, warnings } = outgoingHeaders('request', call.header, 'application/json', {
    appid: context.appid,
    profile: context.network.profile,
  });
  const spillPath = context.bodies.newPath();
  return {
    method: call.method,
    headers,
    body: await jobBody(context, call.body),
    sink: { kind: 'memory', inlineBytes: INLINE_BODY_BYTES, spillPath },
    parts: [],
    requestText: call.body.kind === 'text' ? call.body.text.slice(0, SHOWN_TEXT_BYTES) : null,
    file: null,
    warnings,
    async deliver(answer, _counts, inlineBody) {
      const contentType = headerValue(answer.headers, 'content-type');
      const { body, shown } = await responseBody(
        context.bodies,
        { inlineBody, spillPath, contentType },
        call.responseType,
      );
      return { delivered: { body }, responseText: shown, file: null };
    },
    discard: () => fs.rm(spillPath, { force: true }),
  };
}

async function jobBody(context: PlanContext, body: RequestBody): Promise<JobBody> {
  switch (body.kind) {
    case 'none':
      return { kind: 'none' };
    case 'text':
      return { kind: 'bytes', bytes: new TextEncoder().encode(body.text) };
    case 'bytes':
      return { kind: 'bytes', bytes: body.bytes };
    case 'posted': {
      const posted = await context.bodies.received(body.bodyId);
      return { kind: 'file', path: posted.realPath, sizeBytes: posted.sizeBytes };
    }
  }
}
