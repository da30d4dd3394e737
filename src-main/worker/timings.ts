import type { ClientRequest } from 'node:http';
import { isIP } from 'node:net';
import type { JobPhase } from './errors.ts';
import type { JobTimings } from './protocol.ts';

/** Takes the marks of one exchange from its socket, on a monotonic clock. */
export interface TimingsRecorder {
  /** Starts listening to a request that has just been made. */
  watch(request: ClientRequest): void;
  responseStarted(): void;
  responseEnded(): void;
  /** Where the exchange is at this moment. */
  phase(): JobPhase;
  /** Milliseconds since the recorder was made; a mark of what did not happen is null. */
  timings(): JobTimings;
}

/** `now` is a monotonic clock in milliseconds. On a reused socket there is no look-up, connect or TLS: all null. */
export function createTimingsRecorder(now: () => number): TimingsRecorder {
  const startedAt = now();
  const sinceStart = () => now() - startedAt;
  const marks: { -readonly [Mark in keyof JobTimings]: number | null } = {
    dnsStart: null,
    dnsEnd: null,
    connectStart: null,
    connectEnd: null,
    tlsStart: null,
    tlsEnd: null,
    sendStart: null,
    sendEnd: null,
    responseStart: null,
    responseEnd: null,
  };

  return {
    watch(request) {
      const isSecure = request.protocol === 'https:';
      const hasName = isIP(request.host) === 0;
      request.once('finish', () => {
        marks.sendEnd = sinceStart();
      });
      request.once('socket', (socket) => {
        if (!socket.connecting) {
          marks.sendStart = sinceStart();
          return;
        }
        const assignedAt = sinceStart();
        marks.dnsStart = hasName ? assignedAt : null;
        marks.connectStart = hasName ? null : assignedAt;
        socket.once('lookup', (error: Error | null) => {
          if (error !== null) return;
          marks.dnsEnd = sinceStart();
          marks.connectStart = marks.dnsEnd;
        });
        socket.once('connect', () => {
          marks.connectEnd = sinceStart();
          if (isSecure) marks.tlsStart = marks.connectEnd;
          else marks.sendStart = marks.connectEnd;
        });
        socket.once('secureConnect', () => {
          marks.tlsEnd = sinceStart();
          marks.sendStart = marks.tlsEnd;
        });
      });
    },
    responseStarted() {
      marks.responseStart = sinceStart();
    },
    responseEnded() {
      marks.responseEnd = sinceStart();
    },
    phase() {
      if (marks.responseStart !== null) return 'receive';
      if (marks.sendEnd !== null && marks.sendStart !== null) return 'wait';
      if (marks.sendStart !== null) return 'send';
      if (marks.tlsStart !== null) return 'tls';
      if (marks.connectStart !== null) return 'connect';
      return 'dns';
    },
    timings: () => ({ ...marks }),
  };
}
