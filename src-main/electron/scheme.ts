import { protocol, type Session } from 'electron';
import type { Logger } from '../lib/logger.ts';
import { DATA_POLICY } from './content-policy.ts';
import { notFound } from './file-response.ts';

/** The app's own scheme; pages use relative URLs only and never see its name. */
const SCHEME = 'ferry';
/** Host of the panel and host of a mini-program's page: two origins, two sessions. */
export const PANEL_ORIGIN = `${SCHEME}://panel`;
export const PAGE_ORIGIN = `${SCHEME}://page`;

/** Answers the requests of one origin; `path` is decoded nowhere yet and starts with a slash. */
export type SchemeHandler = (request: Request, path: string) => Promise<Response>;

/** Must run before the app is ready, once. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves one origin in a session; every other host of the scheme is unknown there. Returns its end. */
export function serveScheme(
  session: Session,
  origin: string,
  handler: SchemeHandler,
  logger: Logger,
): () => void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== origin) return notFound();
    try {
      return withPolicy(await handler(request, url.pathname));
    } catch (error) {
      // A handler that throws would become a network error without a word.
      logger.error('serve', error, { path: url.pathname });
      return withPolicy(new Response('Failed', { status: 500 }));
    }
  });
  return () => {
    session.protocol.unhandle(SCHEME);
  };
}

/** An answer without a policy of its own is data, and may not become a document. */
function withPolicy(response: Response): Response {
  if (!response.headers.has('content-security-policy')) {
    response.headers.set('content-security-policy', DATA_POLICY);
  }
  return response;
}
