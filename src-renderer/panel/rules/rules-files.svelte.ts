import type { RulesImport } from '#contract/panel-conditions';
import type { Panel } from '../app/panel-context.ts';

/** Rules out to a file and in from one. */
export class RulesFiles {
  /** What the last import could not read; null where it read everything, or none has been. */
  report = $state.raw<RulesImport | null>(null);
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  async importRules(): Promise<void> {
    const { conditions, notices, texts } = this.#panel;
    const result = await conditions.ask('panel:import-rules', {});
    if (!result) return;
    notices.add(texts.t('rules.import.done', { count: result.added }));
    this.report = result.bad.length > 0 ? result : null;
  }

  async exportRules(): Promise<void> {
    const { conditions, notices, texts } = this.#panel;
    const result = await conditions.ask('panel:export-rules', {});
    if (result?.isDone === true)
      notices.add(texts.t('rules.export.done', { count: conditions.lines.length }));
  }

  dismiss(): void {
    this.report = null;
  }
}
