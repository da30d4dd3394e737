import type {
  BodySide,
  CallbackRecord,
  EditedPart,
  Exchange,
  ExchangeKind,
  StackFrame,
} from '#contract/transfer';
import { API_NAMES, addressFromUrl, isOver } from '../exchange/exchange-view.ts';
import { shownPhases, type ShownPhase } from '../exchange/transfer-phases.ts';

/** The panes of the details. */
export const DETAILS_TABS = [
  'story',
  'options',
  'headers',
  'parts',
  'response',
  'progress',
  'timing',
  'callbacks',
  'warnings',
  'raw',
  'messages',
] as const;

export type DetailsTab = (typeof DETAILS_TABS)[number];

const TRANSFER_TABS = DETAILS_TABS.filter((tab) => tab !== 'messages');
/** A WebSocket has no parts and no body; what it carries are messages. */
const SOCKET_TABS = ['story', 'options', 'headers', 'messages', 'timing', 'warnings', 'raw'] as const;

/** The panes that an exchange has, in their order. */
export function tabsOf(kind: ExchangeKind): readonly DetailsTab[] {
  return kind === 'socket' ? SOCKET_TABS : TRANSFER_TABS;
}

/** The pane that is shown of an exchange where another one was chosen before: what it moved stands for what it moved. */
export function tabFor(chosen: DetailsTab, kind: ExchangeKind): DetailsTab {
  if (tabsOf(kind).includes(chosen)) return chosen;
  return kind === 'socket' ? 'messages' : 'response';
}

type ConnectionStep = 'dns' | 'connect' | 'tls';

/** Who answered, and in which version of HTTP. */
export interface StoryPeer {
  readonly address: string;
  readonly httpVersion: string;
}

/** One line of a transfer's story. `atMs` counts from the `wx` call; null where no time is known. */
export type StoryLine = {
  readonly atMs: number | null;
  /** How long it took; null for what has no length. */
  readonly tookMs: number | null;
  /** The tab that tells more. */
  readonly link: DetailsTab;
} &
  /** `isElement`: no function asked, but an image or a font of the page. */
  (
    | {
        readonly kind: 'called';
        readonly api: string;
        readonly isElement: boolean;
        readonly page: string;
        readonly from: string | null;
        readonly stack: readonly StackFrame[];
      }
    | { readonly kind: 'resent'; readonly of: string | null }
    | { readonly kind: 'imported'; readonly from: string }
    | { readonly kind: 'waiting' | 'aborted' }
    /** `slot` counts from 0; null where none is known. */
    | { readonly kind: 'notWaited'; readonly slot: number | null }
    | {
        readonly kind: 'waited';
        readonly durationMs: number;
        readonly slot: number | null;
        /** The exchange whose end freed the slot. */
        readonly freedBy: string | null;
      }
    | { readonly kind: 'rule'; readonly rule: string }
    | { readonly kind: 'paused'; readonly side: BodySide }
    | { readonly kind: 'resumed'; readonly side: BodySide; readonly edited: readonly EditedPart[] }
    /** `dnsTried` and its kin are where a transfer ended before the step was done. */
    | { readonly kind: 'dns' | 'tls' | `${ConnectionStep}Tried`; readonly host: string }
    /** `peer` is where the connection really went; null where that is the host itself. */
    | { readonly kind: 'connect' | 'reused'; readonly host: string; readonly peer: StoryPeer | null }
    /** `statusCode` is null where it was not recorded. */
    | {
        readonly kind: 'redirect';
        readonly url: string;
        readonly hop: number;
        readonly statusCode: number | null;
      }
    | { readonly kind: 'messages'; readonly sentCount: number; readonly receivedCount: number }
    | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
    | { readonly kind: 'waitedForServer'; readonly host: string }
    | { readonly kind: 'sent' | 'received'; readonly sizeBytes: number }
    | { readonly kind: 'sending' | 'receiving'; readonly sizeBytes: number; readonly totalBytes: number }
    | { readonly kind: 'answered'; readonly statusCode: number }
    | { readonly kind: 'written'; readonly path: string; readonly sizeBytes: number }
    | { readonly kind: 'progress'; readonly count: number }
    | { readonly kind: 'callback'; readonly name: string; readonly isFailure: boolean }
    | { readonly kind: 'failed'; readonly errMsg: string; readonly errno: number | null }
  );

function phaseOf(phases: readonly ShownPhase[], name: ShownPhase['name']): ShownPhase | null {
  return phases.find((phase) => phase.name === name) ?? null;
}

function span(phase: ShownPhase): { readonly atMs: number; readonly tookMs: number } {
  return { atMs: phase.endMs, tookMs: phase.endMs - phase.startMs };
}

