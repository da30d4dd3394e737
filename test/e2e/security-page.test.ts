import { afterEach, describe, expect, test } from 'vitest';
import { useHostileApp } from '../support/hostile-app.ts';

const hostile = useHostileApp();

/** After every attempt: nobody was reached, the page is where it was, no window has come. */
function nothingHappened(): void {
  afterEach(async () => {
    expect(hostile().targets.arrivals()).toEqual([]);
    expect(await hostile().isStillThere()).toBe(true);
    expect(hostile().app.app.windows()).toHaveLength(2);
  });
}

describe('a page reaches nobody by', () => {
  nothingHappened();

  test.each([
    ['fetch', 'policy connect-src'],
    ['fetch without cors', 'policy connect-src'],
    ['fetch later', 'policy connect-src'],
    ['XMLHttpRequest', 'policy connect-src'],
    ['XMLHttpRequest, synchronous', 'policy connect-src'],
    ['WebSocket', 'policy connect-src'],
    ['WebSocketStream', 'policy connect-src'],
    ['EventSource', 'policy connect-src'],
    ['WebTransport', 'policy connect-src'],
    ['beacon', 'policy connect-src'],
    ['WebRTC by TURN and STUN', '0 candidates'],
    ['an image', 'policy img-src'],
    ['an image by srcset', 'policy img-src'],
    ['an image nobody sees', 'policy img-src'],
    ['an input of type image', 'policy img-src'],
    ['an image inside SVG', 'policy img-src'],
    ['a use inside SVG', 'nothing'],
    ['a filter image inside SVG', 'policy img-src'],
    ['a video', 'policy media-src'],
    ['a poster', 'policy img-src'],
    ['an audio', 'policy media-src'],
    ['subtitles', 'policy media-src'],
    ['an object', 'policy object-src'],
    ['an embed', 'policy object-src'],
    ['an embedded PDF', 'policy object-src'],
    ['a frame', 'policy frame-src'],
    ['a fenced frame', 'refused TypeError'],
    ['a frame of its own markup', 'nothing'],
    ['the fetch of an empty frame', 'refused TypeError'],
    ['a style sheet', 'policy style-src-elem'],
    ['an import in CSS', 'policy style-src-elem'],
    ['a background in CSS', 'policy img-src'],
    ['a mask in CSS', 'policy img-src'],
    ['a cursor in CSS', 'policy img-src'],
    ['a font in CSS', 'policy font-src'],
    ['a font by script', 'policy font-src'],
    ['a sheet made by script', 'nothing'],
    ['a preload', 'policy img-src'],
    ['a preload for fetch', 'policy connect-src'],
    ['a prefetch', 'policy default-src'],
    ['a prerender', 'nothing'],
    ['a module preload', 'policy script-src-elem'],
    ['a manifest', 'nothing'],
    ['an icon', 'policy img-src'],
    ['a DNS prefetch', 'nothing'],
    ['a preconnect', 'nothing'],
    ['a preconnect by name', 'nothing'],
    ['speculation rules', 'policy script-src-elem'],
    ['a federated sign-in', 'policy connect-src'],
    ['a violation report', 'policy frame-src'],
  ])('%s', async (name, refused) => {
    expect((await hostile().attempt(name)).came).toBe(refused);
  });
});

describe('a page runs no code but its project’s by', () => {
  nothingHappened();

  test.each([
    ['eval', 'policy script-src'],
    ['the Function constructor', 'policy script-src'],
    ['the constructor of an asynchronous function', 'policy script-src'],
    ['the Function of the bridge', 'policy script-src'],
    ['a timer with text', 'policy script-src'],
    ['an inline script', 'policy script-src-elem'],
    ['an inline module that imports', 'policy script-src-elem'],
    ['an inline event handler', 'policy script-src-attr'],
    ['a script of another server', 'policy script-src-elem'],
    ['a module of another server', 'policy script-src-elem'],
    ['a script in a data URL', 'policy script-src-elem'],
    ['a script in a blob', 'policy script-src-elem'],
    ['a script file of the package', 'refused TypeError'],
    ['a script that a server calls an image', 'refused as application/octet-stream'],
    ['a javascript: address', 'policy script-src-elem'],
    ['a worker in a blob', 'policy worker-src'],
    ['a worker in a data URL', 'policy worker-src'],
    ['a worker of its own origin', 'policy worker-src'],
    ['a shared worker', 'policy worker-src'],
    ['a service worker', 'policy worker-src'],
    ['an audio worklet', 'refused AbortError'],
    ['a paint worklet', 'refused AbortError'],
    ['WebAssembly', 'policy script-src'],
  ])('%s', async (name, refused) => {
    expect((await hostile().attempt(name)).came).toBe(refused);
    expect(await hostile().page.evaluate(() => 'escaped' in globalThis)).toBe(false);
  });

  test('an import of another server, by whoever can say import', async () => {
    const { page, targets } = hostile();
    const said = page.evaluate(
      `import('${targets.http}/import.js').then(() => 'loaded', ({ name }) => name)`,
    );
    expect(await said).toBe('TypeError');
  });
});

