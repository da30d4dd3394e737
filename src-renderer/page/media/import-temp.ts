import { FerryError } from '#contract/errors';
import type { MadeBy } from '#contract/file-system';
import type { ApiKit } from '../wx/api-kit.ts';
import type { BodyCarrier } from '../wx/bodies.ts';

/** A temp file as the page may name it. */
export interface TempFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Makes a temp file of what the page itself has made.
 *
 * @param extension of the file, without its dot
 * @throws FerryError
 */
export type TempImporter = (content: Blob, extension: string, madeBy: MadeBy) => Promise<TempFile>;

export function createTempImporter(kit: Pick<ApiKit, 'call'>, bodies: BodyCarrier): TempImporter {
  return async (content, extension, madeBy) => {
    const body = await bodies.outgoing(await content.arrayBuffer());
    if (body.kind !== 'bytes' && body.kind !== 'posted') {
      throw new FerryError('internal', `Content of a file went out as ${body.kind}.`);
    }
    return kit.call('wx:import-temp', { content: body, extension, madeBy });
  };
}
