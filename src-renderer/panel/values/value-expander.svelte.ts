import { SvelteMap } from 'svelte/reactivity';
import type { ValueView } from '#contract/value-view';
import type { ValueShape } from '../../ui/tree/value-shape.ts';
import type { PanelCaller } from '../../lib/bridge.ts';
import { treeWords } from '../../ui/tree/words.ts';
import { asPart, viewShape } from './value-views.ts';

/** Opens what pictures of values leave out: the page is asked when the developer opens it, not before. */
export class ValueExpander {
  readonly #caller: PanelCaller;
  readonly #found = new SvelteMap<ValueView, ValueView>();
  readonly #asked = new WeakSet<ValueView>();

  constructor(caller: PanelCaller) {
    this.#caller = caller;
  }

  /** How a picture looks, with what was opened of it. */
  readonly shape = (value: unknown): ValueShape => viewShape(this.#found.get(value as ValueView) ?? value);

  /** Hears that a value was opened. */
  readonly open = (value: unknown): void => {
    const view = value as ValueView;
    if (view.kind !== 'cut' || !view.more || this.#asked.has(view)) return;
    this.#asked.add(view);
    void this.#load(view, view.more);
  };

  async #load(view: ValueView, more: NonNullable<ValueView['more']>): Promise<void> {
    const answer = await this.#caller.call('panel:inspect', { ask: 'more', ...more }).catch(() => null);
    const value = answer && 'value' in answer ? answer.value : null;
    this.#found.set(view, value ? asPart(view, value) : { kind: 'cut', text: treeWords().gone, length: 0 });
  }
}
