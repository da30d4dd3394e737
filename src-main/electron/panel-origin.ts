import { PANEL_FILE_PATH } from '#contract/panel';
import type { Program } from '../program/program.ts';
import { PANEL_POLICY } from './content-policy.ts';
import { fileResponse, inertType, notFound } from './file-response.ts';
import type { SchemeHandler } from './scheme.ts';
import { decodePath, staticFile } from './static-files.ts';

/** The panel's own files, and the open program's files for its previews: pictures and sound, never a document. */
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
      return found ? fileResponse(request, found.realPath, inertType(found.path)) : notFound();
    }
    const file = urlPath === '/' ? 'index.html' : urlPath.slice(1);
    return staticFile(request, panelFolder, file, { 'content-security-policy': PANEL_POLICY });
  };
}
