import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultSide } from '#contract/conditions';
import { carriedBy, resetConnection, socketBelow } from '../connection/peer.ts';
import { holdFailedWrites } from '../early-answer.ts';
import type { TimingsRecorder } from '../timings.ts';
import { bodyPlanFor, createPassage, type Passage, type Stop } from './body-plan.ts';
import { handshakeError, noAddressError, refusedError, resetError } from './connection-failures.ts';
import { whenAborted, whenDelivered } from './delivery.ts';
import { GivingSocket } from './giving-socket.ts';
import { createRequestSplitter } from './request-splitter.ts';
import { isRedirect, tamperedHead, type Framing } from './response-head.ts';
import { createResponseReader, type ResponsePiece } from './response-reader.ts';

const WRITABLE_BYTES = 16 * 1024;
/** What was written is with the system by then, so the close is on its way; a link may hold it up. */
const POLITE_CLOSE_MS = 1000;

type Done = (error?: Error | null) => void;
/** How a fault ends a connection. */
type Ending = 'reset' | 'close';
/** A fault that keeps the exchange from beginning. */
type ConnectFailure = 'refuse' | 'dns' | 'tls';

export interface TamperedStreamOptions {
  readonly faults: readonly Fault[];
  readonly sparesRedirects: boolean;
  readonly method: string;
  readonly url: URL;
  /** Of the request body; 0 when there is none. */
  readonly requestBytes: number;
  /** Resolves when the job has told its answer, and so many bytes of the body have reached the sink. */
  readonly reachedSink: (bodyBytes: number, signal: AbortSignal) => Promise<void>;
  /** Nothing is connected to, so connecting cannot be watched. */
  readonly isLocal: boolean;
  readonly mark: TimingsRecorder['mark'];
  /** A fault that can make the exchange fail has taken place. */
  readonly struck: () => void;
}

/**
 * Stands between Node's HTTP client and a connection and lets the faults happen to one exchange: to the connection
 * itself, to the body that goes out, to the head and the body that come back. Bytes are counted, not reads, so a
 * fault strikes at the same byte every time; and what has passed has arrived before a reset, which overtakes it.
 */
export class TamperedStream extends GivingSocket {
  readonly #options: TamperedStreamOptions;
  /** The answer at hand is a redirect that is followed. */
  #isSpared = false;
  readonly #gone = new AbortController();
  readonly #reader;
  readonly #failure: ConnectFailure | null;
  readonly #request: Passage;
  #response: Passage | null = null;
  #framing: Framing = { kind: 'none' };
  #claimsLength = false;
  #lower: Duplex | null = null;
  readonly #splitter = createRequestSplitter();
  #ending: Ending | null = null;
  #isRead = false;
  #stalled: Promise<unknown> = Promise.resolve();

  /** `open` makes the connection; it is not called when a fault keeps the exchange from getting that far. */
  constructor(open: () => Duplex, options: TamperedStreamOptions) {
    super(WRITABLE_BYTES);
    this.#options = options;
    this.#reader = createResponseReader(options.method);
    this.#request = this.#passage('request', options.requestBytes, (bytes) => this.#putBelow(bytes));
    // Node's client stops listening when it has its answer, and a fault may come after that.
    this.on('error', () => undefined);
    this.#failure = options.faults.map(({ kind }) => kind).find(isConnectFailure) ?? null;
    if (this.#failure !== null && (this.#failure !== 'tls' || options.isLocal)) {
      this.#failToConnect(this.#failure);
      return;
    }
    const lower = open();
    this.#lower = lower;
    holdFailedWrites(lower);
    lower.on('error', (error) => {
      // What has arrived is taken before the error is.
      if (this.#isRead) this.#failed(error);
    });
    void this.#receive(lower);
  }

  /** The connection stands, and TLS or the request would begin. */
  connected(): void {
    if (this.#failure === 'tls') setImmediate(() => this.#failHandshake());
  }

  /** Request body bytes handed to the connection. */
  sentBytes(): number {
    return this.#request.passedBytes();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    this.#send(chunk, done).catch((error: unknown) => {
      done(error instanceof Error ? error : new Error(String(error)));
    });
  }

