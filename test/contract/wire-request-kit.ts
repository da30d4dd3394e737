import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { Rule } from '#contract/conditions';
import type { WorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { Job } from '../../src-main/worker/protocol.ts';
import { requestHead, withRawServer, type RawServer } from '../support/raw-server.ts';
import type { WirePage } from './wire-page.ts';
import { PROFILE, seeingServer } from './wire-rows.ts';

export interface Answer {
  readonly statusCode?: number;
  /** Sent as written, repeats and case kept, after `Connection` and `Content-Length`. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
}

/** Answers with exactly these lines: no Date, and a connection that is not kept. */
export function answers({ statusCode = 200, headers = [], body = '' }: Answer = {}): RequestListener {
  const bytes = Buffer.from(body);
  const length = statusCode === 204 || statusCode === 304 ? [] : [['Content-Length', String(bytes.length)]];
  return (_request, response) => {
    response.sendDate = false;
    response.writeHead(statusCode, [['Connection', 'close'], ...length, ...headers].flat());
    response.end(bytes);
  };
}

/** `res.header` of {@link answers}. */
export function headerOf(
  bytes: number,
  headers: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { Connection: 'close', 'Content-Length': String(bytes), ...headers };
}

/** WeChat's `exception` where nothing was tried again. */
export const NO_EXCEPTION = { retryCount: 0, reasons: [] };

/** What success of a request gets, its profile masked. */
export function requestOk(
  data: unknown,
  header: Readonly<Record<string, string>>,
  parts: object = {},
): object {
  return {
    data,
    statusCode: 200,
    header,
    cookies: [],
    exception: NO_EXCEPTION,
    profile: PROFILE,
    errMsg: 'request:ok',
    ...parts,
  };
}

/** What fail of a request gets. */
export function requestFailed(reason: string, errno?: number): object {
  return {
    errMsg: `request:fail ${reason}`,
    ...(errno === undefined ? {} : { errno }),
    exception: NO_EXCEPTION,
  };
}

/** A rule that sends what is meant for `host` to a server of this computer. */
export function sendTo(host: string, origin: string): Rule {
  return {
    id: `send ${host}`,
    text: `${host}=${origin}`,
    enabled: true,
    match: { host },
    action: { kind: 'send-to', origin },
  };
}

/** A worker that is watched: the jobs it was given. */
export function watched(client: WorkerClient): { readonly client: WorkerClient; readonly jobs: Job[] } {
  const jobs: Job[] = [];
  return {
    jobs,
    client: {
      ...client,
      run(job, listeners, signal) {
        jobs.push(job);
        return client.run(job, listeners, signal);
      },
    },
  };
}

/** A server that reads the head of each request, then does as it is told, and keeps the sockets. */
export async function headServer(act: (socket: Socket) => void = () => undefined): Promise<RawServer> {
  return withRawServer((socket) => {
    void requestHead(socket).then(() => {
      socket.resume();
      act(socket);
    });
  });
}

/** A server that holds every request until it is let go. */
export interface HoldingServer {
  readonly origin: string;
  /** Paths of the requests so far, in their order. */
  readonly came: readonly string[];
  /** Resolves when so many requests have come. */
  holds(count: number): Promise<void>;
  /** Answers the request that has waited longest. */
  releaseOne(): void;
  /** Answers everything that waits, and whatever comes from now on. */
  release(): void;
}

export async function holdingServer(answer: RequestListener = answers()): Promise<HoldingServer> {
  const held: (() => void)[] = [];
  const looks = new Set<() => void>();
  const came: string[] = [];
  let isOpen = false;
  const { origin } = await seeingServer((request, response) => {
    came.push(request.url ?? '');
    if (isOpen) answer(request, response);
    else {
      held.push(() => {
        answer(request, response);
      });
    }
    for (const look of looks) look();
  });
  return {
    origin,
    came,
    holds: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (came.length < count) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
    releaseOne: () => held.shift()?.(),
    release() {
      isOpen = true;
      for (const letGo of held.splice(0)) letGo();
    },
  };
}

/** Methods of a task. */
export type Task = Readonly<Record<string, (listener?: unknown) => unknown>>;

/** Starts a request whose callbacks are heard after `prefix`. */
export function started(page: WirePage, options: object, prefix = ''): Task {
  return page.call('request')({ ...options, ...page.callbacks(prefix) }) as Task;
}

/** The rules of the warnings that the latest exchange carries. */
export function warnedOf(page: WirePage): string[] {
  return page.exchange().warnings.map(({ rule }) => rule);
}

/** Header lines of a request without those of the connection. */
export function pageLines(
  lines: readonly (readonly [name: string, value: string])[],
): (readonly [string, string])[] {
  return lines.filter(
    ([name]) => !['host', 'connection', 'accept-encoding', 'user-agent'].includes(name.toLowerCase()),
  );
}
