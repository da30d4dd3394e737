import { ipcMain, type IpcMainEvent } from 'electron';
import * as v from 'valibot';
import { FerryError, type WireError } from '#contract/errors';
import type { Reply } from '#contract/reply';
import type { Logger } from '../lib/logger.ts';
import type { IpcSender, SenderPolicy } from './sender-policy.ts';
import type { SchemasOf } from './schema-parts.ts';

type Calls<C> = { [K in keyof C]: (request: never) => unknown };

/** A handler for every channel of a call map; the identity comes from the sender, never from the message. */
export type HandlersOf<C extends Calls<C>, Identity> = {
  readonly [K in keyof C]: (
    identity: Identity,
    request: Parameters<C[K]>[0],
  ) => ReturnType<C[K]> | Promise<ReturnType<C[K]>>;
};

export interface ServeOptions<C extends Calls<C>, Identity> {
  readonly schemas: SchemasOf<C>;
  readonly policy: SenderPolicy<Identity>;
  /** Takes the request out of its envelope; throws when the envelope is stale or malformed. */
  unwrap(identity: Identity, message: unknown, channel: string): unknown;
  /** What of an error may be told to this sender. */
  expose(error: FerryError): WireError;
  readonly logger: Logger;
}

/** Serves a map of asynchronous calls; sole user of `ipcMain` with {@link serveSyncCalls}. Returns its end. */
export function serveCalls<C extends Calls<C>, Identity>(
  handlers: HandlersOf<C, Identity>,
  options: ServeOptions<C, Identity>,
): () => void {
  const channels = Object.keys(options.schemas) as (keyof C & string)[];
  for (const channel of channels) {
    ipcMain.handle(channel, (event, message: unknown) => replyTo(channel, event, message, handlers, options));
  }
  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel);
  };
}

/**
 * Serves a map of synchronous calls: the page stands still until the answer comes, main does not. Electron sends the
 * answer when `returnValue` is set, whenever that is. Returns its end.
 */
export function serveSyncCalls<C extends Calls<C>, Identity>(
  handlers: HandlersOf<C, Identity>,
  options: ServeOptions<C, Identity>,
): () => void {
  const ends = (Object.keys(options.schemas) as (keyof C & string)[]).map((channel) => {
    const answer = async (event: IpcMainEvent, message: unknown): Promise<void> => {
      event.returnValue = await replyTo(channel, event, message, handlers, options);
    };
    const listener = (event: IpcMainEvent, message: unknown): void => void answer(event, message);
    ipcMain.on(channel, listener);
    return () => void ipcMain.off(channel, listener);
  });
  return () => {
    for (const end of ends) end();
  };
}

async function replyTo<C extends Calls<C>, Identity>(
  channel: keyof C & string,
  event: IpcSender,
  message: unknown,
  handlers: HandlersOf<C, Identity>,
  options: ServeOptions<C, Identity>,
): Promise<Reply<unknown>> {
  try {
    const { identity, request } = accept(channel, event, message, options);
    return { ok: true, value: await handlers[channel](identity, request) };
  } catch (error) {
    return refusal(channel, error, options);
  }
}

function accept<C extends Calls<C>, Identity, K extends keyof C & string>(
  channel: K,
  event: IpcSender,
  message: unknown,
  options: ServeOptions<C, Identity>,
): { identity: Identity; request: Parameters<C[K]>[0] } {
  const identity = options.policy.identify(event);
  if (identity === null) throw new FerryError('request.invalid', `${channel} is not for this sender.`);
  const parsed = v.safeParse(options.schemas[channel], options.unwrap(identity, message, channel));
  if (parsed.success) return { identity, request: parsed.output };
  // The log names the places that are wrong, never what stood there.
  const paths = parsed.issues.map((issue) => v.getDotPath(issue) ?? '(whole)').join(', ');
  throw new FerryError('request.invalid', `too long, or of a kind that cannot be sent: ${paths};`);
}

function refusal<C extends Calls<C>, Identity>(
  channel: string,
  error: unknown,
  options: ServeOptions<C, Identity>,
): Reply<never> {
  const ours = FerryError.from(error);
  if (ours.code === 'internal' || ours.code === 'request.invalid')
    options.logger.error(`refuse ${channel}`, error);
  return { ok: false, error: options.expose(ours) };
}
