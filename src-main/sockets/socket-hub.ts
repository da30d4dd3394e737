import type { Duplex } from 'node:stream';
import { FerryError } from '#contract/errors';
import {
  MAX_SOCKET_BACKLOG_BYTES,
  MAX_SOCKETS,
  type SocketCalls,
  socketContentBytes,
  type SocketNews,
  type SocketOpenCall,
} from '#contract/sockets';
import type { HeaderLines, NetworkProfile } from '#contract/transfer';
import type { Clock } from '../lib/clock.ts';
import type { ProgramNetwork } from '../transfers/network.ts';
import type { SocketNotes } from './socket-record.ts';
import type { OpenWebSocket, WebSocketWire } from './websocket.ts';

/** A connection as it was made for one socket. */
export interface MadeConnection {
  readonly stream: Duplex;
  /** Times on main's clock, for `profile`. */
  profile(): NetworkProfile;
}

export interface SocketHubDeps {
  readonly clock: Clock;
  readonly openWebSocket: OpenWebSocket;
  readonly network: Pick<ProgramNetwork, 'judge'>;
  /** Begins the record of a socket. */
  record(call: SocketOpenCall): SocketNotes;
  /** The way to a server: link, proxy, maps and certificates as for a transfer. Rejects with FerryError. */
  connect(call: SocketOpenCall, url: URL, signal: AbortSignal): Promise<MadeConnection>;
  /** What the device sends: the page's own headers less those it may not set, and the Referer. */
  headersOf(written: Readonly<Record<string, string>>): HeaderLines;
  /** Whatever the network threw, as FerryError. */
  errorFrom(error: unknown, host: string): FerryError;
}

type OpenRequest = Parameters<SocketCalls['wx:socket-open']>[0];
type SendRequest = Parameters<SocketCalls['wx:socket-send']>[0];
type HeardRequest = Parameters<SocketCalls['wx:socket-heard']>[0];
type CloseRequest = Parameters<SocketCalls['wx:socket-close']>[0];

/** The WebSockets of one open mini-program. Every socket ends exactly once and says nothing after it. */
export interface SocketHub {
  /** A run begins: `tell` carries what its sockets have to say. */
  begin(tell: (socketId: string, news: SocketNews) => void): void;
  /** @throws FerryError `request.*`, before anything is sent */
  open(request: OpenRequest): void;
  /** @throws FerryError `net.closed` when the socket is not open */
  send(request: SendRequest): Promise<void>;
  /** The page has heard so many bytes: a server that waits because of them goes on. */
  heard(request: HeardRequest): void;
  close(request: CloseRequest): void;
  /** The run is over: its sockets are cut off, and nobody hears of it. */
  end(): void;
  live(): number;
}

/** 1006: closed without a closing handshake (RFC 6455 §7.1.5). */
const ABNORMAL = 1006;

interface LiveSocket {
  readonly aborter: AbortController;
  readonly notes: SocketNotes;
  wire: WebSocketWire | null;
  /** Asked for by the page while it was still connecting. */
  closing: CloseRequest | null;
  /** Bytes told to the page that it has not heard yet. */
  unheardBytes: number;
}

