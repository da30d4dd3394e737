import { quotedForFilter } from '#contract/filter-language';
import type { ArmedFailure, PausedTransfer, RuleLine } from '#contract/panel-conditions';
import type { TransferKind } from '#contract/transfer';
import type { Panel } from '../app/panel-context.ts';
import { PausedEditor } from './paused-editor.svelte.ts';
import { RuleForm, type RuleFields } from './rule-form.svelte.ts';
import { RulesFiles } from './rules-files.svelte.ts';

/** What can be done with rules from anywhere in the panel: their dialogs, what one click arms, and where they lead. */
export class RulesDesk {
  readonly form: RuleForm;
  readonly editor: PausedEditor;
  readonly files: RulesFiles;
  isTextOpen = $state(false);
  readonly #panel: Pick<Panel, 'conditions' | 'navigation'>;

  constructor(panel: Pick<Panel, 'conditions' | 'navigation' | 'notices' | 'texts'>) {
    this.#panel = panel;
    this.form = new RuleForm(panel.conditions);
    this.editor = new PausedEditor(panel.conditions);
    this.files = new RulesFiles(panel);
  }

  showRules(): void {
    this.#panel.navigation.tab = 'rules';
  }

  /** Opens the form over the table, filled in as far as is known. */
  addRule(fields: Partial<RuleFields> = {}): void {
    this.showRules();
    this.form.openNew(fields);
  }

  editAsText(): void {
    this.showRules();
    this.isTextOpen = true;
  }

  editPaused(transfer: PausedTransfer): void {
    this.showRules();
    void this.editor.open(transfer);
  }

  /** A fault for the next transfer of a kind. */
  arm(kind: TransferKind, failure: ArmedFailure): void {
    void this.#panel.conditions.ask('panel:arm', { kind, failure });
  }

  /** The failure that is wanted most: half way of a body, or a server that says 500 where there is hardly one. */
  armUsual(kind: TransferKind): void {
    this.arm(kind, kind === 'request' ? 'status' : 'reset');
  }

  disarmAll(): void {
    const { conditions } = this.#panel;
    for (const { id } of conditions.armed) void conditions.ask('panel:disarm', { id });
  }

  /** Closes and forgets what belongs to a project that is no longer open. */
  reset(): void {
    this.form.isOpen = false;
    this.editor.isOpen = false;
    this.isTextOpen = false;
    this.files.dismiss();
    this.#panel.conditions.removed = [];
  }

  /** Lists the transfers of this launch that a rule has met; a single one is opened as well. */
  showHits({ text, hits, lastExchangeId }: Pick<RuleLine, 'text' | 'hits' | 'lastExchangeId'>): void {
    const { navigation } = this.#panel;
    navigation.tab = 'transfers';
    navigation.wantedFilter = `has:rule launch:this ${quotedForFilter(recordedText(text))}`;
    navigation.exchangeId = hits === 1 ? lastExchangeId : null;
  }
}

/** Longer texts are cut: their beginning finds them as well. */
const MAX_SEARCHED = 500;

/** A line as exchanges have it on record: without its option, a breakpoint with it. */
function recordedText(line: string): string {
  return line
    .trim()
    .replace(/^--(?:fault|link|map)\s+/, '')
    .slice(0, MAX_SEARCHED);
}
