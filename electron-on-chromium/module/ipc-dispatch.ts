import { complain } from '../complain.ts';
import type { Incoming } from '../page/renderer-channel.ts';
import { wire } from '../wire.ts';
import type { FromPreload, SyncAnswer } from '../worlds/isolated-agent.ts';
import { invokeErrorMessage, type IpcMain } from './ipc-main.ts';
import { createEvent } from './strict.ts';
import type { WebContents } from './web-contents.ts';
import type { WebFrameMain } from './web-frame-main.ts';

/** Brings what preloads send to the app's handlers and listeners. */
export interface IpcDispatch {
  receive(incoming: Incoming): void;
  /** The answer to a `sendSync`, as soon as a listener has set `returnValue`; null at once where nobody listens. */
  receiveSync(message: FromPreload): Promise<SyncAnswer>;
}

/** Handlers of the page's own `ipc` come before those of the app-wide `ipcMain`; listeners of both hear. */
export function createIpcDispatch(
  sender: WebContents,
  mainFrame: () => WebFrameMain,
  own: IpcMain,
  shared: IpcMain,
): IpcDispatch {
  function eventFields(url: string) {
    const frame = mainFrame();
    // The preload says where it runs, in a world no page reaches: right even while a navigation commits.
    frame.url = sender.nativeUrl(url);
    return {
      type: 'frame' as const,
      sender: sender as unknown as Electron.WebContents,
      senderFrame: frame as unknown as Electron.WebFrameMain,
      processId: frame.processId,
      frameId: frame.routingId,
    };
  }

  /** @param answer takes the first `returnValue` that a listener sets */
  function emit(message: FromPreload, values: unknown[], answer: (value: unknown) => void): void {
    const event = createEvent({
      ...eventFields(message.url),
      ports: [],
      reply: (channel: string, ...answers: unknown[]) => {
        sender.send(channel, ...answers);
      },
      get returnValue() {
        return undefined;
      },
      set returnValue(value: unknown) {
        answer(value);
      },
    });
    own.emit(message.channel, event, ...values);
    shared.emit(message.channel, event, ...values);
  }

  async function invoke(incoming: Incoming): Promise<void> {
    const { message, values } = incoming;
    const { channel } = message;
    try {
      const handler = own.handlerOf(channel) ?? shared.handlerOf(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      incoming.reply({ value: await handler(createEvent(eventFields(message.url)), ...values) });
    } catch (error) {
      complain(`Error occurred in handler for '${channel}':`, error);
      incoming.reply({ message: invokeErrorMessage(channel, error) });
    }
  }

  return {
    receive(incoming) {
      if (incoming.message.kind === 'invoke') void invoke(incoming);
      else emit(incoming.message, incoming.values, () => undefined);
    },
    async receiveSync(message) {
      const { channel } = message;
      try {
        const { promise, resolve } = Promise.withResolvers<unknown>();
        const isHeard = own.listenerCount(channel) + shared.listenerCount(channel) > 0;
        emit(message, wire.decode(message.values) as unknown[], resolve);
        return { value: wire.encode(isHeard ? await promise : null) };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
