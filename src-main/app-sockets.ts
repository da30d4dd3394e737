import { FerryError } from '#contract/errors';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './lib/clock.ts';
import { openWebSocket } from './sockets/websocket.ts';
import { createSocketHub, type SocketHub } from './sockets/socket-hub.ts';
import { recordSocket } from './sockets/socket-record.ts';
import { networkProfile } from './transfers/network-profile.ts';
import type { ProgramNetwork } from './transfers/network.ts';
import { outgoingHeaders } from './transfers/rules/headers.ts';
import { createDial } from './worker/connection/dial.ts';
import { createLinks } from './worker/connection/link/links.ts';
import { peerOf, socketBelow } from './worker/connection/peer.ts';
import { routeFor } from './worker/connection/route.ts';
import { createTrustOf } from './worker/connection/trust.ts';
import { errorFromGot } from './worker/errors.ts';
import { createTimingsRecorder } from './worker/timings.ts';

export interface ProgramSockets {
  readonly appid: string;
  readonly network: ProgramNetwork;
  readonly journal: Pick<Journal, 'begin' | 'update'>;
}

/**
 * The WebSockets of programs, joined from what transfers are made of: a socket goes the way a request would, with its
 * links, maps, proxies and certificates.
 */
export function createSocketServices(clock: Clock): (program: ProgramSockets) => SocketHub {
  const trustOf = createTrustOf();
  const links = createLinks();
  const dial = createDial(links);

  return ({ appid, network, journal }) =>
    createSocketHub({
      clock,
      network,
      openWebSocket,
      record: (call) => recordSocket({ clock, journal }, call),
      headersOf: (written) =>
        outgoingHeaders('request', written, null, { appid, profile: network.profile }).headers,
      errorFrom: (error, host) => errorFromGot(error, { host, phase: 'wait', socketError: null }),
      async connect(call, url, signal) {
        const calledAt = clock.now();
        const target = new URL(url.href.replace(/^ws/, 'http'));
        const connection = await network.connectionTo(
          { kind: 'request', url: target, page: call.page },
          null,
          false,
        );
        if (connection.link?.spec.offline === true) {
          throw new FerryError('net.offline', `The network is offline (link ${connection.link.spec.name})`);
        }
        if (connection.link !== null) links.adjust(connection.link);
        const route = routeFor(target, connection, trustOf);
        const timings = createTimingsRecorder(() => performance.now());
        const dialedAt = clock.now();
        // A proxy cannot be asked for a socket's URL: it is always tunnelled through.
        const { stream } = await dial(
          { ...route, tunnels: route.proxy !== null },
          { signal, timings, protocols: [] },
        );
        const peer = peerOf(stream);
        socketBelow(stream)?.setNoDelay(call.tcpNoDelay);
        return {
          stream,
          profile() {
            timings.mark('sendEnd', 'responseStart', 'responseEnd');
            return networkProfile(
              {
                invokedAt: call.invokedAtEpochMs,
                calledAt,
                slotAt: calledAt,
                hopAt: dialedAt,
                firstHopAt: dialedAt,
                redirected: false,
              },
              {
                timings: timings.timings(),
                counts: {
                  sentBytes: 0,
                  acknowledgedBytes: null,
                  expectedSendBytes: 0,
                  receivedBytes: 0,
                  expectedReceiveBytes: 0,
                  decodedBytes: 0,
                },
                httpVersion: '1.1',
                peer,
                socketReused: false,
              },
            );
          },
        };
      },
    });
}
