import type { Readable, Writable } from 'node:stream';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.d.ts';

export type CommandName = keyof ProtocolMapping.Commands;
export type CommandParameters<C extends CommandName> = ProtocolMapping.Commands[C]['paramsType'][0];
export type CommandResult<C extends CommandName> = ProtocolMapping.Commands[C]['returnType'];
export type EventName = keyof ProtocolMapping.Events;
export type EventParameters<E extends EventName> = ProtocolMapping.Events[E][0];

interface Waiting {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type AnyListener = (parameters: unknown) => void;

/** The other end is gone: the browser ended, or the page of a session did. */
export class DevtoolsClosed extends Error {}

/** One conversation over the pipe: with the browser itself, or with one page or frame. */
export interface DevtoolsSession {
  /** Rejects with {@link DevtoolsClosed} when the other end is gone, else with Chromium's own message. */
  send<C extends CommandName>(method: C, parameters?: CommandParameters<C>): Promise<CommandResult<C>>;
  on<E extends EventName>(event: E, listener: (parameters: EventParameters<E>) => void): void;
}

/**
 * Chromium's `--remote-debugging-pipe`: JSON messages ended by a zero byte, written to its descriptor 3 and read
 * from its descriptor 4. Chromium quits when the pipe closes.
 */
export class DevtoolsPipe {
  private lastId = 0;
  private closed = false;
  private partial: Buffer[] = [];
  private readonly waiting = new Map<number, Waiting & { readonly sessionId: string }>();
  private readonly listeners = new Map<string, Map<string, AnyListener[]>>();
  private readonly lines = new Map<string, (message: Message) => void>();
  /** The ids of whoever is on a line, by ours. */
  private readonly lineIds = new Map<number, number>();
  private readonly writable: Writable;

  constructor(writable: Writable, readable: Readable) {
    this.writable = writable;
    writable.on('error', () => {
      this.close();
    });
    readable.on('data', (chunk: Buffer) => {
      this.read(chunk);
    });
    readable.on('close', () => {
      this.close();
    });
  }

  /** The session with the id Chromium gave; the empty id is the browser. */
  session(sessionId = ''): DevtoolsSession {
    return {
      send: (method, parameters) => this.send(method, parameters, sessionId),
      on: (event, listener) => {
        const bySession = this.listeners.get(sessionId) ?? new Map<string, AnyListener[]>();
        this.listeners.set(sessionId, bySession);
        bySession.set(event, [...(bySession.get(event) ?? []), listener as AnyListener]);
      },
    };
  }

  /**
   * A line for somebody who speaks the protocol himself: his messages, JSON texts with ids of his own, go to this
   * session and to those it brings about, and what those say comes back.
   */
  line(sessionId: string, onMessage: (text: string) => void): { send(text: string): void } {
    const { lines } = this;
    lines.set(sessionId, (message) => {
      if (message.method === 'Target.attachedToTarget') {
        const { sessionId: child } = message.params as { sessionId: string };
        lines.set(child, (said) => {
          onMessage(JSON.stringify(said));
        });
      }
      onMessage(JSON.stringify({ ...message, sessionId: undefined }));
    });
    return {
      send: (text) => {
        if (this.closed) return;
        const message = JSON.parse(text) as Message;
        const id = ++this.lastId;
        this.lineIds.set(id, message.id ?? 0);
        this.writable.write(`${JSON.stringify({ sessionId, ...message, id })}\0`);
      },
    };
  }

  /** Rejects what waits on this session and drops its listeners. */
  forget(sessionId: string): void {
    this.listeners.delete(sessionId);
    for (const [id, entry] of this.waiting) {
      if (entry.sessionId !== sessionId) continue;
      this.waiting.delete(id);
      entry.reject(new DevtoolsClosed(`${entry.method}: the page is gone`));
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const entry of this.waiting.values()) {
      entry.reject(new DevtoolsClosed(`${entry.method}: the browser is gone`));
    }
    this.waiting.clear();
    this.listeners.clear();
    this.writable.destroy();
  }

  private send<C extends CommandName>(
    method: C,
    parameters: CommandParameters<C> | undefined,
    sessionId: string,
  ): Promise<CommandResult<C>> {
    if (this.closed) return Promise.reject(new DevtoolsClosed(`${method}: the browser is gone`));
    const id = ++this.lastId;
    const message = { id, method, params: parameters ?? {}, ...(sessionId === '' ? {} : { sessionId }) };
    this.writable.write(`${JSON.stringify(message)}\0`);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {
        method,
        sessionId,
        resolve: (result) => {
          resolve(result as CommandResult<C>);
        },
        reject,
      });
    });
  }

  private read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.partial.push(chunk.subarray(start, end));
      const text = Buffer.concat(this.partial).toString();
      this.partial = [];
      start = end + 1;
      this.dispatch(JSON.parse(text) as Message);
    }
    if (start < chunk.length) this.partial.push(chunk.subarray(start));
  }

  private dispatch(message: Message): void {
    const line = this.lines.get(message.sessionId ?? '');
    if (line) {
      const { id } = message;
      line(id === undefined ? message : { ...message, id: this.lineIds.get(id) ?? id });
      if (id !== undefined) this.lineIds.delete(id);
      return;
    }
    if (message.id !== undefined) {
      const entry = this.waiting.get(message.id);
      if (!entry) return;
      this.waiting.delete(message.id);
      if (message.error) entry.reject(errorFrom(entry.method, message.error.message));
      else entry.resolve(message.result);
      return;
    }
    const listeners = this.listeners.get(message.sessionId ?? '')?.get(message.method ?? '');
    for (const listener of listeners ?? []) {
      try {
        listener(message.params);
      } catch (error) {
        // The app's own handler threw: an uncaught exception, as in Electron, that must not lose the next message.
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }
}

/** Chromium's message for a session whose page has ended before it said so. */
const SESSION_GONE = 'Session with given id not found.';

function errorFrom(method: string, message: string): Error {
  return message === SESSION_GONE
    ? new DevtoolsClosed(`${method}: the page is gone`)
    : new Error(`${method}: ${message}`);
}
