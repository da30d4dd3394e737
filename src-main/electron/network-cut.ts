import { app, type Session } from 'electron';

/**
 * Takes every host from the browser, names and addresses alike: what Ferry carries goes by Node. Without this WebRTC
 * looks names up past the proxy, and a name alone can carry something out. Must run before the app is ready.
 */
export function cutOffBrowser(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** Takes the network from a session, once. */
export type NetworkCut = (guest: Session) => Promise<void>;

/** Nobody serves this port; the app's own scheme does not pass a proxy. */
const DEAD_PROXY = 'http=127.0.0.1:9;https=127.0.0.1:9;socks=127.0.0.1:9';

/**
 * A page has no network of its own: its policy says so, and a proxy that nobody serves stands behind it for what a
 * policy does not reach, WebRTC above all. A session lives as long as Ferry, so it is cut off when first used.
 */
export function createNetworkCut(): NetworkCut {
  const cut = new WeakMap<Session, Promise<void>>();
  return (guest) => {
    const known = cut.get(guest);
    if (known) return known;
    const cutting = guest.setProxy({
      mode: 'fixed_servers',
      proxyRules: DEAD_PROXY,
      // Without this, addresses of this computer would be reached past the proxy.
      proxyBypassRules: '<-loopback>',
    });
    cut.set(guest, cutting);
    return cutting;
  };
}
