/* eslint-disable svelte/prefer-svelte-reactivity -- indexes beside the runes that tell of changes; a signal for each entry would cost more than the list */
import { FerryError } from '#contract/errors';
import type { ExchangeMarks, ExchangeRow } from '#contract/panel-exchanges';
import type { Panel } from '../../app/panel-context.ts';
import { tagsFrom } from './tags.ts';

/** Characters of a note that are kept. */
const NOTE_LENGTH = 2000;

/** Pins, tags and notes of rows: what is open in the dialog and how it is written. */
export class MarksController {
  isOpen = $state(false);
  /** Which field has the focus first. */
  part = $state<'tags' | 'note'>('tags');
  rows = $state.raw<readonly ExchangeRow[]>([]);
  tags = $state('');
  note = $state('');
  known = $state.raw<readonly string[]>([]);
  readonly #panel: Panel;
  #tagsBefore: readonly string[] = [];

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Pins the rows, or lets go of them when all are pinned. */
  async togglePins(rows: readonly ExchangeRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#mark(rows, { isPinned: !rows.every(({ marks }) => marks.isPinned) });
  }

  async open(rows: readonly ExchangeRow[], part: 'tags' | 'note'): Promise<void> {
    const [first] = rows;
    if (!first) return;
    this.rows = rows;
    this.part = part;
    // Of several rows, the tags they share: what is taken out or put in is done to each.
    this.#tagsBefore = first.marks.tags.filter((tag) => rows.every(({ marks }) => marks.tags.includes(tag)));
    this.tags = this.#tagsBefore.join(', ');
    this.note = rows.length === 1 ? first.marks.note : '';
    this.isOpen = true;
    try {
      this.known = (await this.#panel.caller.call('panel:filter-values', {})).tags;
    } catch {
      this.known = [];
    }
  }

  addTag(tag: string): void {
    this.tags = [...tagsFrom(this.tags), tag].join(', ');
  }

  async save(): Promise<void> {
    const wanted = tagsFrom(this.tags);
    const note = this.note.trim().slice(0, NOTE_LENGTH);
    const hasNote = this.rows.length === 1 || note !== '';
    this.isOpen = false;
    // Rows that come to the same tags are written in one call.
    const byTags = new Map<string, { readonly tags: readonly string[]; readonly rows: ExchangeRow[] }>();
    for (const row of this.rows) {
      const kept = row.marks.tags.filter((tag) => !this.#tagsBefore.includes(tag) || wanted.includes(tag));
      const tags = [...new Set([...kept, ...wanted])];
      const same = byTags.get(tags.join());
      if (same) same.rows.push(row);
      else byTags.set(tags.join(), { tags, rows: [row] });
    }
    for (const { tags, rows } of byTags.values())
      await this.#mark(rows, { tags, ...(hasNote ? { note } : {}) });
  }

  async #mark(rows: readonly ExchangeRow[], marks: Partial<ExchangeMarks>): Promise<void> {
    try {
      await this.#panel.caller.call('panel:mark-exchanges', { ids: rows.map(({ id }) => id), marks });
    } catch (error) {
      const { message } = FerryError.from(error);
      this.#panel.notices.add(this.#panel.texts.t('notice.failed', { message }));
    }
  }
}
