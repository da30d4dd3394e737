import type { Duplex } from 'node:stream';
import { PassThrough, Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';
import { FerryError } from '#contract/errors';

/**
 * The streams that undo content codings, outermost first, to be put between the wire and the sink.
 * `encodings` is in the order the server applied them. Throws `net.protocol` for a coding nobody asked for; a
 * broken one fails its stream, see {@link errorFromDecoder}.
 */
export function decodersFor(encodings: readonly string[]): Duplex[] {
  return encodings.toReversed().map((encoding) => new FirstByteDecoder(encoding, decoderFor(encoding)));
}

/** A decoder's complaint about bytes that are not what Content-Encoding promised; null for any other error. */
export function errorFromDecoder(error: unknown): FerryError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  if (!code.startsWith('Z_') && !code.startsWith('ERR_BROTLI') && !code.startsWith('ERR__ERROR_')) return null;
  return new FerryError('net.protocol', `The response body could not be decoded (${code})`, {
    details: { cause: code, phase: 'receive' },
    cause: error,
  });
}
