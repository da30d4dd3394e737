import type { ConditionCalls, ConditionsState, RuleDraft, RuleLine } from '#contract/panel-conditions';
import { FerryError } from '#contract/errors';
import type { PanelCaller } from '../../lib/bridge.ts';
import type { Notices } from '../app/notices.svelte.ts';
import type { Texts } from '../texts/texts.ts';

/** Deleted lines that can be brought back, with where they stood. */
interface Removed {
  readonly line: RuleLine;
  readonly index: number;
}

/** How the open project is run: rules, breakpoints, link and device, as main has them. */
export class Conditions {
  state = $state.raw<ConditionsState | null>(null);
  /** The last lines that were deleted together; undone in one step. */
  removed = $state.raw<readonly Removed[]>([]);
  readonly #caller: PanelCaller;
  readonly #notices: Notices;
  readonly #texts: Texts;

  constructor(caller: PanelCaller, notices: Notices, texts: Texts) {
    this.#caller = caller;
    this.#notices = notices;
    this.#texts = texts;
  }

  /** Listens and loads; returns the end of it. */
  start(): () => void {
    const off = this.#caller.listen((event) => {
      if (event.kind === 'conditions') this.state = event.conditions;
      else if (event.kind === 'project') void this.#load();
    });
    void this.#load();
    return off;
  }

  /** Lines of the table, in their order; what one click has armed stands apart. */
  readonly lines = $derived((this.state?.rules ?? []).filter(({ origin }) => origin !== 'armed'));
  readonly armed = $derived((this.state?.rules ?? []).filter(({ origin }) => origin === 'armed'));
  readonly paused = $derived(this.state?.paused ?? []);
  readonly activeCount = $derived(
    (this.state?.rules ?? []).filter(({ isOn, match }) => isOn && match !== null).length,
  );
  /** What was chosen for the page and is not what it was started with. */
  readonly needsReload = $derived.by(() => {
    const { state } = this;
    if (!state) return false;
    const { settings, running } = state;
    const differs = (wanted: string | null, has: string): boolean => wanted !== null && wanted !== has;
    return (
      settings.device !== running.device ||
      differs(settings.baseLibrary, running.baseLibrary) ||
      differs(settings.clientVersion, running.clientVersion)
    );
  });

  /** Asks main; what fails is said, and undefined returned. */
  async ask<C extends keyof ConditionCalls>(
    channel: C,
    request: Parameters<ConditionCalls[C]>[0],
  ): Promise<ReturnType<ConditionCalls[C]> | undefined> {
    try {
      return await this.#caller.call(channel, request);
    } catch (thrown) {
      const { message, details } = FerryError.from(thrown);
      const text = typeof details['text'] === 'string' ? details['text'] : '';
      const own = this.#texts.find(`rules.problem.${String(details['problem'])}`, { text });
      this.#notices.add(own ?? this.#texts.t('notice.failed', { message }));
      return undefined;
    }
  }

  change(changes: Parameters<ConditionCalls['panel:change-conditions']>[0]): void {
    void this.ask('panel:change-conditions', changes);
  }

  setRules(rules: readonly RuleDraft[]): void {
    const { state } = this;
    // What stays is shown at once; main answers with what it made of the rest.
    if (state) {
      const next = rules.flatMap((draft) => {
        const line = state.rules.find(({ id }) => id === draft.id);
        return line?.text === draft.text ? [{ ...line, isOn: draft.isOn }] : [];
      });
      if (next.length === rules.length) this.state = { ...state, rules: [...this.armed, ...next] };
    }
    void this.ask('panel:set-rules', { rules: rules.map(({ id, text, isOn }) => ({ id, text, isOn })) });
  }

  setOn(id: string, isOn: boolean): void {
    this.setRules(this.lines.map((line) => (line.id === id ? { ...line, isOn } : line)));
  }

  setAllOn(isOn: boolean): void {
    this.setRules(this.lines.map((line) => ({ ...line, isOn })));
  }

  move(id: string, to: number): void {
    const from = this.lines.findIndex((line) => line.id === id);
    const line = this.lines[from];
    if (!line || to < 0 || to >= this.lines.length || to === from) return;
    this.setRules(this.lines.toSpliced(from, 1).toSpliced(to, 0, line));
  }

  add(text: string): void {
    this.setRules([...this.lines, { id: crypto.randomUUID(), text, isOn: true }]);
  }

  /** Adds those of these lines that are not there yet, switched off: they are somebody else's. Returns how many. */
  addSwitchedOff(texts: readonly string[]): number {
    const known = this.lines.map(({ text }) => text);
    const fresh = texts.filter((text, index) => !known.includes(text) && texts.indexOf(text) === index);
    if (fresh.length > 0) {
      const drafts = fresh.map((text) => ({ id: crypto.randomUUID(), text, isOn: false }));
      this.setRules([...this.lines, ...drafts]);
    }
    return fresh.length;
  }

  replace(id: string, text: string): void {
    this.setRules(this.lines.map((line) => (line.id === id ? { ...line, text } : line)));
  }

  duplicate(id: string): void {
    const at = this.lines.findIndex((line) => line.id === id);
    const line = this.lines[at];
    if (line) this.setRules(this.lines.toSpliced(at + 1, 0, { ...line, id: crypto.randomUUID() }));
  }

  remove(id: string): void {
    const index = this.lines.findIndex((line) => line.id === id);
    const line = this.lines[index];
    if (!line) return;
    this.removed = [...this.removed, { line, index }];
    this.setRules(this.lines.toSpliced(index, 1));
  }

  /** Brings the line back that was deleted last. */
  undoRemove(): void {
    const last = this.removed.at(-1);
    if (!last) return;
    this.removed = this.removed.slice(0, -1);
    this.setRules(this.lines.toSpliced(last.index, 0, last.line));
  }

  async #load(): Promise<void> {
    try {
      this.state = await this.#caller.call('panel:conditions', {});
    } catch (thrown) {
      this.#notices.add(this.#texts.t('notice.failed', { message: FerryError.from(thrown).message }));
    }
  }
}
