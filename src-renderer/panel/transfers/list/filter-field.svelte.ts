import { completeFilter, type FilterSuggestion, type FilterValues } from '#contract/filter-completion';
import { recall, remember } from '../../../lib/remembered.ts';

const HISTORY_KEY = 'ferry.transfers.filters';
const KEPT_FILTERS = 30;
const NO_VALUES: FilterValues = { hosts: [], pages: [], tags: [], mediaTypes: [], warnings: [] };

/** What the filter field offers: suggestions at the caret, and the filters written before. */
export class FilterFieldController {
  isOpen = $state(false);
  caret = $state(0);
  chosen = $state(-1);
  values = $state.raw<FilterValues>(NO_VALUES);
  readonly #read: () => string;
  readonly #write: (text: string) => void;
  #history: readonly string[] = readHistory();
  /** Where in the history the field stands; null while it is none of it. */
  #historyPlace: number | null = null;

  readonly completion = $derived.by(() => completeFilter(this.#read(), this.caret, this.values));
  readonly suggestions = $derived<readonly FilterSuggestion[]>(
    this.isOpen ? this.completion.suggestions : [],
  );

  constructor(read: () => string, write: (text: string) => void) {
    this.#read = read;
    this.#write = write;
  }

  /** Something was typed or the caret moved. */
  edited(caret: number): void {
    this.caret = caret;
    this.isOpen = true;
    this.chosen = -1;
    this.#historyPlace = null;
  }

  step(by: -1 | 1): void {
    const { length } = this.suggestions;
    if (length === 0) return;
    this.chosen = (this.chosen + by + length + (this.chosen < 0 && by < 0 ? 1 : 0)) % length;
  }

  /** Writes a suggestion in. Returns where the caret belongs. */
  take(suggestion: FilterSuggestion): number {
    const text = this.#read();
    const { from, to } = this.completion;
    const rest = text.slice(to).trimStart();
    const end = suggestion.isUnfinished ? '' : ' ';
    const head = text.slice(0, from) + suggestion.insert + end;
    this.#write(head + (rest === '' ? '' : `${end === '' ? ' ' : ''}${rest}`));
    this.caret = head.length;
    this.chosen = -1;
    this.isOpen = suggestion.isUnfinished;
    return head.length;
  }

  close(): void {
    this.isOpen = false;
    this.chosen = -1;
  }

  /** Keeps what is written for later. */
  remember(): void {
    const text = this.#read().trim();
    if (text === '') return;
    this.#history = [text, ...this.#history.filter((one) => one !== text)].slice(0, KEPT_FILTERS);
    remember(HISTORY_KEY, JSON.stringify(this.#history));
  }

  /** The filter before or after in the history. Returns whether there was one. */
  recall(by: -1 | 1): boolean {
    const wanted = (this.#historyPlace ?? -1) + by;
    if (wanted < -1 || wanted >= this.#history.length) return false;
    this.#historyPlace = wanted < 0 ? null : wanted;
    this.#write(wanted < 0 ? '' : (this.#history[wanted] ?? ''));
    this.close();
    return true;
  }
}

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(recall(HISTORY_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, KEPT_FILTERS) : [];
  } catch {
    return [];
  }
}