function queueLines(exchange: Exchange): readonly StoryLine[] {
  if (exchange.state === 'waiting') return [{ kind: 'waiting', atMs: null, tookMs: null, link: 'timing' }];
  const slot = exchange.slot?.index ?? null;
  if (exchange.queueMs < 1) return [{ kind: 'notWaited', slot, atMs: 0, tookMs: null, link: 'timing' }];
  const { queueMs } = exchange;
  const freedBy = exchange.slot?.freedBy ?? null;
  return [
    { kind: 'waited', durationMs: queueMs, slot, freedBy, atMs: queueMs, tookMs: queueMs, link: 'timing' },
  ];
}

function pauseLines(exchange: Exchange): readonly StoryLine[] {
  const over = (exchange.pauses ?? []).map(({ side, fromMs, toMs, edited }): StoryLine => ({
    kind: 'resumed',
    side,
    edited,
    atMs: toMs,
    tookMs: toMs - fromMs,
    link: 'options',
  }));
  const { pausedAt } = exchange;
  if (pausedAt === null) return over;
  return [...over, { kind: 'paused', side: pausedAt, atMs: null, tookMs: null, link: 'options' }];
}

function connectionLines(exchange: Exchange, phases: readonly ShownPhase[]): readonly StoryLine[] {
  const { host } = addressFromUrl(exchange.redirects.at(-1) ?? exchange.url);
  const peer = peerOf(exchange, host);
  const lines: StoryLine[] = [];
  for (const name of ['dns', 'connect', 'tls'] as const) {
    const phase = phaseOf(phases, name);
    if (!phase) continue;
    const rest = { host, ...span(phase), link: 'timing' } as const;
    if (phase.isUndone) lines.push({ kind: `${name}Tried`, ...rest });
    else lines.push(name === 'connect' ? { kind: name, peer, ...rest } : { kind: name, ...rest });
  }
  if (lines.length === 0 && exchange.profile?.socketReused === true) {
    lines.push({ kind: 'reused', host, peer, atMs: exchange.queueMs, tookMs: null, link: 'timing' });
  }
  return lines;
}

function peerOf({ profile, httpVersion }: Exchange, host: string): StoryPeer | null {
  if (!profile || profile.peerIP === '' || httpVersion === null) return null;
  const ip = profile.peerIP.includes(':') ? `[${profile.peerIP}]` : profile.peerIP;
  const address = `${ip}:${String(profile.port)}`;
  return address === host ? null : { address, httpVersion };
}

function bodyLines(exchange: Exchange, phases: readonly ShownPhase[]): readonly StoryLine[] {
  const { sentBytes, expectedSendBytes, receivedBytes, expectedReceiveBytes, statusCode } = exchange;
  const { host } = addressFromUrl(exchange.redirects.at(-1) ?? exchange.url);
  const lines: StoryLine[] = [];
  const send = phaseOf(phases, 'send');
  const receive = phaseOf(phases, 'receive');
  const isRunning = !isOver(exchange);
  if (isRunning && statusCode === null && sentBytes < expectedSendBytes) {
    const sizes = { sizeBytes: sentBytes, totalBytes: expectedSendBytes };
    lines.push({ kind: 'sending', ...sizes, atMs: null, tookMs: null, link: 'progress' });
  } else if (sentBytes > 0) {
    const times = send ? span(send) : { atMs: null, tookMs: null };
    const link = exchange.parts.length > 0 ? 'parts' : 'raw';
    lines.push({ kind: 'sent', sizeBytes: sentBytes, ...times, link });
  }
  const undone = phaseOf(phases, 'wait');
  if (statusCode === null && undone?.isUndone === true) {
    lines.push({ kind: 'waitedForServer', host, ...span(undone), link: 'timing' });
  }
  if (statusCode !== null) {
    const wait = phaseOf(phases, 'wait');
    const times = wait ? span(wait) : { atMs: null, tookMs: null };
    lines.push({ kind: 'answered', statusCode, ...times, link: 'headers' });
  }
  if (isRunning && statusCode !== null) {
    const sizes = { sizeBytes: receivedBytes, totalBytes: expectedReceiveBytes };
    lines.push({ kind: 'receiving', ...sizes, atMs: null, tookMs: null, link: 'progress' });
  } else if (receivedBytes > 0) {
    const times = receive ? span(receive) : { atMs: null, tookMs: null };
    lines.push({ kind: 'received', sizeBytes: receivedBytes, ...times, link: 'response' });
  }
  if (exchange.kind === 'download' && exchange.state === 'done' && exchange.file) {
    const { path, sizeBytes } = exchange.file;
    lines.push({ kind: 'written', path, sizeBytes, atMs: null, tookMs: null, link: 'response' });
  }
  return lines;
}

