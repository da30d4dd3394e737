import dgram from 'node:dgram';
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** Where a hostile page tries to get to: real servers on this computer that write down who comes. */
export interface HostileTargets {
  /** `http://127.0.0.1:<port>`; nobody but a `wx` call has any business there. */
  readonly http: string;
  /** The same kind of server for what `wx` may fetch. */
  readonly wild: string;
  readonly turnPort: number;
  readonly stunPort: number;
  /** A domain whose names nobody may even look up. */
  readonly name: string;
  /** What came in anywhere but at `wild`, as `http 3 connections`. */
  arrivals(): string[];
  /** Requests that came in at `wild`. */
  wildRequests(): readonly string[];
  close(): Promise<void>;
}

/** @param answerWild what the reachable server answers */
export async function startTargets(answerWild: RequestListener): Promise<HostileTargets> {
  const arrived = { http: 0, tcp: 0, udp: 0 };
  const wildRequests: string[] = [];
  const closed = http.createServer((_request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.end('reached');
  });
  closed.on('connection', () => (arrived.http += 1));
  const turn = net.createServer((socket) => {
    arrived.tcp += 1;
    socket.on('error', () => undefined).destroy();
  });
  const stun = dgram.createSocket('udp4', () => (arrived.udp += 1));
  const wild = http.createServer((request, response) => {
    wildRequests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answerWild(request, response);
  });
  const servers = [closed, turn, wild];
  for (const server of servers) server.listen(0, '127.0.0.1');
  stun.bind(0, '127.0.0.1');
  await Promise.all([...servers, stun].map((server) => once(server, 'listening')));
  const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  return {
    http: `http://127.0.0.1:${String(portOf(closed))}`,
    wild: `http://127.0.0.1:${String(portOf(wild))}`,
    turnPort: portOf(turn),
    stunPort: portOf(stun),
    name: 'nobody-looks-this-up.test',
    arrivals: () =>
      Object.entries(arrived)
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => `${kind} ${String(count)} times`),
    wildRequests: () => wildRequests,
    async close() {
      const ended = [...servers, stun].map((server) => once(server, 'close'));
      for (const server of servers) server.close();
      closed.closeAllConnections();
      wild.closeAllConnections();
      stun.close();
      await Promise.all(ended);
    },
  };
}
