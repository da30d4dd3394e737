import type { Exchange, ExchangeKind } from '#contract/transfer';
import { isProblem } from './exchange-view.ts';

export type FilterKind = ExchangeKind | 'all' | 'problem';

/** Exchanges are replaced, never changed, so the text to search is made once for each. */
const texts = new WeakMap<Exchange, string>();

function searchText(exchange: Exchange): string {
  let text = texts.get(exchange);
  if (text === undefined) {
    const { method, url, page, calledFrom, state, statusCode, file, errMsg } = exchange;
    text = [method, url, page, calledFrom, state, statusCode, file?.path, errMsg].join('\n').toLowerCase();
    texts.set(exchange, text);
  }
  return text;
}

function isOfKind(exchange: Exchange, kind: FilterKind): boolean {
  if (kind === 'all') return true;
  return kind === 'problem' ? isProblem(exchange) : exchange.kind === kind;
}

/** The exchanges of a kind that contain every word of `words`, in the order given. */
export function filterExchanges(
  exchanges: readonly Exchange[],
  kind: FilterKind,
  words: string,
): readonly Exchange[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (kind === 'all' && wanted.length === 0) return exchanges;
  return exchanges.filter(
    (exchange) => isOfKind(exchange, kind) && wanted.every((word) => searchText(exchange).includes(word)),
  );
}
