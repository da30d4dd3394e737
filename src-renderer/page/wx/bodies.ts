import type { FileContent } from '#contract/file-system';
import type { BodyRef, RequestBody } from '#contract/transfer';
import { INLINE_BODY_BYTES, PAGE_PATHS } from '#contract/wx';
import { FerryError } from '#contract/errors';
import { relativeUrl } from '../resource-url.ts';
import { isOptions } from './parameters.ts';

/** Carries bodies between the page and main: small ones inline, large ones by the page's own origin. */
export interface BodyCarrier {
  /** A request body ready to send. Over 64 KiB it is posted first: then a promise, which may reject with FerryError. */
  outgoing(body: string | ArrayBuffer | null): RequestBody | Promise<RequestBody>;
  /** Content for a file, ready to send; over 64 KiB as with {@link BodyCarrier.outgoing}. Takes its copy at once. */
  content(bytes: Uint8Array<ArrayBuffer>): FileContent | Promise<FileContent>;
  incomingText(body: BodyRef | undefined): Promise<string>;
  incomingBytes(body: BodyRef | undefined): Promise<ArrayBuffer>;
}

/** `fetch` as the page has it; handed in because project code may replace the global one. */
export type FetchDoor = (url: string, init?: RequestInit) => Promise<Response>;

export function createBodyCarrier(fetchDoor: FetchDoor): BodyCarrier {
  async function open(url: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetchDoor(url, init);
    } catch (error) {
      throw new FerryError('internal', `The body at ${url} could not be carried.`, { cause: error });
    }
    if (!response.ok) {
      throw new FerryError('internal', `The body at ${url} answered ${String(response.status)}.`);
    }
    return response;
  }

  async function post(bytes: Uint8Array<ArrayBuffer>): Promise<FileContent> {
    const response = await open(relativeUrl(PAGE_PATHS.body), { method: 'POST', body: bytes }).catch(
      (error: unknown) => {
        // It goes by the disk, whatever the disk's reason.
        throw new FerryError('file.io', 'The request body could not be taken in.', { cause: error });
      },
    );
    const answer: unknown = await response.json();
    const bodyId = isOptions(answer) ? answer['bodyId'] : undefined;
    if (typeof bodyId !== 'string') throw new FerryError('internal', 'A handed-in body got no id.');
    return { kind: 'posted', bodyId };
  }

  return {
    outgoing(body) {
      if (body === null) return { kind: 'none' };
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
      if (bytes.byteLength <= INLINE_BODY_BYTES) {
        return typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'bytes', bytes };
      }
      return post(bytes);
    },

    content: (bytes) =>
      bytes.byteLength <= INLINE_BODY_BYTES ? { kind: 'bytes', bytes: bytes.slice() } : post(bytes),

    async incomingText(body) {
      if (body === undefined) return '';
      if (body.kind === 'text') return body.text;
      if (body.kind === 'bytes') return new TextDecoder().decode(body.bytes);
      return (await open(relativeUrl(body.url))).text();
    },

    async incomingBytes(body) {
      if (body === undefined) return new ArrayBuffer(0);
      if (body.kind === 'text') return new TextEncoder().encode(body.text).buffer;
      if (body.kind === 'bytes') return body.bytes.slice().buffer;
      return (await open(relativeUrl(body.url))).arrayBuffer();
    },
  };
}
