import type { SocketContent, SocketNews } from '#contract/sockets';
import { MAX_CLOSE_REASON_BYTES } from '#contract/sockets';
import { FerryError } from '#contract/errors';
import type { WireError } from '#contract/errors';
import { wxErrorFrom } from '#contract/wx-errors';
import type { ApiKit, WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import { createListeners, type Listeners } from '../listeners.ts';
import { numberOf, textOf, typeName, type WxOptions } from '../parameters.ts';

/** `readyState`, as a WebSocket of a browser has it. */
const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;
type State = (typeof STATES)[keyof typeof STATES];

const NORMAL_CLOSURE = 1000;
/** 1006: closed without a closing handshake (RFC 6455 §7.1.5). */
const ABNORMAL_CLOSURE = 1006;
const FIRST_PRIVATE_CODE = 3000;
const LAST_PRIVATE_CODE = 4999;

/** What a socket tells besides its own listeners: the global `wx.onSocket…`. */
export type SocketHearer = (event: SocketEventName, argument: object) => void;
export type SocketEventName = 'onOpen' | 'onMessage' | 'onError' | 'onClose';

/** A socket of this page. */
export interface LiveSocket {
  /** SocketTask, as the mini-program holds it: plain closures, so that a copy of a method works. */
  readonly task: object;
  isOpen(): boolean;
  isOver(): boolean;
  /** What main tells. */
  hear(news: SocketNews): void;
  /** It never came to be: an error, then its close. */
  fail(error: WireError): void;
  send(options: WxOptions): Promise<void>;
  close(options: WxOptions): Promise<void>;
}

export function createLiveSocket(kit: ApiKit, socketId: string, hearer: SocketHearer): LiveSocket {
  const { host, library } = kit;
  const listeners: Readonly<Record<SocketEventName, Listeners>> = {
    onOpen: createListeners(),
    onMessage: createListeners(),
    onError: createListeners(),
    onClose: createListeners(),
  };
  let state: State = STATES.CONNECTING;

  function tell(event: SocketEventName, argument: object): void {
    const told = library.toldBy('connectSocket', event, argument);
    listeners[event].fire(told, (error) => {
      host.reports.exception(error, { ours: false });
    });
    hearer(event, argument);
  }

  function tellError(error: WireError): void {
    const { errMsg } = wxErrorFrom('connectSocket', error, host.boot.traits.wording);
    tell('onError', { errMsg: errMsg.replace(/^connectSocket:fail:? ?/, '') });
  }

  async function send(options: WxOptions): Promise<void> {
    const content = contentOf(options['data']);
    if (state !== STATES.OPEN) throw new Refusal('SocketTask.readyState is not OPEN');
    await kit.call('wx:socket-send', { socketId, content });
  }

  async function close(options: WxOptions): Promise<void> {
    const code = numberOf(options, 'code', NORMAL_CLOSURE);
    const reason = textOf(options, 'reason');
    if (code !== NORMAL_CLOSURE && !(code >= FIRST_PRIVATE_CODE && code <= LAST_PRIVATE_CODE)) {
      throw new Refusal(
        `The code must be either 1000, or between 3000 and 4999. ${String(code)} is neither.`,
        1001,
      );
    }
    if (new TextEncoder().encode(reason).byteLength > MAX_CLOSE_REASON_BYTES) {
      throw new Refusal(`The reason must not be greater than ${String(MAX_CLOSE_REASON_BYTES)} bytes.`, 1001);
    }
    if (state === STATES.CLOSED) throw new Refusal('SocketTask.readyState is CLOSED');
    if (state === STATES.CLOSING) return;
    state = STATES.CLOSING;
    await kit.call('wx:socket-close', { socketId, code, reason });
  }

  const methods: WxFunctions = {
    send: kit.asynchronous('sendSocketMessage', {}, async (options) => {
      await send(options);
      return {};
    }),
    close: kit.asynchronous('closeSocket', {}, async (options) => {
      await close(options);
      return {};
    }),
    onOpen: listeners.onOpen.on,
    onMessage: listeners.onMessage.on,
    onError: listeners.onError.on,
    onClose: listeners.onClose.on,
  };
  const task = Object.defineProperties(
    { ...methods, ...STATES, socketTaskId: socketId },
    {
      readyState: { enumerable: true, get: () => state },
    },
  );

  return {
    task,
    isOpen: () => state === STATES.OPEN,
    isOver: () => state === STATES.CLOSED,
    send,
    close,
    hear(news) {
      if (state === STATES.CLOSED) return;
      switch (news.kind) {
        case 'open':
          if (state === STATES.CONNECTING) state = STATES.OPEN;
          tell('onOpen', { header: { ...news.header }, profile: { ...news.profile } });
          break;
        case 'message':
          tell('onMessage', { data: dataOf(news.content) });
          break;
        case 'error':
          tellError(news.error);
          break;
        case 'close':
          state = STATES.CLOSED;
          tell('onClose', { code: news.code, reason: news.reason });
      }
    },
    fail(error) {
      if (state === STATES.CLOSED) return;
      tellError(error);
      state = STATES.CLOSED;
      tell('onClose', { code: ABNORMAL_CLOSURE, reason: 'abnormal closure' });
    },
  };
}

function dataOf(content: SocketContent): string | ArrayBuffer {
  return content.kind === 'text' ? content.text : content.bytes.slice().buffer;
}

function contentOf(data: unknown): SocketContent {
  if (typeof data === 'string') return { kind: 'text', text: data };
  if (data instanceof ArrayBuffer) return { kind: 'bytes', bytes: new Uint8Array(data.slice(0)) };
  const type = typeName(data);
  throw new Refusal(`parameter error: parameter.data should be String|ArrayBuffer instead of ${type};`, 1001);
}

/** Whatever a call of main came to, as data. */
export function wireErrorOf(error: unknown): WireError {
  return FerryError.from(error).toWire();
}
