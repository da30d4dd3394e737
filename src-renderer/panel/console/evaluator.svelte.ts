import { FerryError } from '#contract/errors';
import type { PanelCaller } from '../../lib/bridge.ts';
import { recall, remember } from '../../lib/remembered.ts';
import type { TypedLine } from './console-lines.ts';

const HISTORY_KEY = 'ferry.console.history';
const KEPT_HISTORY = 100;
const KEPT_LINES = 200;
const MOST_COMPLETIONS = 100;

/** What stands before the cursor and can be completed: a chain of names and the beginning of the next. */
const CHAIN = /((?:[A-Za-z_$][\w$]*(?:\(\))?\.|[A-Za-z_$][\w$]*\[\d+\]\.)*)([A-Za-z_$][\w$]*)?$/;

export interface Completion {
  readonly name: string;
  /** Where it goes in, up to the cursor. */
  readonly from: number;
}

/** Runs code in the page, remembers what was typed, and completes members of live objects. */
export class ConsoleEvaluator {
  typed = $state.raw<readonly TypedLine[]>([]);
  code = $state('');
  completions = $state.raw<readonly Completion[]>([]);
  chosen = $state(0);
  readonly isRunning = $derived(this.typed.some(({ outcome }) => outcome === null));

  readonly #caller: PanelCaller;
  #history: readonly string[] = readHistory();
  /** Place in the history; its length stands for what is being written. */
  #place = this.#history.length;
  #written = '';
  #count = 0;
  #asked = 0;
  /** What can stand at the place that is being written. */
  #known: { readonly place: string; readonly names: readonly string[] } | null = null;

  constructor(caller: PanelCaller) {
    this.#caller = caller;
  }

  async run(): Promise<void> {
    const code = this.code.trim();
    if (code === '') return;
    this.code = '';
    this.closeCompletions();
    this.#remember(code);
    const line: TypedLine = { id: (this.#count += 1), atEpochMs: Date.now(), code, outcome: null };
    this.typed = [...this.typed, line].slice(-KEPT_LINES);
    const settle = (outcome: TypedLine['outcome']): void => {
      this.typed = this.typed.map((one) => (one.id === line.id ? { ...one, outcome } : one));
    };
    try {
      settle(await this.#caller.call('panel:evaluate', { code }));
    } catch (error) {
      settle({ problem: FerryError.from(error).message });
    }
  }

  clear(): void {
    this.typed = this.typed.filter(({ outcome }) => outcome === null);
  }

  /** Steps through what was typed before; false at either end. */
  step(by: 1 | -1): boolean {
    const place = this.#place + by;
    if (place < 0 || place > this.#history.length) return false;
    if (this.#place === this.#history.length) this.#written = this.code;
    this.#place = place;
    this.code = this.#history[place] ?? this.#written;
    return true;
  }

  /** Shows what can stand before the cursor. Names of one chain are asked for once, however fast one types on. */
  async complete(cursor: number): Promise<void> {
    const found = CHAIN.exec(this.code.slice(0, cursor));
    const beginning = found?.[2] ?? '';
    const chain = chainOf(found?.[1] ?? '');
    if (chain.length === 0 && beginning === '') {
      this.closeCompletions();
      return;
    }
    const ask = (this.#asked += 1);
    const place = `${String(cursor - beginning.length)} ${chain.join('.')}`;
    if (this.#known?.place !== place) {
      // What stood there was for another place: taken now, it would replace what was typed since.
      this.completions = [];
      const answer = await this.#caller.call('panel:inspect', { ask: 'members', chain }).catch(() => null);
      if (ask !== this.#asked || !answer || !('names' in answer)) return;
      this.#known = { place, names: answer.names };
    }
    const from = cursor - beginning.length;
    this.completions = matching(this.#known.names, beginning).map((name) => ({ name, from }));
    this.chosen = 0;
  }

  /** Puts the chosen completion in. Returns where the cursor goes; null when there is none to take. */
  take(cursor: number): number | null {
    const completion = this.completions[this.chosen];
    if (!completion) return null;
    this.code = this.code.slice(0, completion.from) + completion.name + this.code.slice(cursor);
    this.closeCompletions();
    return completion.from + completion.name.length;
  }

  closeCompletions(): void {
    this.#asked += 1;
    this.#known = null;
    this.completions = [];
  }

  move(by: 1 | -1): void {
    const { length } = this.completions;
    if (length > 0) this.chosen = (this.chosen + by + length) % length;
  }

  #remember(code: string): void {
    if (this.#history.at(-1) !== code) this.#history = [...this.#history, code].slice(-KEPT_HISTORY);
    this.#place = this.#history.length;
    remember(HISTORY_KEY, JSON.stringify(this.#history));
  }
}

/** `a.b[0].` as its names. */
function chainOf(text: string): readonly string[] {
  return text.split(/[.[\]]+/).filter((name) => name !== '');
}

function matching(names: readonly string[], beginning: string): readonly string[] {
  const wanted = beginning.toLowerCase();
  const found = names.filter((name) => name.toLowerCase().startsWith(wanted) && name !== beginning);
  // As it was typed first, in any case after.
  return found
    .sort((a, b) => Number(b.startsWith(beginning)) - Number(a.startsWith(beginning)))
    .slice(0, MOST_COMPLETIONS);
}

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(recall(HISTORY_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

const evaluators = new WeakMap<PanelCaller, ConsoleEvaluator>();

/** The one evaluator over a way to main: what was typed stays while other tabs are shown. */
export function evaluatorOf(caller: PanelCaller): ConsoleEvaluator {
  const known = evaluators.get(caller);
  if (known) return known;
  const made = new ConsoleEvaluator(caller);
  evaluators.set(caller, made);
  return made;
}
