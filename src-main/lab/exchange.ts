import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UploadStore } from './upload-store.ts';

/** One request to the lab, with what every route may need. */
export interface LabExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly uploads: UploadStore;
  /** Folder of the sample files; null when there is none. */
  readonly samplesDir: string | null;
  /** Aborts when the client is gone or the lab closes. */
  readonly signal: AbortSignal;
}

/** The request's headers as received: order, case and repeats kept. */
export function receivedHeaders(request: IncomingMessage): [name: string, value: string][] {
  const { rawHeaders } = request;
  const lines: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    lines.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  }
  return lines;
}

/** Answers with indented JSON, a line at the end. To HEAD goes the head alone. */
export function answerJson(
  { request, response }: Pick<LabExchange, 'request' | 'response'>,
  status: number,
  value: unknown,
): void {
  const body = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