export function createSocketHub(deps: SocketHubDeps): SocketHub {
  const { clock, network } = deps;
  const sockets = new Map<string, LiveSocket>();
  let tell: (socketId: string, news: SocketNews) => void = () => undefined;

  /** The URL to dial, after WeChat's checks. */
  function admitted({ url: text, socketId }: OpenRequest): URL {
    const url = URL.parse(text);
    if (!url || url.hostname === '')
      throw new FerryError('request.url', `Not a URL: ${JSON.stringify(text)}`);
    if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
      throw new FerryError('request.scheme', `${url.protocol}// cannot be used: a WebSocket is ws or wss.`);
    }
    const verdict = network.judge('socket', text);
    if (verdict.error) throw verdict.error;
    if (sockets.has(socketId)) {
      throw new FerryError('request.invalid', `The socket ${socketId} exists already.`);
    }
    if (sockets.size >= MAX_SOCKETS) {
      throw new FerryError(
        'request.over-limit',
        `${String(MAX_SOCKETS)} sockets are open already; WeChat refuses another.`,
      );
    }
    return url;
  }

  async function run(request: OpenRequest, url: URL, own: LiveSocket): Promise<void> {
    const { socketId } = request;
    const say = (news: SocketNews): void => {
      if (sockets.get(socketId) === own) tell(socketId, news);
    };
    const finish = (code: number, reason: string, error: FerryError | null): void => {
      if (sockets.get(socketId) !== own) return;
      if (error) say({ kind: 'error', error: error.toWire() });
      say({ kind: 'close', code, reason });
      sockets.delete(socketId);
      own.notes.ended(code, reason, error);
    };
    const timer = setTimeout(() => {
      const limit = `${url.host} within ${String(request.timeoutMs)} ms`;
      own.aborter.abort(new FerryError('net.timeout', `The socket did not open to ${limit}.`));
    }, request.timeoutMs);
    const { signal } = own.aborter;
    const headers = deps.headersOf(request.header);
    own.notes.connecting(headers);
    try {
      const made = await deps.connect(request, url, signal);
      const wire = await deps.openWebSocket(
        {
          url,
          stream: made.stream,
          headers,
          protocols: request.protocols,
          perMessageDeflate: request.perMessageDeflate,
          signal,
        },
        {
          message: (content) => {
            own.unheardBytes += socketContentBytes(content);
            own.notes.message('received', content);
            if (own.unheardBytes > MAX_SOCKET_BACKLOG_BYTES) own.wire?.pause();
            say({ kind: 'message', content });
          },
          closed: (code, reason, error) => {
            finish(code, reason, error === null ? null : deps.errorFrom(error, url.host));
          },
        },
      );
      own.wire = wire;
      const profile = made.profile();
      own.notes.opened(wire.header, profile);
      say({ kind: 'open', header: wire.header, profile });
      if (own.closing) wire.close(own.closing.code, own.closing.reason);
    } catch (error) {
      const why: unknown = signal.aborted ? signal.reason : error;
      if (own.closing && signal.aborted) finish(own.closing.code, own.closing.reason, null);
      else
        finish(ABNORMAL, 'abnormal closure', why instanceof FerryError ? why : deps.errorFrom(why, url.host));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    begin(next) {
      tell = next;
    },
    open(request) {
      const notes = deps.record(request);
      let url: URL;
      try {
        url = admitted(request);
      } catch (error) {
        notes.ended(ABNORMAL, '', FerryError.from(error));
        throw error;
      }
      const aborter = new AbortController();
      const own: LiveSocket = { aborter, notes, wire: null, closing: null, unheardBytes: 0 };
      sockets.set(request.socketId, own);
      void run({ ...request, invokedAtEpochMs: Math.min(request.invokedAtEpochMs, clock.now()) }, url, own);
    },
    async send({ socketId, content }) {
      const own = sockets.get(socketId);
      if (!own?.wire) throw new FerryError('net.closed', 'The socket is not open.');
      await own.wire.send(content);
      own.notes.message('sent', content);
    },
    heard({ socketId, sizeBytes }) {
      const own = sockets.get(socketId);
      if (own === undefined) return;
      own.unheardBytes = Math.max(0, own.unheardBytes - sizeBytes);
      if (own.unheardBytes <= MAX_SOCKET_BACKLOG_BYTES / 2) own.wire?.resume();
    },
    close(request) {
      const own = sockets.get(request.socketId);
      if (own === undefined) throw new FerryError('net.closed', 'The socket is closed already.');
      if (own.closing) return;
      own.closing = request;
      if (own.wire) own.wire.close(request.code, request.reason);
      else own.aborter.abort(new FerryError('aborted', 'The socket was closed while it was connecting.'));
    },
    end() {
      const all = [...sockets.values()];
      sockets.clear();
      for (const { wire, aborter, notes } of all) {
        const gone = new FerryError('page.gone', 'The page is gone.');
        notes.ended(ABNORMAL, '', gone);
        aborter.abort(gone);
        wire?.terminate();
      }
    },
    live: () => sockets.size,
  };
}
