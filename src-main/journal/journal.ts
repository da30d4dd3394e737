import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ERROR_HEADS,
  type CallbackRecord,
  type Exchange,
  type ExchangeKind,
  type TransferWarning,
} from '#contract/transfer';
import { clipped } from '../lib/clipped.ts';
import { createListeners } from '../lib/listeners.ts';
import type { ExchangeTable, HistoryBound } from '../registry/exchange-table.ts';
import type { RemovedExchange } from '../registry/exchange-row-table.ts';
import { blankExchange } from './blank-exchange.ts';

/** What is known of a transfer when `wx` is called. */
export interface NewExchange {
  readonly id: string;
  readonly kind: ExchangeKind;
  readonly page: string;
  readonly calledFrom: string | null;
  readonly method: string;
  readonly url: string;
  readonly written: unknown;
  readonly calledAtEpochMs: number;
}

export type ExchangePatch = Partial<Omit<Exchange, 'id' | 'kind'>>;

/**
 * The record of every exchange of one project: this launch's in memory and on disk, earlier ones from disk.
 * It only records; what to do about a transfer is decided elsewhere.
 */
export interface Journal {
  begin(exchange: NewExchange): void;
  /** Takes in a record that was made elsewhere, ended as it is. */
  adopt(exchange: Exchange): void;
  /** Merges facts into a record; the state change of an ending is written to disk at once. */
  update(id: string, patch: ExchangePatch): void;
  /** Adds callbacks in their order; what comes together is written together. */
  addCallbacks(id: string, callbacks: readonly CallbackRecord[]): void;
  get(id: string): Exchange | null;
  /** Oldest first: the latest of earlier launches, and this one's. */
  list(): Exchange[];
  /** Only this launch's, oldest first: what is alive, and the latest of what has ended. */
  ofThisLaunch(): Exchange[];
  /** Removes all but what is alive, for good; resolves when it is gone. Others have their turns meanwhile. */
  clear(): Promise<void>;
  /** Removes what was cleared from the list and does not come back, a little in each turn. */
  purgeCleared(): void;
  /** How many records the disk holds, and the bytes of their JSON. */
  size(): { readonly count: number; readonly sizeBytes: number };
  /** Hears the record after each change. */
  onChange(listener: (exchange: Exchange) => void): () => void;
  /** Hears of records that are gone for good. */
  onRemoved(listener: (gone: readonly RemovedExchange[]) => void): () => void;
}

/** Exchanges of one project that are kept beside those that are pinned; then the oldest go. */
export const KEPT_EXCHANGES = 100_000;
/** Of the whole registry; beyond, the oldest go too. */
const KEPT_REGISTRY_BYTES = 2 * 1024 ** 3;
/** The bounds are looked at after this many new ones, or this many characters of JSON. */
const TRIM_EVERY = 500;
const TRIM_EVERY_TEXT = 64_000_000;
const KEPT_HISTORY: HistoryBound = { records: KEPT_EXCHANGES, registryBytes: KEPT_REGISTRY_BYTES };
/** Characters of one header's value that the record keeps. */
const MAX_HEADER = 16_384;
/** Records removed in one turn: some four milliseconds. */
const REMOVED_A_TURN = 50;

/** Records of earlier launches that `list` has. */
const LISTED_LENGTH = 2000;
/** Between two turns of removing. */
const REMOVAL_PAUSE_MS = 20;
/** This launch's records in memory, and the characters of JSON that those of ended transfers take together. */
const CURRENT_LENGTH = 2000;
const CURRENT_TEXT = 32_000_000;
/** A record keeps the first callbacks and the last ones; a long download has hundreds of the same. */
const MAX_CALLBACKS = 200;
/** Characters of JSON that the arguments of these may take; the record is written and told as a whole. */
const MAX_ARGUMENTS = 400_000;

