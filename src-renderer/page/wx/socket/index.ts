import { FerryError } from '#contract/errors';
import { MAX_SOCKETS, SOCKET_HEARD_BYTES, socketContentBytes, type SocketOpenCall } from '#contract/sockets';
import { wxErrorFrom } from '#contract/wx-errors';
import type { ApiKit, WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import { argumentOf, callbacksOf, fireCallbacks, type WxOutcome } from '../callbacks.ts';
import { flagOf, isOptions, parameterError, textOf, textsOf, type WxOptions } from '../parameters.ts';
import { headerOf } from '../transfer-tasks.ts';
import { createLiveSocket, wireErrorOf, type LiveSocket, type SocketEventName } from './socket-task.ts';

const DEFAULT_TIMEOUT_MS = 60_000;
/** `wx.onSocketOpen` and its kin, by what a task calls it. */
const GLOBAL_NAMES: Readonly<Record<SocketEventName, string>> = {
  onOpen: 'onSocketOpen',
  onMessage: 'onSocketMessage',
  onError: 'onSocketError',
  onClose: 'onSocketClose',
};

/**
 * `wx.connectSocket` and the older `wx.onSocketOpen`, `sendSocketMessage`, `closeSocket`, which mean the first socket
 * that is not closed (WeChat's documentation of connectSocket; wx-api.md §3).
 *
 * @param clock of the page, in milliseconds since the epoch
 */
export function createSocketFunctions(kit: ApiKit, clock: () => number): WxFunctions {
  const { host, library } = kit;
  const sockets = new Map<string, LiveSocket>();
  /** One listener each: a later one takes the place of the first. */
  const globals = new Map<string, (argument: unknown) => unknown>();
  let count = 0;
  /** Bytes heard that main has not been told of, by socket. */
  const unsaid = new Map<string, number>();

  function sayHeard(socketId: string, sizeBytes: number): void {
    const heard = (unsaid.get(socketId) ?? 0) + sizeBytes;
    if (heard < SOCKET_HEARD_BYTES) {
      unsaid.set(socketId, heard);
      return;
    }
    unsaid.delete(socketId);
    void kit.call('wx:socket-heard', { socketId, sizeBytes: heard }).catch(() => undefined);
  }

  host.onSocketEvent(({ socketId, news }) => {
    const socket = sockets.get(socketId);
    if (news.kind === 'message') sayHeard(socketId, socketContentBytes(news.content));
    socket?.hear(news);
    if (socket?.isOver() !== true) return;
    sockets.delete(socketId);
    unsaid.delete(socketId);
  });

  /** The socket that the global functions mean. */
  const first = (): [string, LiveSocket] | null =>
    [...sockets].find(([, socket]) => !socket.isOver()) ?? null;

  function tellGlobal(socketId: string, event: SocketEventName, argument: object): void {
    const meant = [...sockets].find(([id, socket]) => id === socketId || !socket.isOver());
    if (meant?.[0] !== socketId) return;
    const api = GLOBAL_NAMES[event];
    const listener = globals.get(api);
    if (listener === undefined) return;
    try {
      listener(library.resultOf(api, 'callback', argument));
    } catch (error) {
      host.reports.exception(error, { ours: false });
    }
  }

  function answer(argument: unknown, outcome: WxOutcome): void {
    kit.defer(() => {
      fireCallbacks(callbacksOf(argument), outcome, argumentOf(library, 'connectSocket', outcome), {
        thrown: (error) => {
          host.reports.exception(error, { ours: false });
        },
      });
    });
  }

  /** `timeout`, app.json's `networkTimeout.connectSocket`, or a minute. */
  function timeoutOf(options: WxOptions): number {
    const wanted = [options['timeout'], host.project.app.networkTimeout?.['connectSocket']];
    const found = wanted.find((value) => typeof value === 'number' && Number.isFinite(value) && value > 0);
    return typeof found === 'number' ? Math.max(1, found) : DEFAULT_TIMEOUT_MS;
  }

  async function open(socket: LiveSocket, call: SocketOpenCall, argument: unknown): Promise<void> {
    try {
      await kit.call('wx:socket-open', call);
      answer(argument, { ok: true, result: { socketTaskId: Number(call.socketId.slice(1)) } });
    } catch (error) {
      sockets.delete(call.socketId);
      const wire = wireErrorOf(error);
      answer(argument, {
        ok: false,
        failure: wxErrorFrom('connectSocket', wire, host.boot.traits.wording),
      });
      kit.defer(() => {
        socket.fail(wire);
      });
    }
  }

  function refuse(argument: unknown, reason: string, errno: number): void {
    answer(argument, { ok: false, failure: { errMsg: `connectSocket:fail ${reason}`, errno } });
  }

  function connectSocket(argument: unknown): unknown {
    const wrong = parameterError(argument, { url: 'String' });
    if (wrong !== null || !isOptions(argument)) {
      refuse(argument, wrong ?? '', 1001);
      return undefined;
    }
    const options = library.optionsOf('connectSocket', argument);
    count += 1;
    const socketId = `s${String(count)}`;
    const socket = createLiveSocket(kit, socketId, (event, told) => {
      tellGlobal(socketId, event, told);
    });
    const living = [...sockets.values()].filter((known) => !known.isOver()).length;
    if (living >= MAX_SOCKETS) {
      const wire = new FerryError('request.over-limit', 'Too many sockets are open.').toWire();
      answer(argument, {
        ok: false,
        failure: wxErrorFrom('connectSocket', wire, host.boot.traits.wording),
      });
      kit.defer(() => {
        socket.fail(wire);
      });
      return library.returned('connectSocket', socket.task);
    }
    sockets.set(socketId, socket);
    const call: SocketOpenCall = {
      socketId,
      url: textOf(options, 'url'),
      header: headerOf(options['header']),
      protocols: textsOf(options, 'protocols').filter((protocol) => protocol !== ''),
      timeoutMs: timeoutOf(options),
      perMessageDeflate: flagOf(options, 'perMessageDeflate'),
      tcpNoDelay: flagOf(options, 'tcpNoDelay'),
      invokedAtEpochMs: clock(),
      page: host.router.current()?.route ?? host.launch.path,
    };
    void open(socket, call, argument);
    return library.returned('connectSocket', socket.task);
  }

  return {
    connectSocket,
    sendSocketMessage: kit.asynchronous('sendSocketMessage', {}, async (options) => {
      const socket = first()?.[1];
      if (socket?.isOpen() !== true) throw new Refusal('WebSocket is not connected');
      await socket.send(options);
      return {};
    }),
    closeSocket: kit.asynchronous('closeSocket', {}, async (options) => {
      const socket = first()?.[1];
      if (socket === undefined) throw new Refusal('WebSocket is not connected');
      await socket.close(options);
      return {};
    }),
    ...Object.fromEntries(
      Object.values(GLOBAL_NAMES).map((api) => [
        api,
        (listener: unknown) => {
          if (typeof listener !== 'function') return;
          globals.set(api, (argument) => Reflect.apply(listener, undefined, [argument]) as unknown);
        },
      ]),
    ),
  };
}
