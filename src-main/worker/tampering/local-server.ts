import { open, stat, type FileHandle } from 'node:fs/promises';
import { STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import type { LocalAnswer } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import type { HeaderLines } from '#contract/transfer';
import { errorFromFile } from '../errors.ts';
import { GivingSocket } from './giving-socket.ts';
import { createRequestSplitter } from './request-splitter.ts';

const WRITABLE_BYTES = 64 * 1024;
const READ_BYTES = 64 * 1024;

/** About this connection and how a body ends on it, so the answer's own words on them do not count. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'trailer',
  'upgrade',
]);

/** A local answer with its body at hand. */
export interface OpenAnswer {
  readonly statusCode: number;
  readonly headers: HeaderLines;
  readonly bodyBytes: number;
  readonly body: Uint8Array | FileHandle;
  /** Can be called more than once. */
  close(): Promise<void>;
}

/**
 * Makes an answer ready to be given. Errors: `file.*` when its file cannot be read, with the file's path in the
 * message: it is a rule's, and the developer has to find it; `request.invalid` for a status or a header that no
 * server could send.
 */
export async function openAnswer(answer: LocalAnswer): Promise<OpenAnswer> {
  const { statusCode } = answer;
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 999) {
    throw cannotSend(`the status ${String(statusCode)}`);
  }
  const headers = answer.headers.filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
  for (const [name, value] of headers) refuseHeader(name, value);
  const { body } = answer;
  if (body.kind === 'text') {
    const bytes = Buffer.from(body.text);
    return { statusCode, headers, bodyBytes: bytes.length, body: bytes, close: () => Promise.resolve() };
  }
  const { handle, sizeBytes } = await openFile(body.path);
  let closed: Promise<void> | null = null;
  return {
    statusCode,
    headers,
    bodyBytes: sizeBytes,
    body: handle,
    close: () => (closed ??= handle.close()),
  };
}

async function openFile(path: string): Promise<{ handle: FileHandle; sizeBytes: number }> {
  try {
    // Opening a pipe waits for its other end, so what it is comes first.
    const stats = await stat(path);
    if (!stats.isFile()) {
      throw new FerryError('file.type', `The file that a rule answers with is not a plain file: ${path}`);
    }
    return { handle: await open(path, 'r'), sizeBytes: stats.size };
  } catch (error) {
    throw errorFromFile(error, `read the file that a rule answers with, ${path}`);
  }
}

function refuseHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw cannotSend(`the header “${name}”`);
  }
}

function cannotSend(what: string): FerryError {
  return new FerryError('request.invalid', `A rule answers with ${what}, which no server could send`);
}

/**
 * A connection to a server that reads one request and gives `answer`, in this process. Node's client reads it as it
 * would read a socket, so all that is told of an exchange is told of this one too.
 */
export class LocalServer extends GivingSocket {
  readonly #answer: OpenAnswer;
  readonly #method: string;
  #requestLeftBytes: number;
  readonly #splitter = createRequestSplitter();

  /** `requestBytes` is the length of the request's body. */
  constructor(answer: OpenAnswer, method: string, requestBytes: number) {
    super(WRITABLE_BYTES);
    this.#answer = answer;
    this.#method = method;
    this.#requestLeftBytes = requestBytes;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    done();
    this.#requestLeftBytes -= chunk.length - this.#splitter.headBytesOf(chunk);
    if (this.#splitter.isHeadWhole() && this.#requestLeftBytes === 0) {
      // No answer comes within the very step that sends the request.
      setImmediate(() => {
        this.#respond();
      });
    }
  }

  #respond(): void {
    this.#send().then(
      () => this.push(null),
      (error: unknown) => this.destroy(FerryError.from(error)),
    );
  }

  async #send(): Promise<void> {
    const { statusCode, headers, body, bodyBytes } = this.#answer;
    const hasBody = statusCode !== 204 && statusCode !== 304;
    const saysLength = headers.some(([name]) => name.toLowerCase() === 'content-length');
    const lines = [
      `HTTP/1.1 ${String(statusCode)} ${STATUS_CODES[statusCode] ?? 'Unknown'}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(hasBody && !saysLength ? [`Content-Length: ${String(bodyBytes)}`] : []),
    ];
    await this.give(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
    if (!hasBody || this.#method === 'HEAD') return;
    if (body instanceof Uint8Array) await this.give(body);
    else await this.#giveFile(body, bodyBytes);
  }

  async #giveFile(file: FileHandle, sizeBytes: number): Promise<void> {
    let position = 0;
    while (position < sizeBytes && !this.destroyed) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, sizeBytes - position));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position).catch((error: unknown) => {
        throw errorFromFile(error, 'read the file that a rule answers with');
      });
      // Shorter than it was: the answer ends early, as a server's would.
      if (bytesRead === 0) return;
      position += bytesRead;
      await this.give(chunk.subarray(0, bytesRead));
    }
  }
}
