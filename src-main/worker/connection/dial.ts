import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { TimingsRecorder } from '../timings.ts';
import type { Links } from './link/links.ts';
import { carriedBy } from './peer.ts';
import { openTunnel, proxyFailed } from './proxy.ts';
import type { Route } from './route.ts';
import type { Trust } from './trust.ts';

/** Bounds on the steps before a request is on the wire; the job's own budget bounds everything. */
export const STEP_TIMEOUTS_MS = { lookup: 20_000, connect: 30_000, secureConnect: 30_000, proxy: 20_000 };

export type StepTimeouts = typeof STEP_TIMEOUTS_MS;

/** For whom a connection is made. */
export interface DialCall {
  /** Gives the attempt up. */
  readonly signal: AbortSignal;
  /** Hears of the steps, and of `sendStart` when the connection is ready. */
  readonly timings: Pick<TimingsRecorder, 'mark'>;
  /** Protocols offered by ALPN, the dearest first; empty: none. */
  readonly protocols: readonly string[];
}

export interface DialedConnection {
  /** The stream HTTP is spoken on: after link, tunnel and TLS. */
  readonly stream: Duplex;
  /** What ALPN came to; null when it came to nothing. */
  readonly protocol: string | null;
}

/**
 * Makes a connection of a route. Rejects with Node's own error, with a time-out in got's shape, or with `net.proxy`;
 * nothing is left open then.
 */
export type Dial = (route: Route, call: DialCall) => Promise<DialedConnection>;

export function createDial(links: Links, timeoutsMs: StepTimeouts = STEP_TIMEOUTS_MS): Dial {
  return async (route, call) => {
    const { proxy, link, trust } = route;
    const { signal, timings } = call;
    signal.throwIfAborted();
    const hop = proxy ?? route;
    const socket = net.connect({ host: hop.host, port: hop.port, noDelay: true });
    const linkUse = link === null ? null : links.use(link);
    let stream: Duplex = socket;
    const giveUp = () => {
      linkUse?.release();
      stream.destroy();
      socket.destroy();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    // Whoever waits for a step hears of errors; between steps, and later in the pool, nobody may listen.
    socket.on('error', () => undefined);
    try {
      try {
        await connected(socket, hop.host, timings, timeoutsMs);
        if (linkUse !== null) {
          stream = linkUse.condition(socket);
          stream.on('error', () => undefined);
          await happens(linkUse.handshake(signal), stream, timeoutsMs.connect, 'connect');
        }
        if (proxy !== null && route.tunnels) {
          await happens(
            openTunnel(stream, proxy, route.host, route.port),
            stream,
            timeoutsMs.proxy,
            'connect',
          );
        }
      } catch (error) {
        throw proxy === null || signal.aborted ? error : proxyFailed(proxy, error);
      }
      if (trust === null) {
        timings.mark('connectEnd', 'sendStart');
        return { stream, protocol: null };
      }
      timings.mark('connectEnd', 'tlsStart');
      const secured = secure(stream, route, trust, call.protocols);
      stream = secured;
      carriedBy(secured, socket);
      secured.on('error', () => undefined);
      const handshake = new Promise((resolve) => secured.once('secureConnect', resolve));
      await happens(handshake, secured, timeoutsMs.secureConnect, 'secureConnect');
      timings.mark('tlsEnd', 'sendStart');
      return { stream, protocol: secured.alpnProtocol === false ? null : secured.alpnProtocol };
    } catch (error) {
      giveUp();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  };
}

/** The name looked up, then the connection made; each within its limit. */
async function connected(
  socket: net.Socket,
  host: string,
  timings: Pick<TimingsRecorder, 'mark'>,
  timeoutsMs: StepTimeouts,
): Promise<void> {
  const connecting = new Promise((resolve) => socket.once('connect', resolve));
  if (net.isIP(host) === 0) {
    timings.mark('dnsStart');
    const lookedUp = new Promise<void>((resolve) => {
      socket.once('lookup', (error: Error | null) => {
        // A failed look-up is the socket's own error.
        if (error !== null) return;
        timings.mark('dnsEnd', 'connectStart');
        resolve();
      });
    });
    await happens(lookedUp, socket, timeoutsMs.lookup, 'lookup');
  } else {
    timings.mark('connectStart');
  }
  await happens(connecting, socket, timeoutsMs.connect, 'connect');
}

function secure(stream: Duplex, route: Route, trust: Trust, protocols: readonly string[]): tls.TLSSocket {
  return tls.connect({
    socket: stream,
    secureContext: trust.context,
    rejectUnauthorized: trust.verifies,
    host: route.host,
    // An address is no name to ask a server for.
    ...(net.isIP(route.host) === 0 ? { servername: route.host } : {}),
    ...(protocols.length === 0 ? {} : { ALPNProtocols: [...protocols] }),
  });
}

/** Waits for a step of `stream`, at most so long; an error or the end of the stream ends the waiting. */
function happens<T>(step: Promise<T>, stream: Duplex, limitMs: number, event: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      stream.off('error', failed).off('close', closed);
    };
    const failed = (error: unknown) => {
      over();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const closed = () => {
      failed(Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' }));
    };
    const timer = setTimeout(() => {
      failed(Object.assign(new Error(`Timed out: ${event}`), { code: 'ETIMEDOUT', event }));
    }, limitMs);
    stream.once('error', failed).once('close', closed);
    step.then((value) => {
      over();
      resolve(value);
    }, failed);
  });
}