  override _final(done: Done): void {
    if (this.#ending === null) this.#lower?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#gone.abort();
    const lower = this.#lower;
    if (lower === null || lower.closed) {
      super._destroy(error, done);
      return;
    }
    lower.once('close', () => {
      super._destroy(error, done);
    });
    if (this.#ending === 'reset') resetConnection(lower);
    else if (this.#ending === 'close') closePolitely(lower);
    else lower.destroy();
  }

  #faultsOf(side: FaultSide): readonly Fault[] {
    return side === 'response' && this.#isSpared ? [] : this.#options.faults;
  }

  #passage(side: FaultSide, lengthBytes: number | null, put: (bytes: Uint8Array) => Promise<void>): Passage {
    return createPassage(bodyPlanFor(this.#faultsOf(side), side, lengthBytes), {
      put,
      stop: (stop) => this.#stop(stop, side),
      struck: this.#options.struck,
      sleep: (ms) => this.#sleep(ms),
      isOver: () => this.destroyed,
      now: () => performance.now(),
    });
  }

  /** Tells the steps that would have been made, and fails at the last of them. */
  #failToConnect(kind: ConnectFailure): void {
    const { url, mark } = this.#options;
    const looksUp = kind === 'dns' || isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0;
    if (looksUp) mark('dnsStart');
    if (looksUp && kind !== 'dns') mark('dnsEnd');
    if (kind !== 'dns') mark('connectStart');
    if (kind === 'tls') mark('connectEnd', url.protocol === 'https:' ? 'tlsStart' : 'sendStart');
    // Node's client listens to a stream from the next turn on.
    setImmediate(() => {
      if (kind === 'tls') this.#failHandshake();
      else this.#strike(kind === 'dns' ? noAddressError(url.hostname) : refusedError(url.host));
    });
  }