describe('a page neither leaves its document nor opens another by', () => {
  nothingHappened();

  test.each([
    ['location to a file of its own', 'nothing', ''],
    ['location to another server', 'nothing', ''],
    ['location.replace', 'nothing', ''],
    ['a data: document', 'nothing', 'Not allowed to navigate top frame to data URL'],
    ['a blob: document', 'nothing', ''],
    ['about:blank', 'nothing', ''],
    ['the panel', 'nothing', ''],
    ['the disk', 'nothing', 'Not allowed to load local resource'],
    ['another address of its own, reloaded', 'nothing', ''],
    ['another query of its own, reloaded', 'nothing', ''],
    ['steps back in history', 'nothing', ''],
    ['the navigation API', 'nothing', ''],
    ['a refresh in markup', 'nothing', ''],
    ['a base for every address', 'policy base-uri', ''],
    ['a link', 'policy connect-src', ''],
    ['a link to a new window', 'nothing', 'Blocked opening'],
    ['a form', 'nothing', 'Blocked form submission'],
    ['a form to a new window', 'nothing', 'Blocked opening'],
    ['a form to its own file', 'nothing', 'Blocked form submission'],
    ['a window', 'true', 'Blocked opening'],
    ['a window without an opener', 'true', 'Blocked opening'],
    ['a window of its own', 'true', 'Blocked opening'],
    ['a window on the panel', 'true', 'Blocked opening'],
    ['an empty window', 'true', 'Blocked opening'],
    ['a frame that goes elsewhere', 'policy frame-src', ''],
    ['a frame of a blob', 'policy frame-src', ''],
    ['a wider domain', 'refused SecurityError', ''],
    ['a way to the opener or the parent', '[null,true,true]', ''],
  ])('%s', async (name, refused, words) => {
    const { came, said } = await hostile().attempt(name);
    expect(came).toBe(refused);
    expect(said).toContain(words);
    expect(await hostile().page.evaluate(() => location.pathname)).toBe('/');
  });
});

describe('a page does nothing over Ferry’s head:', () => {
  nothingHappened();

  test.each([
    ['a download of another server', 'nothing', ''],
    ['a download of its own', 'nothing', 'Download is disallowed'],
    ['a download of a blob', 'nothing', ''],
    ['a box that waits for an answer', '[null,false,null]', "Ignored call to 'prompt()'"],
    ['a print', 'nothing', "Ignored call to 'print()'"],
    ['full screen', 'refused TypeError', 'fullscreen is not allowed in this document'],
    ['the pointer', 'refused SecurityError', 'Blocked pointer lock'],
    ['the clipboard', 'refused NotAllowedError', 'The Clipboard API has been blocked'],
    ['the camera', /^refused Not(Found|Allowed)Error$/, 'camera is not allowed in this document'],
    ['the screen', 'refused NotAllowedError', 'display-capture is not allowed in this document'],
    ['the place', /^refused Geolocation has been disabled/, 'Geolocation access has been blocked'],
    ['notifications', 'denied', ''],
    ['MIDI', 'refused SecurityError', 'Midi access has been blocked'],
    ['a question before it closes', 'nothing', ''],
  ])('%s', async (name, refused, words) => {
    const { came, said } = await hostile().attempt(name);
    expect(came).toMatch(refused);
    expect(said).toContain(words);
    expect(said).not.toContain('a download began');
  });
});

test('all the while the browser looked up no name and spoke to nobody, and closing it was not held up', async () => {
  const { targets } = hostile();
  expect(targets.wildRequests()).toEqual(['GET /script-as-image']);
  // The one that counts can count.
  await fetch(targets.http);
  expect(targets.arrivals()).toEqual(['http 1 times']);
  expect(await hostile().closeAndReadNetwork()).toEqual({ namesLookedUp: [], addressesContacted: [] });
});
