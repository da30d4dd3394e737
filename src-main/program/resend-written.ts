import type { ResendCall } from '#contract/panel-resend';

/** The call as a page would have written it: what is shown, copied as code and sent again is made from it. */
export function writtenOf(call: ResendCall): Readonly<Record<string, unknown>> {
  const common = {
    url: call.url,
    ...(call.headers.length > 0 ? { header: Object.fromEntries(call.headers) } : {}),
    ...(call.timeoutMs === null ? {} : { timeout: call.timeoutMs }),
    ...(call.wantsHttp2 ? { enableHttp2: true } : {}),
  };
  switch (call.kind) {
    case 'upload':
      return {
        ...common,
        // What is no file of the mini-program has no path that a page could write.
        ...(call.file.source.kind === 'virtual' ? { filePath: call.file.source.path } : {}),
        name: call.file.name,
        ...(call.fields.length > 0 ? { formData: Object.fromEntries(call.fields) } : {}),
      };
    case 'download':
      return { ...common, ...(call.filePath === null ? {} : { filePath: call.filePath }) };
    case 'request':
      return {
        ...common,
        method: call.method,
        ...(call.body.kind === 'text' ? { data: call.body.text } : {}),
        ...(call.responseType === 'text' ? {} : { responseType: call.responseType }),
        ...(call.followsRedirects ? {} : { redirect: 'manual' }),
      };
  }
}
