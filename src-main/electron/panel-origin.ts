import { PANEL_FILE_PATH } from '#contract/panel';
import { mediaTypeOf } from '../lib/media-type.ts';
import type { Program } from '../program/program.ts';
import { PANEL_POLICY } from './content-policy.ts';
import { fileResponse, notFound } from './file-response.ts';
import type { SchemeHandler } from './scheme.ts';
import { decodePath, staticFile } from './static-files.ts';

/** The panel's own files, and the open program's files for its previews. */
export function createPanelOrigin(panelFolder: string, program: () => Program | null): SchemeHandler {
  return async (request, urlPath) => {
    if (urlPath.startsWith(PANEL_FILE_PATH)) {
      const virtualPath = decodePath(urlPath.slice(PANEL_FILE_PATH.length));
      const found =
        virtualPath === null
          ? null
          : await program()
              ?.files.open(virtualPath)
              .catch(() => null);
      // Sandboxed: a preview is looked at, whatever scripts it holds.
      return found
        ? fileResponse(request, found.realPath, mediaTypeOf(found.path), {
            'content-security-policy': 'sandbox',
          })
        : notFound();
    }
    const file = urlPath === '/' ? 'index.html' : urlPath.slice(1);
    return staticFile(request, panelFolder, file, { 'content-security-policy': PANEL_POLICY });
  };
}
