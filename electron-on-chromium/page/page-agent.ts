import { randomBytes } from 'node:crypto';
import { complain } from '../complain.ts';
import type { DevtoolsSession } from '../devtools-pipe.ts';
import type { AgentNames } from '../worlds/view-messages.ts';

/** A script of ours in a page, in a world that neither the page nor its preload sees. */
export interface PageAgent {
  /** Subscribes, before anything is switched on in the page. */
  watch(session: DevtoolsSession, mainFrameId: string): void;
  /** Has the script run in every document that comes. */
  enable(session: DevtoolsSession): Promise<unknown>;
}

interface AgentListener<Heard> {
  /** A document is there, and the script has run in it. */
  opened(): void;
  heard(message: Heard): void;
}

const DELIVER = '__electronOnChromiumDeliver';

/** Such a script and the conversation with it, in the main frame of one page. */
export class AgentChannel<Heard, Sent> implements PageAgent {
  private readonly world: string;
  private readonly source: (names: AgentNames) => string;
  private readonly listener: AgentListener<Heard>;
  private readonly binding = `b${randomBytes(8).toString('hex')}`;
  private session: DevtoolsSession | null = null;
  private contextId: number | null = null;

  /**
   * @param world name of its isolated world
   * @param source the script, in every frame; it does its work in the main frame
   */
  constructor(world: string, source: (names: AgentNames) => string, listener: AgentListener<Heard>) {
    this.world = world;
    this.source = source;
    this.listener = listener;
  }

  watch(session: DevtoolsSession, mainFrameId: string): void {
    this.session = session;
    let uniqueId = '';
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId?: string };
      if (context.name !== this.world || frameId !== mainFrameId) return;
      this.contextId = context.id;
      uniqueId = context.uniqueId;
      this.listener.opened();
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
      if (executionContextUniqueId === uniqueId) this.contextId = null;
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.contextId = null;
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== this.binding || executionContextId !== this.contextId) return;
      this.listener.heard(JSON.parse(payload) as Heard);
    });
  }

  async enable(session: DevtoolsSession): Promise<void> {
    const source = this.source({ post: this.binding, deliver: DELIVER });
    await Promise.all([
      session.send('Runtime.addBinding', { name: this.binding, executionContextName: this.world }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: this.world }),
    ]);
  }

  /**
   * Gives a message to the script; resolves with its answer, or with null when there is no document to ask.
   * @param userGesture whether it counts as an act of the user's
   */
  async ask(message: Sent, userGesture = false): Promise<unknown> {
    const { contextId, session } = this;
    if (contextId === null || !session) return null;
    try {
      const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { return globalThis.${DELIVER}?.(JSON.parse(text)); }`,
        arguments: [{ value: JSON.stringify(message) }],
        executionContextId: contextId,
        awaitPromise: true,
        returnByValue: true,
        userGesture,
      });
      if (exceptionDetails)
        complain(`electron-on-chromium: ${exceptionDetails.exception?.description ?? ''}`);
      return exceptionDetails ? null : (result.value as unknown);
    } catch {
      // The document went while it was asked, or the page did.
      return null;
    }
  }

  /** Gives a message to the script. */
  tell(message: Sent): void {
    void this.ask(message);
  }
}