export function createJournal(
  deps: { readonly table: ExchangeTable },
  options: {
    readonly project: string;
    readonly launch: number;
    /** How much history is kept; {@link KEPT_EXCHANGES} by default, in a registry of two gigabytes. */
    readonly bound?: HistoryBound;
  },
): Journal {
  const { table } = deps;
  const { project, launch, bound = KEPT_HISTORY } = options;
  const current = new Map<string, Exchange>();
  /** How long the JSON of each ended transfer in `current` is. */
  const endedLengths = new Map<string, number>();
  let endedText = 0;
  const changed = createListeners<Exchange>();
  const removed = createListeners<readonly RemovedExchange[]>();
  let sinceTrim = 0;
  let sinceTrimText = 0;
  let removal: NodeJS.Timeout | null = null;
  /** What a full disk or a locked registry did not take; it goes along with the next record. */
  const unwritten = new Set<string>();

  const keep = (exchange: Exchange, write: boolean): void => {
    current.set(exchange.id, exchange);
    if (write) writeDown(exchange.id);
    if (exchange.durationMs !== null) makeRoom(exchange);
    changed.emit(exchange);
  };
  /** The oldest of what has ended leaves the memory; the disk has it. The one at hand always stays. */
  const makeRoom = (exchange: Exchange): void => {
    const length = JSON.stringify(exchange).length;
    const addedLength = length - (endedLengths.get(exchange.id) ?? 0);
    endedText += addedLength;
    sinceTrimText += addedLength;
    if (sinceTrimText >= TRIM_EVERY_TEXT) trimLater();
    endedLengths.set(exchange.id, length);
    for (const id of endedLengths.keys()) {
      if (current.size <= CURRENT_LENGTH && endedText <= CURRENT_TEXT) return;
      if (id !== exchange.id) forget(id);
    }
  };
  const forget = (id: string): void => {
    current.delete(id);
    endedText -= endedLengths.get(id) ?? 0;
    endedLengths.delete(id);
  };
  /** Whether there is room for the record of a transfer is nothing to the transfer. */
  const writeDown = (id: string): void => {
    unwritten.add(id);
    for (const waiting of unwritten) {
      const exchange = current.get(waiting);
      try {
        if (exchange) table.put(project, launch, exchange);
        unwritten.delete(waiting);
      } catch (error) {
        // It stays in memory, where the panel and the report of a run find it.
        if (isOfTheDisk(error)) return;
        // A record that is not fit to be written does not take the others with it.
        unwritten.delete(waiting);
        forget(waiting);
        if (waiting === id) throw error;
      }
    }
  };

  const complete = (exchange: Exchange): Exchange => ({ ...blankExchange(), ...exchange });
  /** What goes for good goes in turns, so that nothing waits for it; a registry that is closed ends it. */
  const removeLater = (): void => {
    removal ??= setTimeout(() => {
      removal = null;
      if (!table.isOpen()) return;
      try {
        const purged = table.purge(project, REMOVED_A_TURN);
        const gone = purged.length > 0 ? purged : table.trim(project, bound, REMOVED_A_TURN);
        if (gone.length === 0) return;
        for (const { id } of gone) forget(id);
        removed.emit(gone);
        removeLater();
      } catch (error) {
        // It is tried again at the next clearing, or with the next five hundred.
        if (!isOfTheDisk(error)) throw error;
      }
    }, REMOVAL_PAUSE_MS);
    removal.unref();
  };

  const trimLater = (): void => {
    sinceTrim = 0;
    sinceTrimText = 0;
    removeLater();
  };

  return {
    begin(exchange) {
      keep({ ...blankExchange(), ...exchange }, true);
      sinceTrim += 1;
      if (sinceTrim >= TRIM_EVERY) trimLater();
    },
    adopt(exchange) {
      keep(exchange, true);
    },
    update(id, patch) {
      const known = current.get(id);
      if (!known) return;
      const next = { ...known, ...withinHeaders(patch) };
      keep(next, next.state !== known.state || known.durationMs !== null);
    },
    addCallbacks(id, callbacks) {
      const known = current.get(id);
      if (!known) return;
      const all = [...known.callbacks, ...callbacks];
      const kept =
        all.length <= MAX_CALLBACKS
          ? all
          : [...all.slice(0, MAX_CALLBACKS / 2), ...all.slice(-MAX_CALLBACKS / 2)];
      keep({ ...known, callbacks: withinArguments(kept) }, known.durationMs !== null);
    },
    get(id) {
      const known = current.get(id);
      if (known) return known;
      // Earlier versions of Ferry knew fewer facts.
      const stored = table.get(project, id);
      return stored && complete(stored);
    },
    list() {
      const known = table.latest(project, LISTED_LENGTH).map(complete);
      return [...known.filter(({ id }) => !current.has(id)), ...current.values()];
    },
    ofThisLaunch: () => [...current.values()],
    async clear() {
      for (const id of [...endedLengths.keys()]) forget(id);
      for (const exchange of current.values()) table.put(project, launch, exchange);
      const kept = new Set(current.keys());
      const upToSeq = table.rows.lastSeq(project);
      while (table.isOpen() && table.clearMissingRows(project, REMOVED_A_TURN) > 0) await nextTurn();
      for (let afterSeq: number | null = 0; afterSeq !== null && table.isOpen();) {
        const { gone, lastSeq } = table.clearBetween(project, { afterSeq, upToSeq, kept }, REMOVED_A_TURN);
        if (gone.length > 0) removed.emit(gone);
        afterSeq = lastSeq;
        await nextTurn();
      }
    },
    purgeCleared: removeLater,
    size: () => table.size(project),
    onChange: (listener) => changed.add(listener),
    onRemoved: (listener) => removed.add(listener),
  };
}

/** Facts whose headers are bounded: a page can write any number of letters into one. */
function withinHeaders(patch: ExchangePatch): ExchangePatch {
  const clip = (headers: Exchange['requestHeaders']): Exchange['requestHeaders'] =>
    headers.some(([, value]) => value.length > MAX_HEADER)
      ? headers.map(([name, value]) => [name, clipped(value, MAX_HEADER)])
      : headers;
  return {
    ...patch,
    ...(patch.requestHeaders && { requestHeaders: clip(patch.requestHeaders) }),
    ...(patch.responseHeaders && { responseHeaders: clip(patch.responseHeaders) }),
  };
}

/** Callbacks whose arguments are bounded together: from where they are too much, an argument is only said to be. */
function withinArguments(callbacks: readonly CallbackRecord[]): CallbackRecord[] {
  let length = 0;
  return callbacks.map((callback) => {
    length += (JSON.stringify(callback.argument) as string | undefined)?.length ?? 0;
    return length <= MAX_ARGUMENTS ? callback : { ...callback, argument: '…' };
  });
}

/** No room, a disk that fails, a registry that is locked or damaged: what SQLite says of neither the statement nor its values. */
function isOfTheDisk(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^SQLITE_(FULL|IOERR|READONLY|BUSY|CORRUPT|NOTADB)/.test(code);
}

const FERRY_ENDED: TransferWarning = {
  rule: 'ferry-ended',
  text: 'Ferry itself was killed, or the computer went down, while this was running; run it again.',
  source: null,
};

/** Closes the records of transfers that were alive when an earlier launch ended without closing them. */
export function closeLeftExchanges(table: ExchangeTable, currentLaunch: number): void {
  for (const { project, launch, exchange } of table.left(currentLaunch)) {
    table.put(project, launch, {
      ...exchange,
      state: 'failed',
      durationMs: 0,
      errMsg: `${ERROR_HEADS[exchange.kind]}:fail interrupted`,
      warnings: [...exchange.warnings, FERRY_ENDED],
    });
  }
}
