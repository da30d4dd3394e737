import type { RulesImport } from '#contract/panel-conditions';
import type { Panel } from '../app/panel-context.ts';

/** Rules out to a file and in from one. */
export class RulesFiles {
  /** What the last import left out or switched off; null where it was nothing, or none has been. */
  report = $state.raw<RulesImport | null>(null);
  readonly #panel: Pick<Panel, 'conditions' | 'notices' | 'texts'>;

  constructor(panel: Pick<Panel, 'conditions' | 'notices' | 'texts'>) {
    this.#panel = panel;
  }

  async importRules(): Promise<void> {
    const { conditions, notices, texts } = this.#panel;
    const result = await conditions.ask('panel:import-rules', {});
    if (!result) return;
    notices.add(texts.t('rules.import.done', { count: result.added }), { mood: 'done' });
    this.report = result.badCount > 0 || result.heldCount > 0 ? result : null;
  }

  async exportRules(): Promise<void> {
    const { conditions, notices, texts } = this.#panel;
    const result = await conditions.ask('panel:export-rules', {});
    if (result?.isDone === true)
      notices.add(texts.t('rules.export.done', { count: conditions.lines.length }), { mood: 'done' });
  }

  dismiss(): void {
    this.report = null;
  }
}
