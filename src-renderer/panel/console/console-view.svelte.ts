import { SvelteSet } from 'svelte/reactivity';
import type { PanelCaller } from '../../lib/bridge.ts';
import { recall, remember } from '../../lib/remembered.ts';
import type { PanelStore } from '../app/panel-store.svelte.ts';
import {
  countLevels,
  filterConsole,
  foldGroups,
  groupRepeats,
  mergeConsole,
  pagesOf,
  sinceClear,
  withEarlierRuns,
  withTyped,
  type LevelFilter,
} from './console-lines.ts';
import type { ConsoleEvaluator } from './evaluator.svelte.ts';

const PRESERVE_KEY = 'ferry.console.preserve';
const GROUP_KEY = 'ferry.console.group';

/** What of the console is shown: lines by level, words and page, groups open or closed, runs before this one or not. */
export class ConsoleView {
  level = $state<LevelFilter>('all');
  words = $state('');
  page = $state('');
  /** Counts up when the input is to take the focus. */
  focusAsked = $state(0);
  #isGrouped = $state(recall(GROUP_KEY) !== 'no');
  #isPreserved = $state(recall(PRESERVE_KEY) === 'yes');
  /** Messages that are shown as a whole. */
  readonly unfolded = new SvelteSet<string>();
  /** Heads of groups that are not as the page made them. */
  readonly #toggled = new SvelteSet<string>();

  readonly #store: PanelStore;
  readonly #evaluator: ConsoleEvaluator;

  readonly lines = $derived.by(() => {
    const merged = mergeConsole(
      this.#store.project?.diagnostics ?? [],
      this.#store.console,
      this.#store.ownExceptions,
    );
    const all = withTyped(withEarlierRuns(merged, this.#store.earlierRuns), this.#evaluator.typed);
    return this.#isPreserved ? all : sinceClear(all);
  });
  readonly counts = $derived(countLevels(this.lines));
  readonly pages = $derived(pagesOf(this.lines));
  readonly shown = $derived.by(() => {
    const page = this.pages.includes(this.page) ? this.page : '';
    const grouped = groupRepeats(filterConsole(this.lines, this.level, this.words, page), this.#isGrouped);
    // A hit in a closed group is a hit.
    const isSearched = this.level !== 'all' || this.words.trim() !== '';
    return isSearched ? grouped : foldGroups(grouped, this.#toggled);
  });

  constructor(store: PanelStore, evaluator: ConsoleEvaluator) {
    this.#store = store;
    this.#evaluator = evaluator;
  }

  /** Whether lines that say the same stand in one. */
  get isGrouped(): boolean {
    return this.#isGrouped;
  }

  set isGrouped(isOn: boolean) {
    this.#isGrouped = isOn;
    remember(GROUP_KEY, isOn ? 'yes' : 'no');
  }

  /** Whether lines of earlier runs stay, and those before a `console.clear`. */
  get isPreserved(): boolean {
    return this.#isPreserved;
  }

  set isPreserved(isOn: boolean) {
    this.#isPreserved = isOn;
    remember(PRESERVE_KEY, isOn ? 'yes' : 'no');
  }

  fold(key: string): void {
    if (!this.unfolded.delete(key)) this.unfolded.add(key);
  }

  toggleGroup(key: string): void {
    if (!this.#toggled.delete(key)) this.#toggled.add(key);
  }

  showAll(): void {
    this.level = 'all';
    this.words = '';
    this.page = '';
  }

  /** Forgets what is shown besides what main keeps. */
  cleared(): void {
    this.unfolded.clear();
    this.#toggled.clear();
  }
}

const views = new WeakMap<PanelCaller, ConsoleView>();

/** The one console over a way to main: what it has heard stays while other tabs are shown. */
export function consoleViewOf(
  caller: PanelCaller,
  store: PanelStore,
  evaluator: ConsoleEvaluator,
): ConsoleView {
  const known = views.get(caller);
  if (known) return known;
  const made = new ConsoleView(store, evaluator);
  views.set(caller, made);
  return made;
}
