import { MAX_CLIPBOARD_LENGTH, type ClipboardCalls } from '#contract/clipboard';
import type { CloudCalls } from '#contract/cloud';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

/** A clipboard: the computer's, or a private one. */
export interface ClipboardDoor {
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

export interface ServiceHandlerDeps {
  /** Only the page of the open program is served, so what it reads was copied while it is open. */
  readonly clipboard: ClipboardDoor;
}

export function createServiceHandlers({
  clipboard,
}: ServiceHandlerDeps): HandlersOf<ClipboardCalls & CloudCalls, Program> {
  return {
    'wx:clipboard-read': async () => (await clipboard.read()).slice(0, MAX_CLIPBOARD_LENGTH),
    'wx:clipboard-write': async (_program, { text }) => {
      await clipboard.write(text);
      return null;
    },
    'wx:cloud-storage': (program) => program.cloud.url(),
    'wx:cloud-remove': (program, { keys }) => program.cloud.remove(keys),
  };
}
