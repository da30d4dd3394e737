import http, { type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { JobConnection } from '../protocol.ts';
import type { Dial, DialCall } from './dial.ts';
import type { Route } from './route.ts';
import type { TrustOf } from './trust.ts';

/** Idle connections kept per host, for each of http and https. */
const MAX_FREE_SOCKETS = 10;
/** Agents for other than the plain way that are kept at a time; a burst of rare keys costs no more than this. */
export const MAX_RARE_AGENTS = 24;
/** How long connections of a rare agent stay idle. */
const RARE_IDLE_MS = 30_000;

const POOL = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: MAX_FREE_SOCKETS };

/** Where a request finds the call its connection is dialed for. */
const CALL = Symbol('call');

/** What a request says to its agent besides Node's own options. */
export interface RoutedOptions extends ClientRequestArgs {
  [CALL]?: RouteCall;
}

/** A request on a route. */
export interface RouteCall extends Omit<DialCall, 'protocols'> {
  /** Of the agent's key; a link can have changed since the agent was made. */
  readonly route: Route;
  /** A connection made already, for this request to begin with; null when there is none. */
  readonly first: Duplex | null;
}

/** The options by which a request's agent knows the call. */
export function routedBy(call: RouteCall): RoutedOptions {
  return { [CALL]: call };
}

/** Keeps the connections of HTTP/1.1, each agent those that can stand in for each other. */
export interface Agents {
  /** For URLs whose own server is reached directly: Node's agents. */
  direct(url: URL, connection: JobConnection): http.Agent;
  /** For any other way; the request carries {@link routedBy}. */
  routed(url: URL, route: Route): http.Agent;
  /** Rare agents at this moment. */
  rareAgents(): number;
  /** Closes every idle connection. */
  close(): void;
}

export function createAgents(trustOf: TrustOf, dial: Dial, idleMs = RARE_IDLE_MS): Agents {
  const plain = new http.Agent(POOL);
  let secure: https.Agent | null = null;
  /** The least recently used first. */
  const rare = new Map<string, RareAgent>();

  const rareAgent = (key: string, make: () => http.Agent): http.Agent => {
    let entry = rare.get(key);
    rare.delete(key);
    entry ??= keepRare(make(), idleMs, () => rare.delete(key));
    rare.set(key, entry);
    entry.touch();
    for (const [oldest, old] of rare) {
      if (rare.size <= MAX_RARE_AGENTS) break;
      rare.delete(oldest);
      old.retire();
    }
    return entry.agent;
  };

  return {
    direct(url, connection) {
      if (url.protocol === 'http:') return plain;
      const isUsual =
        connection.verifiesCertificates &&
        connection.extraCertificateAuthorities.length === 0 &&
        connection.clientCertificate === null;
      if (isUsual) {
        secure ??= new https.Agent({ ...POOL, secureContext: trustOf(connection).context });
        return secure;
      }
      const trust = trustOf(connection);
      return rareAgent(
        `direct\n${trust.key}`,
        () => new https.Agent({ ...POOL, secureContext: trust.context, rejectUnauthorized: trust.verifies }),
      );
    },
    routed: (url, route) =>
      rareAgent(`${url.protocol}\n${route.key}`, () => new RouteAgent(url.protocol, dial)),
    rareAgents: () => rare.size,
    close() {
      plain.destroy();
      secure?.destroy();
      for (const { agent, ...entry } of rare.values()) {
        entry.retire();
        agent.destroy();
      }
      rare.clear();
    },
  };
}

/** An agent for one request, whose connection is whatever `connect` returns, and is not kept. */
export function createSingleUseAgent(url: URL, connect: () => Duplex): http.Agent {
  const agent = new http.Agent({ keepAlive: false });
  speakFor(agent, url.protocol);
  agent.createConnection = connect;
  return agent;
}

/** Makes the connections of routes with one key. */
class RouteAgent extends http.Agent {
  readonly #dial: Dial;

  constructor(protocol: string, dial: Dial) {
    super(POOL);
    speakFor(this, protocol);
    this.#dial = dial;
  }

  /** The route says it all: many hosts may share a proxy, or a server they are sent to. */
  override getName(): string {
    return 'route';
  }

  override createConnection(
    options: RoutedOptions,
    done: (error: Error | null, stream?: Duplex) => void,
  ): undefined {
    const call = options[CALL];
    if (call === undefined) throw new TypeError('A request on a route has no call');
    if (call.first !== null) {
      done(null, call.first);
      return;
    }
    this.#dial(call.route, { ...call, protocols: [] }).then(
      ({ stream }) => {
        done(null, stream);
      },
      (error: unknown) => {
        done(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }
}

/** Node asks an agent which URLs it is for. */
function speakFor(agent: http.Agent, protocol: string): void {
  Object.assign(agent, { protocol, defaultPort: protocol === 'https:' ? 443 : 80 });
}

interface RareAgent {
  readonly agent: http.Agent;
  /** It is about to be used. */
  touch(): void;
  /** Closes what is idle now, and the rest as it becomes idle. */
  retire(): void;
}

/** Closes the connections of an agent that nobody uses for a while; `onIdle` then hears of it. */
function keepRare(agent: http.Agent, idleMs: number, onIdle: () => void): RareAgent {
  let timer: NodeJS.Timeout | null = null;
  const closeIdle = () => {
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  };
  const touch = () => {
    if (timer === null) {
      timer = setTimeout(onTime, idleMs);
      timer.unref();
    } else {
      timer.refresh();
    }
  };
  const retire = () => {
    if (timer !== null) clearTimeout(timer);
    agent.off('free', touch);
    // A connection that comes free finds no room.
    agent.maxFreeSockets = 0;
    closeIdle();
  };
  const onTime = () => {
    closeIdle();
    if (Object.values(agent.sockets).some((sockets) => (sockets ?? []).length > 0)) {
      touch();
      return;
    }
    retire();
    onIdle();
  };
  agent.on('free', touch);
  return { agent, touch, retire };
}
