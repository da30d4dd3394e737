import type { DevtoolsSession } from '../devtools-pipe.ts';
import { wire } from '../wire.ts';
import { DELIVER, type FromAgent, type FromPreload, type ToPreload } from '../worlds/isolated-agent.ts';
import { ISOLATED_WORLD } from '../worlds/scripts.ts';

/** What a preload sent, and from which document. */
export interface Incoming {
  readonly message: FromPreload;
  readonly values: unknown[];
  /** Answers an invoke; does nothing once the document is gone. */
  reply(answer: { readonly value: unknown } | { readonly message: string }): void;
}

/** What a page itself, not its preload, asks for. */
export type Wish = Exclude<FromAgent, FromPreload>;

/**
 * Messages between the main process and the preload of a page's main frame. What is sent in one turn of the
 * event loop travels as one command; what is for a document that is gone is dropped, as Electron does.
 */
export class RendererChannel {
  private readonly binding: () => string;
  private readonly onMessage: (incoming: Incoming) => void;
  private readonly onWish: (wish: Wish) => void;
  private readonly mainFrameId: () => string | null;
  private session: DevtoolsSession | null = null;
  private contextId: number | null = null;
  private contextUniqueId = '';
  private queue: ToPreload[] = [];
  private isFlushPlanned = false;

  constructor(
    binding: () => string,
    mainFrameId: () => string | null,
    onMessage: (incoming: Incoming) => void,
    onWish: (wish: Wish) => void,
  ) {
    this.binding = binding;
    this.mainFrameId = mainFrameId;
    this.onMessage = onMessage;
    this.onWish = onWish;
  }

  watch(session: DevtoolsSession): void {
    this.session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId?: string };
      if (context.name !== ISOLATED_WORLD || frameId !== this.mainFrameId()) return;
      this.contextId = context.id;
      this.contextUniqueId = context.uniqueId;
      this.queue = [];
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
      if (executionContextUniqueId === this.contextUniqueId) this.lost();
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.lost();
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this.binding() && executionContextId === this.contextId) this.receive(payload);
    });
  }

  send(channel: string, values: unknown[]): void {
    this.post({ kind: 'event', channel, values: wire.encode(values) });
  }

  /** The document is gone, or its renderer: what is on its way there is dropped. */
  lost(): void {
    this.contextId = null;
    this.queue = [];
  }

  private receive(payload: string): void {
    const message = JSON.parse(payload) as FromAgent;
    if (message.kind === 'navigate' || message.kind === 'key') {
      this.onWish(message);
      return;
    }
    const { contextId } = this;
    this.onMessage({
      message,
      values: wire.decode(message.values) as unknown[],
      reply: (answer) => {
        if (message.kind !== 'invoke' || this.contextId !== contextId) return;
        const { id } = message;
        if ('message' in answer) this.post({ kind: 'failure', id, message: answer.message });
        else this.post({ kind: 'result', id, value: wire.encode(answer.value) });
      },
    });
  }

  private post(message: ToPreload): void {
    if (this.contextId === null) return;
    this.queue.push(message);
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    setImmediate(() => {
      this.isFlushPlanned = false;
      this.flush();
    });
  }

  private flush(): void {
    const { queue, contextId, session } = this;
    this.queue = [];
    if (contextId === null || !session || queue.length === 0) return;
    session
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { globalThis.${DELIVER}(text); }`,
        arguments: [{ value: JSON.stringify(queue) }],
        executionContextId: contextId,
        silent: false,
      })
      .catch(() => undefined);
  }
}
