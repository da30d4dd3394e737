import type { LocalAnswer, Rule } from '#contract/conditions';
import { isTransfer, type Exchange } from '#contract/transfer';
import { recordedAddressOf } from '../../lib/url-address.ts';

/** About the bytes on the wire, which are others now: a kept body is decoded. */
const WIRE_HEADERS: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
]);

/**
 * Rules that answer as the servers did: the same kind, method and URL get the recorded answers in their order, the
 * last of them again and again.
 *
 * @param exchanges in the order they were called
 * @param bodyOf where the kept body of an answer lies; null when it is not kept
 */
export async function recordedAnswers(
  exchanges: readonly Exchange[],
  bodyOf: (exchangeId: string) => Promise<string | null>,
): Promise<readonly Rule[]> {
  const answered = exchanges.filter(
    (exchange) =>
      isTransfer(exchange) &&
      exchange.statusCode !== null &&
      // An answer that broke off would be given as if it were whole.
      (exchange.state === 'done' ||
        (exchange.bodies.response !== null && !exchange.bodies.response.isPartial)),
  );
  const totals = new Map<string, number>();
  for (const exchange of answered) totals.set(keyOf(exchange), (totals.get(keyOf(exchange)) ?? 0) + 1);
  const turns = new Map<string, number>();
  const rules: Rule[] = [];
  for (const exchange of answered) {
    if (!isTransfer(exchange)) continue;
    const turn = (turns.get(keyOf(exchange)) ?? 0) + 1;
    turns.set(keyOf(exchange), turn);
    const isLast = turn === totals.get(keyOf(exchange));
    rules.push({
      id: `recorded-${exchange.id}`,
      text: `${exchange.method} ${exchange.url}`,
      enabled: true,
      match: {
        kind: exchange.kind,
        method: exchange.method,
        recordedAddress: addressIn(exchange.url),
        ...(isLast ? {} : { nth: turn }),
      },
      action: { kind: 'respond', answer: await answerOf(exchange, bodyOf) },
    });
  }
  return rules;
}

function addressIn(text: string): string {
  const url = URL.parse(text);
  return url ? recordedAddressOf(url) : text;
}

function keyOf({ kind, method, url }: Exchange): string {
  return `${kind} ${method} ${addressIn(url)}`;
}

async function answerOf(
  exchange: Exchange,
  bodyOf: (exchangeId: string) => Promise<string | null>,
): Promise<LocalAnswer> {
  const path = exchange.bodies.response === null ? null : await bodyOf(exchange.id);
  return {
    statusCode: exchange.statusCode ?? 200,
    headers: exchange.responseHeaders.filter(([name]) => !WIRE_HEADERS.has(name.toLowerCase())),
    body: path === null ? { kind: 'text', text: exchange.responseText ?? '' } : { kind: 'file', path },
  };
}
