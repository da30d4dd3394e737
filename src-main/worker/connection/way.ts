import type http from 'node:http';
import type { Duplex } from 'node:stream';
import { createSingleUseAgent, type RoutedOptions } from './agents.ts';
import { LateSocket } from './late-socket.ts';
import type { Proxy } from './proxy.ts';

/** How an exchange comes by its connection. */
export interface Way {
  readonly agent: http.Agent;
  readonly options: RoutedOptions;
  /** The proxy that is asked for the whole URL; null when the server itself is asked. */
  readonly proxy: Proxy | null;
  /** Gives up making a connection, and closes one that is this exchange's own. */
  release(): void;
  /** The stream whose peer the exchange's is when its own stream says nothing. */
  below?(): Duplex | null;
}

/** By one of Node's own agents, which does everything itself. */
export function plainWay(agent: http.Agent): Way {
  return { agent, options: {}, proxy: null, release: () => undefined };
}

/** By a connection of its own, which `wrapSocket` may open with `dialNow`, or not. */
export function wrappedWay(
  url: URL,
  wrapSocket: (open: () => Duplex) => Duplex,
  dialNow: () => Promise<Duplex>,
  attempt: AbortController,
): Omit<Way, 'proxy'> {
  let opened: LateSocket | null = null;
  let wrapped: Duplex | null = null;
  const open = () => {
    opened ??= new LateSocket(dialNow(), () => {
      attempt.abort();
    });
    return opened;
  };
  const agent = createSingleUseAgent(url, () => {
    wrapped = wrapSocket(open);
    // Nobody listens any more once the exchange is over, and what fails then concerns nobody.
    wrapped.on('error', () => undefined);
    // What wraps a connection may take its time to close it, but leaves none behind.
    wrapped.once('close', () => opened?.destroy());
    return wrapped;
  });
  return {
    agent,
    options: {},
    release() {
      attempt.abort();
      wrapped?.destroy();
    },
    below: () => opened,
  };
}
