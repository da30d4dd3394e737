import type { DevtoolsSession, EventParameters } from '../devtools-pipe.ts';
import type { Navigation } from '../page/navigation.ts';
import type { OriginMap } from '../origin-map.ts';
import { requestDetails } from './request-details.ts';
import type { WebContents } from './web-contents.ts';

/**
 * Lets a request that is held back go on, elsewhere, or not at all: first the page's navigation has its say, then
 * the session's `webRequest`.
 */
export async function decideRequest(
  contents: WebContents,
  navigation: Navigation,
  origins: OriginMap,
  session: DevtoolsSession,
  paused: EventParameters<'Fetch.requestPaused'>,
): Promise<void> {
  const { requestId } = paused;
  if (paused.resourceType === 'Document' && !navigation.mayRequest(paused)) {
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    return;
  }
  const { webRequest } = contents.session;
  const answer = webRequest.isListening ? await webRequest.ask(requestDetails(contents, paused)) : {};
  if (answer.cancel === true) {
    await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
  } else if (answer.redirectURL !== undefined) {
    const location = origins.toWeb(answer.redirectURL, contents.session.ordinal);
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 307,
      responseHeaders: [{ name: 'location', value: location }],
    });
  } else {
    await session.send('Fetch.continueRequest', { requestId });
  }
}
