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
  /** The answer to a `sendSync`. */
  receiveSync(message: FromPreload): SyncAnswer;
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

  function emit(message: FromPreload, values: unknown[]): { returnValue: unknown } {
    const state = { returnValue: null as unknown };
    const event = createEvent({
      ...eventFields(message.url),
      ports: [],
      reply: (channel: string, ...answers: unknown[]) => {
        sender.send(channel, ...answers);
      },
      get returnValue() {
        return state.returnValue;
      },
      set returnValue(value: unknown) {
        state.returnValue = value;
      },
    });
    own.emit(message.channel, event, ...values);
    shared.emit(message.channel, event, ...values);
    return state;
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
      else emit(incoming.message, incoming.values);
    },
    receiveSync(message) {
      try {
        return { value: wire.encode(emit(message, wire.decode(message.values) as unknown[]).returnValue) };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
