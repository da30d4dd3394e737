import { PANEL_BODY_PATH, PANEL_FILE_PATH } from '#contract/panel';
import type { BodySide } from '#contract/transfer';
import type { Program } from '../program/program.ts';
import { PANEL_POLICY } from './content-policy.ts';
import { fileResponse, inertType, notFound } from './file-response.ts';
import { bodyType, rangedResponse } from './ranged-response.ts';
import type { SchemeHandler } from './scheme.ts';
import { decodePath, staticFile } from './static-files.ts';

/**
 * The panel's own files, and for its previews the open program's files and the bodies that are kept of its exchanges:
 * pictures, sound and plain text, never a document.
 */
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
    if (urlPath.startsWith(PANEL_BODY_PATH)) {
      const open = program();
      return open ? bodyResponse(request, urlPath.slice(PANEL_BODY_PATH.length), open) : notFound();
    }
    const file = urlPath === '/' ? 'index.html' : urlPath.slice(1);
    return staticFile(request, panelFolder, file, { 'content-security-policy': PANEL_POLICY });
  };
}

/** `<exchange id>/<side>`, of which `?from=&length=&type=` makes a part with a type of its own. */
async function bodyResponse(
  request: Request,
  place: string,
  { kept, journal }: Pick<Program, 'kept' | 'journal'>,
): Promise<Response> {
  const [encoded = '', side = '', ...more] = place.split('/');
  const id = decodePath(encoded);
  if (id === null || !isSide(side) || more.length > 0) return notFound();
  const wholeBytes = kept.sizeOf(id, side);
  const exchange = journal.get(id);
  if (wholeBytes === null || exchange === null) return notFound();
  const { searchParams } = new URL(request.url);
  const from = wholeNumber(searchParams.get('from')) ?? 0;
  const sizeBytes = Math.min(wholeNumber(searchParams.get('length')) ?? wholeBytes, wholeBytes - from);
  if (sizeBytes < 0) return notFound();
  const isPart = searchParams.has('from');
  const mediaType = isPart ? searchParams.get('type') : (exchange.bodies[side]?.mediaType ?? null);
  return rangedResponse(request, {
    sizeBytes,
    mediaType: bodyType(mediaType, (type) => inertType('', type)),
    read: (start, length) => kept.read(id, side, { start: from + start, sizeBytes: length }),
  });
}

function isSide(side: string): side is BodySide {
  return side === 'request' || side === 'response';
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
