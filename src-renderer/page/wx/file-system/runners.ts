import { FerryError } from '#contract/errors';
import type { FileContent, FileSystemAnswer } from '#contract/file-system';
import type { ApiKit } from '../api-kit.ts';
import type { BodyCarrier } from '../bodies.ts';
import type { Errand, Errands, Work } from './work.ts';

/** Runs file operations: over the asynchronous bridge, or over the one that the page stands still for. */
export interface FileSystemRunners {
  readonly later: <T>(work: Work<T>) => Promise<T>;
  readonly atOnce: <T>(work: Work<T>) => T;
}

type Ask = Extract<Errand, { kind: 'ask' }>;

const NO_CONTENT: FileContent = { kind: 'bytes', bytes: new Uint8Array(0) };

export function createRunners(kit: ApiKit, bodies: BodyCarrier): FileSystemRunners {
  const { host } = kit;
  const inTurn = createTurns();

  function askLater({ bytes, request }: Ask): Promise<FileSystemAnswer> {
    const content = bytes === null ? NO_CONTENT : bodies.content(bytes);
    return inTurn(content, (ready) => kit.call('wx:fs', request(ready)));
  }

  function askAtOnce({ bytes, request }: Ask): FileSystemAnswer {
    const content: FileContent = bytes === null ? NO_CONTENT : { kind: 'bytes', bytes: exact(bytes) };
    const reply = host.bridge.callSync('wx:fs-sync', host.stamp(request(content)));
    if (!reply.ok) throw FerryError.fromWire(reply.error);
    return reply.value;
  }

  return {
    async later(work) {
      let step = work.next();
      while (!step.done) {
        const errand = step.value;
        const back: Errands =
          errand.kind === 'ask'
            ? await askLater(errand)
            : new Uint8Array(await bodies.incomingBytes(errand.body));
        step = work.next(back);
      }
      return step.value;
    },

    atOnce(work) {
      let step = work.next();
      while (!step.done) {
        const errand = step.value;
        step = work.next(errand.kind === 'ask' ? askAtOnce(errand) : inlineBytes(errand));
      }
      return step.value;
    },
  };
}

function inlineBytes({ body }: Extract<Errand, { kind: 'take' }>): Uint8Array<ArrayBuffer> {
  if (body.kind === 'bytes') return exact(body.bytes);
  throw new FerryError('internal', `A synchronous read was answered by ${body.kind}.`);
}

/** The bytes in a buffer that holds nothing else: what crosses the bridge is a view's whole buffer. */
function exact(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** Sends what is ready, after all that was to be sent before it. */
type InTurn = <T>(
  content: FileContent | Promise<FileContent>,
  send: (content: FileContent) => Promise<T>,
) => Promise<T>;

/**
 * Calls reach main in the order they were made, also behind one whose bytes are still being posted: a small append
 * after a large write is not to overtake it.
 */
function createTurns(): InTurn {
  let last: Promise<unknown> | null = null;
  return async (content, send) => {
    if (last === null && !(content instanceof Promise)) return send(content);
    const sent = sendAfter(last, content, send);
    const settled = sent.then(
      () => undefined,
      () => undefined,
    );
    last = settled;
    void settled.then(() => {
      if (last === settled) last = null;
    });
    return (await sent).answer;
  };
}

/** Resolves when the call is on its way; its answer is not waited for. */
async function sendAfter<T>(
  before: Promise<unknown> | null,
  content: FileContent | Promise<FileContent>,
  send: (content: FileContent) => Promise<T>,
): Promise<{ readonly answer: Promise<T> }> {
  const [ready] = await Promise.all([content, before]);
  return { answer: send(ready) };
}