function socketLines(exchange: Exchange): readonly StoryLine[] {
  const { statusCode, socket, durationMs } = exchange;
  const lines: StoryLine[] = [];
  if (statusCode !== null) {
    lines.push({ kind: 'answered', statusCode, atMs: null, tookMs: null, link: 'headers' });
  }
  if (!socket) return lines;
  const { sentMessages, receivedMessages, messages, closeCode, closeReason } = socket;
  if (sentMessages + receivedMessages > 0) {
    lines.push({
      kind: 'messages',
      sentCount: sentMessages,
      receivedCount: receivedMessages,
      atMs: messages.at(-1)?.atMs ?? null,
      tookMs: null,
      link: 'messages',
    });
  }
  if (closeCode !== null) {
    lines.push({
      kind: 'closed',
      code: closeCode,
      reason: closeReason,
      atMs: durationMs,
      tookMs: null,
      link: 'messages',
    });
  }
  return lines;
}

function redirectLines({ redirects, hops }: Exchange): readonly StoryLine[] {
  return redirects.map((url, index): StoryLine => {
    const hop = hops?.[index];
    const startMs = hop?.phases[0]?.startMs ?? null;
    const endMs = hop?.phases.at(-1)?.endMs ?? null;
    return {
      kind: 'redirect',
      url,
      hop: index + 1,
      statusCode: hop?.statusCode ?? null,
      atMs: endMs,
      tookMs: startMs === null || endMs === null ? null : endMs - startMs,
      link: hop ? 'headers' : 'options',
    };
  });
}

function callbackLines(callbacks: readonly CallbackRecord[]): readonly StoryLine[] {
  const lines: StoryLine[] = [];
  const progress = callbacks.filter((callback) => callback.name === 'onProgressUpdate');
  const last = progress.at(-1);
  for (const callback of callbacks) {
    const atMs = callback.atMs;
    if (callback === last) {
      lines.push({ kind: 'progress', count: progress.length, atMs, tookMs: null, link: 'progress' });
    } else if (callback.name !== 'onProgressUpdate') {
      const { name } = callback;
      lines.push({
        kind: 'callback',
        name,
        isFailure: name === 'fail',
        atMs,
        tookMs: null,
        link: 'callbacks',
      });
    }
  }
  return lines;
}

/** Puts lines in time order; one without a time stays behind the line before it. */
function inTimeOrder(lines: readonly StoryLine[]): readonly StoryLine[] {
  let atMs = 0;
  return lines
    .map((line) => {
      atMs = line.atMs ?? atMs;
      return { line, atMs };
    })
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ line }) => line);
}

function endLines(exchange: Exchange): readonly StoryLine[] {
  const end = { atMs: exchange.durationMs, tookMs: null, link: 'callbacks' } as const;
  if (exchange.state === 'aborted') return [{ kind: 'aborted', ...end }];
  if (exchange.state !== 'failed') return [];
  return [{ kind: 'failed', errMsg: exchange.errMsg ?? '', errno: exchange.errno, ...end }];
}

function beginning(exchange: Exchange): readonly StoryLine[] {
  const { kind, page, calledFrom, stack, origin } = exchange;
  const begin = { atMs: 0, tookMs: null, link: 'options' } as const;
  if (origin.kind === 'resend') return [{ kind: 'resent', of: origin.of, ...begin }];
  const isElement = kind === 'resource';
  const called = {
    kind: 'called',
    api: API_NAMES[kind],
    isElement,
    page,
    from: calledFrom,
    stack,
    ...begin,
  } as const;
  if (origin.kind !== 'import') return [called];
  // What another tool recorded was called by no page.
  return [{ kind: 'imported', from: origin.from, ...begin }, ...(page === '' ? [] : [called])];
}

/** The life of a transfer in the order it happened. */
export function storyFromExchange(exchange: Exchange): readonly StoryLine[] {
  const unknown = { atMs: null, tookMs: null, link: 'options' } as const;
  const rules = exchange.rules.map((rule): StoryLine => ({ kind: 'rule', rule, ...unknown }));
  const phases = shownPhases(exchange);
  const isSocket = exchange.kind === 'socket';
  return inTimeOrder([
    ...beginning(exchange),
    ...(isSocket ? [] : queueLines(exchange)),
    ...rules,
    ...redirectLines(exchange),
    ...connectionLines(exchange, phases),
    ...(isSocket ? socketLines(exchange) : bodyLines(exchange, phases)),
    ...pauseLines(exchange),
    ...endLines(exchange),
    ...callbackLines(exchange.callbacks),
  ]);
}
