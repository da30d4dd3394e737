import type { PausedContent, PausedEdit, PausedTransfer } from '#contract/panel-conditions';
import type { Conditions } from './conditions.svelte.ts';
import { headerLinesFrom, headerText } from './rule-form.svelte.ts';

/** A paused transfer as it is edited: texts as typed, and what of them is another than before. */
export class PausedEditor {
  transfer = $state.raw<PausedTransfer | null>(null);
  content = $state.raw<PausedContent | null>(null);
  method = $state('');
  url = $state('');
  status = $state('');
  headers = $state('');
  fields = $state<{ name: string; value: string }[]>([]);
  text = $state('');
  /** Real path of a file that takes the body's place. */
  bodyFile = $state<string | null>(null);
  isOpen = $state(false);
  readonly #conditions: Conditions;

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
  }

  async open(transfer: PausedTransfer): Promise<void> {
    const { exchangeId } = transfer;
    const content = await this.#conditions.ask('panel:paused-content', { exchangeId });
    if (!content) return;
    this.transfer = transfer;
    this.content = content;
    this.method = content.method;
    this.url = content.url;
    this.status = content.statusCode === null ? '' : String(content.statusCode);
    this.headers = headerText(content.headers);
    this.fields = (content.fields ?? []).map(([name, value]) => ({ name, value }));
    this.text = content.text ?? '';
    this.bodyFile = null;
    this.isOpen = true;
  }

  /** What is another than it was. */
  edit(): PausedEdit {
    const { content } = this;
    if (!content) return {};
    const fields = this.fields
      .filter(({ name }) => name !== '')
      .map(({ name, value }) => [name, value] as const);
    const isSame = JSON.stringify(fields) === JSON.stringify(content.fields ?? []);
    const isText = content.text !== null && this.bodyFile === null && this.text !== content.text;
    return {
      ...(this.method.trim() === content.method ? {} : { method: this.method.trim().toUpperCase() }),
      ...(this.url.trim() === content.url ? {} : { url: this.url.trim() }),
      ...(content.statusCode === null || this.status.trim() === String(content.statusCode)
        ? {}
        : { statusCode: Number(this.status) }),
      ...(this.headers === headerText(content.headers) ? {} : { headers: headerLinesFrom(this.headers) }),
      ...(content.fields === null || isSame ? {} : { fields }),
      ...(isText ? { text: this.text } : {}),
      ...(this.bodyFile === null ? {} : { bodyFile: this.bodyFile }),
    };
  }

  async pickBody(): Promise<void> {
    const picked = await this.#conditions.ask('panel:pick-answer-file', {});
    if (picked?.path != null) this.bodyFile = picked.path;
  }

  /** Lets it go on with what was changed; stays open where main refuses that. */
  async resume(): Promise<void> {
    if (!this.transfer) return;
    const { exchangeId } = this.transfer;
    const answer = await this.#conditions.ask('panel:resume', { exchangeId, edit: this.edit() });
    if (answer !== undefined) this.isOpen = false;
  }

  async abort(): Promise<void> {
    if (!this.transfer) return;
    await this.#conditions.ask('panel:abort-paused', { exchangeId: this.transfer.exchangeId });
    this.isOpen = false;
  }
}
