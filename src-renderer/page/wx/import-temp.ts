import type { MadeBy } from '#contract/file-system';
import type { ApiKit } from './api-kit.ts';
import type { BodyCarrier } from './bodies.ts';

/** What the page itself made, as a temp file of the mini-program. */
export type ImportTemp = (
  content: Blob,
  extension: string,
  madeBy: MadeBy,
) => Promise<{ readonly path: string; readonly size: number }>;

/** Throws the FerryError of the file system when the content could not be taken in. */
export function createImportTemp(
  kit: Pick<ApiKit, 'call'>,
  bodies: Pick<BodyCarrier, 'content'>,
): ImportTemp {
  return async (content, extension, madeBy) =>
    kit.call('wx:import-temp', {
      content: await bodies.content(new Uint8Array(await content.arrayBuffer())),
      extension,
      madeBy,
    });
}
