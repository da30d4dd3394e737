import type { ClientRequest } from 'node:http';
import { isIP } from 'node:net';
import type { JobPhase } from './errors.ts';
import type { JobTimings } from './protocol.ts';

export type TimingMark = keyof JobTimings;

/** Takes the marks of one exchange, on a monotonic clock. */
export interface TimingsRecorder {
  /** These happen now, at one and the same moment. */
  mark(...marks: readonly TimingMark[]): void;
  /**
   * Starts listening to a request that has just been made: what its socket does when Node's own agent makes it, and
   * when it is sent. Connections that are made elsewhere mark themselves.
   */
  watch(request: ClientRequest): void;
  /** The request is sent anew: what was marked of the connection is forgotten. */
  again(): void;
  responseStarted(): void;
  responseEnded(): void;
  /** Where the exchange is at this moment. */
  phase(): JobPhase;
  /** Milliseconds since the recorder was made; a mark of what did not happen is null. */
  timings(): JobTimings;
}

const NO_MARKS: JobTimings = {
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

/** `now` is a monotonic clock in milliseconds. On a reused socket there is no look-up, connect or TLS: all null. */
export function createTimingsRecorder(now: () => number): TimingsRecorder {
  const startedAt = now();
  const marks: Record<TimingMark, number | null> = { ...NO_MARKS };

  const mark = (...happening: readonly TimingMark[]) => {
    const at = now() - startedAt;
    for (const name of happening) marks[name] = at;
  };

  return {
    mark,
    watch(request) {
      const isSecure = request.protocol === 'https:';
      const hasName = isIP(request.host) === 0;
      request.once('finish', () => {
        mark('sendEnd');
      });
      request.once('socket', (socket) => {
        const marksItself = marks.dnsStart !== null || marks.connectStart !== null;
        if (marksItself) return;
        if (!socket.connecting) {
          mark('sendStart');
          return;
        }
        mark(hasName ? 'dnsStart' : 'connectStart');
        socket.once('lookup', (error: Error | null) => {
          if (error === null) mark('dnsEnd', 'connectStart');
        });
        socket.once('connect', () => {
          mark('connectEnd', isSecure ? 'tlsStart' : 'sendStart');
        });
        socket.once('secureConnect', () => {
          mark('tlsEnd', 'sendStart');
        });
      });
    },
    again() {
      Object.assign(marks, NO_MARKS);
    },
    responseStarted() {
      mark('responseStart');
    },
    responseEnded() {
      mark('responseEnd');
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
