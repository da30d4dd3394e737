import { isInterim, parseResponseHead, type ResponseHead } from './response-head.ts';

/** Longer heads are beyond what Node reads; they go on as they are, for Node to refuse. */
const MAX_HEAD_BYTES = 128 * 1024;
const MAX_CHUNK_LINE_BYTES = 16 * 1024;

/** What the bytes of a response are, one after the other. */
export type ResponsePiece =
  | { readonly kind: 'head'; readonly head: ResponseHead; readonly bytes: Uint8Array }
  /** Bytes of the body proper: no chunk sizes, no trailers. */
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  /** A body in chunks or of a told length is whole. Trailer lines, each with its line end. */
  | { readonly kind: 'whole'; readonly trailers: Uint8Array }
  /** No head, an interim one, no HTTP at all, or what follows a whole response: goes on as it is. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array };

type State =
  | { readonly kind: 'head' | 'until-close' | 'raw' | 'chunk-line' | 'trailers' }
  | { readonly kind: 'length' | 'chunk'; leftBytes: number };

/** Takes a response apart as it comes off the wire, whatever the pieces it comes in. */
export interface ResponseReader {
  read(bytes: Uint8Array): Iterable<ResponsePiece>;
  /** What was held back for the rest of it, when there is no rest. */
  rest(): Uint8Array;
}

export function createResponseReader(method: string): ResponseReader {
  let state: State = { kind: 'head' };
  let held: Buffer = Buffer.alloc(0);

  const take = (bytes: number): Buffer => {
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  };

  /** The held bytes up to and with the first of `ends`, null while none has come. */
  const takeUpTo = (...ends: string[]): Buffer | null => {
    const found = ends.map((end) => [held.indexOf(end), end.length] as const).filter(([at]) => at !== -1);
    return found.length === 0 ? null : take(Math.min(...found.map(([at, length]) => at + length)));
  };

  const takeAll = () => take(held.length);

  const readHead = (): ResponsePiece | null => {
    const bytes = takeUpTo('\r\n\r\n', '\n\n');
    if (bytes === null) {
      if (held.length <= MAX_HEAD_BYTES) return null;
      state = { kind: 'raw' };
      return { kind: 'raw', bytes: takeAll() };
    }
    const head = parseResponseHead(bytes.toString('latin1'), method);
    if (head === null) {
      state = { kind: 'raw' };
      return { kind: 'raw', bytes };
    }
    if (isInterim(head)) return { kind: 'raw', bytes };
    state = stateAfter(head);
    return { kind: 'head', head, bytes };
  };

  const readBody = (body: State & { leftBytes: number }): ResponsePiece | null => {
    if (body.leftBytes === 0) {
      if (body.kind === 'length') {
        state = { kind: 'raw' };
        return { kind: 'whole', trailers: new Uint8Array() };
      }
      if (held.length < 2) return null;
      take(2);
      state = { kind: 'chunk-line' };
      return next();
    }
    if (held.length === 0) return null;
    const bytes = take(body.leftBytes);
    body.leftBytes -= bytes.length;
    return { kind: 'body', bytes };
  };

  const readChunkLine = (): ResponsePiece | null => {
    const line = takeUpTo('\r\n');
    if (line === null && held.length <= MAX_CHUNK_LINE_BYTES) return null;
    const size = /^([\da-f]{1,12})\s*(?:;.*)?\r\n$/i.exec(line?.toString('latin1') ?? '')?.[1];
    if (size === undefined) {
      state = { kind: 'raw' };
      return { kind: 'raw', bytes: Buffer.concat([line ?? Buffer.alloc(0), takeAll()]) };
    }
    const leftBytes = Number.parseInt(size, 16);
    state = leftBytes === 0 ? { kind: 'trailers' } : { kind: 'chunk', leftBytes };
    return next();
  };

  const readTrailers = (): ResponsePiece | null => {
    const trailers =
      held.subarray(0, 2).toString('latin1') === '\r\n' ? takeUpTo('\r\n') : takeUpTo('\r\n\r\n');
    if (trailers === null) return null;
    state = { kind: 'raw' };
    return { kind: 'whole', trailers: trailers.subarray(0, -2) };
  };

  const next = (): ResponsePiece | null => {
    switch (state.kind) {
      case 'head':
        return readHead();
      case 'length':
      case 'chunk':
        return readBody(state);
      case 'chunk-line':
        return readChunkLine();
      case 'trailers':
        return readTrailers();
      case 'until-close':
        return held.length === 0 ? null : { kind: 'body', bytes: takeAll() };
      case 'raw':
        return held.length === 0 ? null : { kind: 'raw', bytes: takeAll() };
    }
  };

  return {
    *read(bytes) {
      held =
        held.length === 0
          ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
          : Buffer.concat([held, bytes]);
      for (let piece = next(); piece !== null; piece = next()) yield piece;
    },
    rest: takeAll,
  };
}

function stateAfter({ framing }: ResponseHead): State {
  switch (framing.kind) {
    case 'none':
      return { kind: 'length', leftBytes: 0 };
    case 'length':
      return { kind: 'length', leftBytes: framing.bytes };
    case 'chunked':
      return { kind: 'chunk-line' };
    case 'close':
      return { kind: 'until-close' };
  }
}