  #strike(error: Error): void {
    if (this.destroyed) return;
    this.#options.struck();
    this.destroy(error);
  }

  /** The handshake is the server's to end; without TLS the connection is. */
  #failHandshake(): void {
    const isSecure = this.#options.url.protocol === 'https:';
    this.#ending = isSecure ? null : 'reset';
    this.#strike(isSecure ? handshakeError() : resetError());
  }

  async #send(chunk: Uint8Array, done: Done): Promise<void> {
    if (this.#failure !== null) return;
    if (this.#ending !== null) {
      this.#swallowed(done);
      return;
    }
    const headBytes = this.#splitter.headBytesOf(chunk);
    if (headBytes > 0) {
      await this.#putBelow(chunk.subarray(0, headBytes));
      if (this.#splitter.isHeadWhole() && !(await this.#request.begin())) {
        this.#swallowed(done);
        return;
      }
    }
    if (!(await this.#request.pass(chunk.subarray(headBytes)))) {
      this.#swallowed(done);
      return;
    }
    if (!this.#splitter.isHeadWhole() || !this.#request.isWhole()) {
      done();
      return;
    }
    const finished = this.#finish();
    this.#stalled = finished;
    done();
    await finished;
  }

  /** What happens when the request is whole, ahead of anything of the response. */
  async #finish(): Promise<void> {
    // Node tells only now that the request is sent; what happens next, happens after that.
    await nextTurn();
    if ((await this.#request.finish()) && this.#dropsResponse()) {
      this.#options.struck();
      await this.#endBy('close', 'request');
    }
  }

  /**
   * What is written after the end goes nowhere. It counts as written only where an answer has begun: the exchange
   * then ends as its answer does, else with the request that is never sent.
   */
  #swallowed(done: Done): void {
    if (this.#response !== null) done();
  }

  #putBelow(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#lower?.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  #dropsResponse(): boolean {
    return this.#options.faults.some(({ kind }) => kind === 'drop-response');
  }

  async #receive(lower: Duplex): Promise<void> {
    try {
      const chunks: AsyncIterable<Uint8Array> = lower.iterator({ destroyOnReturn: false });
      for await (const chunk of chunks) {
        this.#tellPeer(lower);
        await this.#stalled;
        if (this.#ending !== null || this.#dropsResponse()) continue;
        for (const piece of this.#reader.read(chunk)) await this.#take(piece);
      }
      await this.#stalled;
      if (this.#ending !== null) return;
      await this.give(this.#reader.rest());
      this.push(null);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isRead = true;
    }
  }

  #failed(error: unknown): void {
    if (this.#ending === null) this.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  #tellPeer(lower: Duplex): void {
    const socket = socketBelow(lower);
    if (socket !== null) carriedBy(this, socket);
  }

  async #take(piece: ResponsePiece): Promise<void> {
    if (this.#ending !== null) return;
    switch (piece.kind) {
      case 'raw':
        await this.give(piece.bytes);
        return;
      case 'head': {
        this.#isSpared = this.#options.sparesRedirects && isRedirect(piece.head);
        const { text, framing, isBroken } = tamperedHead(piece.head, this.#faultsOf('response'));
        if (isBroken) this.#options.struck();
        this.#framing = framing;
        const own = piece.head.framing;
        this.#claimsLength = framing !== own;
        const lengthBytes = own.kind === 'length' ? own.bytes : own.kind === 'none' ? 0 : null;
        this.#response = this.#passage('response', lengthBytes, (bytes) => this.give(this.#framed(bytes)));
        await this.give(this.#changesHead() ? Buffer.from(text, 'latin1') : piece.bytes);
        await this.#response.begin();
        return;
      }
      case 'body':
        await this.#response?.pass(piece.bytes);
        return;
      case 'whole':
        if (this.#response?.isWhole() === true && !(await this.#response.finish())) return;
        if (this.#claimsLength) await this.#endBy('close', 'response');
        else if (this.#framing.kind === 'chunked') await this.give(lastChunk(piece.trailers));
        return;
    }
  }

  #changesHead(): boolean {
    return this.#faultsOf('response').some(
      ({ kind }) => kind === 'status' || kind === 'content-length' || kind === 'garbage-header',
    );
  }

  /** A body in chunks is cut into chunks of its own: the server's need not end where a fault strikes. */
  #framed(bytes: Uint8Array): Uint8Array {
    if (this.#framing.kind !== 'chunked') return bytes;
    return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  }

  async #stop(stop: Stop, side: FaultSide): Promise<boolean> {
    if (this.#ending !== null || this.destroyed) return false;
    this.#options.struck();
    switch (stop.kind) {
      case 'stall': {
        const over = stop.forMs === null ? whenAborted(this.#gone.signal) : this.#sleep(stop.forMs);
        // A request that stands still gets no answer either, whatever the server says to what it has.
        this.#stalled = over;
        await over;
        return !this.destroyed;
      }
      case 'reset':
      case 'close':
        await this.#endBy(stop.kind, side);
        return false;
      case 'truncate':
        if (this.#framing.kind === 'chunked') await this.give(lastChunk(new Uint8Array()));
        await this.#endBy('close', 'response');
        return false;
    }
  }

  async #endBy(ending: Ending, side: FaultSide): Promise<void> {
    const lower = this.#lower;
    if (lower === null) return;
    this.#ending = ending;
    const { signal } = this.#gone;
    if (side === 'response') await this.#options.reachedSink(this.#response?.passedBytes() ?? 0, signal);
    else if (ending === 'reset') await whenDelivered(lower, signal);
    if (this.destroyed) return;
    if (ending === 'reset') {
      this.destroy(resetError());
    } else {
      lower.end();
      this.push(null);
    }
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#gone.signal }).catch(() => undefined);
  }
}

function lastChunk(trailers: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('0\r\n'), trailers, Buffer.from('\r\n')]);
}

function closePolitely(lower: Duplex): void {
  const destroy = () => {
    clearTimeout(limit);
    lower.destroy();
  };
  const limit = setTimeout(destroy, POLITE_CLOSE_MS);
  if (lower.writableFinished) destroy();
  else lower.end(destroy);
}

function isConnectFailure(kind: Fault['kind']): kind is ConnectFailure {
  return kind === 'refuse' || kind === 'dns' || kind === 'tls';
}
