import http2, { type ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Dial, DialCall } from './dial.ts';
import { peerOf, socketBelow, type Peer } from './peer.ts';
import type { Route } from './route.ts';

/** Kept at a time, with what is known of servers that speak no HTTP/2. */
const MAX_SERVERS = 24;
const IDLE_MS = 30_000;
const MIB = 1024 * 1024;
/** Node's 64 KiB would make a download wait for a round trip every 64 KiB. */
const STREAM_WINDOW_BYTES = 4 * MIB;
const SESSION_WINDOW_BYTES = 16 * MIB;

interface OpenSession {
  readonly session: ClientHttp2Session;
  readonly peer: Peer | null;
  /** The system's connection below it. */
  readonly carrier: Socket | null;
  /** As the session's own, which would not know when it is idle. */
  readonly request: ClientHttp2Session['request'];
}

/** A connection that carries any number of exchanges at a time. */
export interface SharedSession extends OpenSession {
  /** The first exchange on it made it. */
  readonly isNew: boolean;
}

/** What a server turned out to speak. */
export type Negotiated =
  | ({ readonly protocol: 'h2' } & SharedSession)
  /** `first` is the connection this was learnt on, to be used at once; null when it was known before. */
  | { readonly protocol: 'http/1.1'; readonly first: Duplex | null };

/** HTTP/2 where servers speak it: one session per route. */
export interface Http2Sessions {
  /**
   * Finds out what the server at the end of the route speaks, once for all that ask at a time. Rejects as dialing
   * does; who waits for another's attempt makes its own when that fails.
   */
  negotiate(route: Route, call: Omit<DialCall, 'protocols'>): Promise<Negotiated>;
  /** Sessions open at this moment. */
  open(): number;
  close(): void;
}

type Server =
  | { readonly kind: 'asking'; readonly asking: Promise<unknown> }
  | { readonly kind: 'h2'; readonly open: OpenSession }
  | { readonly kind: 'http/1.1' };

export function createHttp2Sessions(dial: Dial, idleMs = IDLE_MS): Http2Sessions {
  /** By the keys of their routes, the least recently used first. */
  const servers = new Map<string, Server>();

  const keep = (key: string, server: Server) => {
    servers.delete(key);
    servers.set(key, server);
    for (const [oldest, old] of servers) {
      if (servers.size <= MAX_SERVERS) break;
      if (old.kind === 'asking') continue;
      servers.delete(oldest);
      // Ends when the exchanges on it have.
      if (old.kind === 'h2') old.open.session.close();
    }
  };

  const openSession = (key: string, stream: Duplex): OpenSession => {
    const session = http2.connect('https://localhost', sessionOptions(stream));
    const open = {
      session,
      peer: peerOf(stream),
      carrier: socketBelow(stream),
      request: requestsOf(session, idleMs),
    };
    session.once('connect', () => {
      session.setLocalWindowSize(SESSION_WINDOW_BYTES);
    });
    // Each exchange hears of it by its own stream.
    session.on('error', () => undefined);
    const forget = () => {
      const server = servers.get(key);
      if (server?.kind === 'h2' && server.open === open) servers.delete(key);
    };
    // No more exchanges after the server's good-bye.
    session.once('goaway', forget).once('close', forget);
    keep(key, { kind: 'h2', open });
    return open;
  };

  const ask = async (route: Route, call: Omit<DialCall, 'protocols'>): Promise<Negotiated> => {
    const { stream, protocol } = await dial(route, { ...call, protocols: ['h2', 'http/1.1'] });
    if (protocol === 'h2') return { protocol: 'h2', ...openSession(route.key, stream), isNew: true };
    keep(route.key, { kind: 'http/1.1' });
    return { protocol: 'http/1.1', first: stream };
  };

  return {
    async negotiate(route, call) {
      const { key } = route;
      for (;;) {
        call.signal.throwIfAborted();
        const server = servers.get(key);
        if (server?.kind === 'http/1.1') {
          keep(key, server);
          return { protocol: 'http/1.1', first: null };
        }
        if (server?.kind === 'h2') {
          const { session } = server.open;
          if (!session.closed && !session.destroyed) {
            keep(key, server);
            return { protocol: 'h2', ...server.open, isNew: false };
          }
          servers.delete(key);
        }
        if (server?.kind === 'asking') {
          await Promise.race([server.asking.catch(() => undefined), aborted(call.signal)]);
          continue;
        }
        const asking = ask(route, call);
        const entry: Server = { kind: 'asking', asking };
        keep(key, entry);
        try {
          return await asking;
        } finally {
          if (servers.get(key) === entry) servers.delete(key);
        }
      }
    },
    open: () => [...servers.values()].filter(({ kind }) => kind === 'h2').length,
    close() {
      for (const server of servers.values()) if (server.kind === 'h2') server.open.session.destroy();
      servers.clear();
    },
  };
}

function sessionOptions(stream: Duplex): http2.ClientSessionOptions & { strictSingleValueFields: boolean } {
  return {
    createConnection: () => stream,
    settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    // Repeats of a header go out as they are.
    strictSingleValueFields: false,
  };
}

/** Starts exchanges on a session, and closes it when there has been none for a while. */
function requestsOf(session: ClientHttp2Session, idleMs: number): ClientHttp2Session['request'] {
  let streams = 0;
  let timer: NodeJS.Timeout | null = null;
  const rest = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  session.once('close', rest);
  return (headers, options) => {
    streams += 1;
    rest();
    const stream = session.request(headers, options);
    stream.once('close', () => {
      streams -= 1;
      if (streams > 0 || session.closed) return;
      timer = setTimeout(() => {
        session.close();
      }, idleMs);
      timer.unref();
    });
    return stream;
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const onAbort = () => {
      resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
