import { FerryError } from '#contract/errors';
import type { ArchiveFormat, Imported, RecordingName } from '#contract/panel-archive';
import { MAX_IMPORTED } from '#contract/panel-archive';
import { formatBytes } from '../../lib/format.ts';
import type { Panel } from '../app/panel-context.ts';

/** What is to be taken along: rows, or all that the list shows. */
export interface ExportWish {
  readonly ids: readonly string[] | null;
  readonly count: number;
}

/** Takes exchanges out and brings them in; the dialog of the one, the notices of both. */
export class ArchiveController {
  wish = $state.raw<ExportWish | null>(null);
  format = $state<ArchiveFormat>('har');
  withBodies = $state(true);
  keepsSecrets = $state(false);
  /** Null while nothing is under way. */
  progress = $state.raw<{ readonly doneCount: number; readonly totalCount: number } | null>(null);
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Asks how to export these rows; all that the list shows when null. */
  async ask(ids: readonly string[] | null): Promise<void> {
    const { caller, store, notices, texts } = this.#panel;
    if (ids) {
      this.wish = { ids, count: ids.length };
      return;
    }
    try {
      const query = store.exchanges.query;
      const { count } = await caller.call('panel:list-exchanges', { query, from: 0, count: 0 });
      if (count === 0) notices.add(texts.t('archive.nothing'), { mood: 'note' });
      else this.wish = { ids: null, count };
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Writes what was asked for; the dialog goes when it is done. */
  async save(): Promise<void> {
    const { caller, store, notices, texts } = this.#panel;
    if (!this.wish || this.progress) return;
    const { ids, count } = this.wish;
    this.progress = { doneCount: 0, totalCount: count };
    try {
      const saved = await caller.call('panel:export', {
        format: this.format,
        ids: ids && [...ids],
        query: store.exchanges.query,
        keepsSecrets: this.keepsSecrets,
        withBodies: this.withBodies,
      });
      if (!saved) return;
      this.wish = null;
      const { fileName: file, leftOutBodies } = saved;
      const said = texts.t('archive.saved', { count: saved.count, file, size: formatBytes(saved.sizeBytes) });
      const left = leftOutBodies === 0 ? '' : ` ${texts.t('archive.leftOut', { count: leftOutBodies })}`;
      const more =
        saved.count > MAX_IMPORTED ? ` ${texts.t('archive.readsFewer', { count: MAX_IMPORTED })}` : '';
      notices.add(said + left + more, { mood: 'done' });
    } catch (error) {
      this.#failed(error);
    } finally {
      this.progress = null;
    }
  }

  /** Reads a file into the list; asks for one when null. */
  async load(path: string | null): Promise<void> {
    if (this.progress) return;
    this.progress = { doneCount: 0, totalCount: 0 };
    try {
      const loaded = await this.#panel.caller.call('panel:import', { path });
      if (loaded) this.#say(loaded);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.progress = null;
    }
  }

  /** Answers the project's transfers from what was read of a file; null ends it. */
  async answerFrom(recording: RecordingName | null): Promise<void> {
    const { caller, notices, texts } = this.#panel;
    try {
      const { answerCount: count } = await caller.call('panel:answer-from', { recording });
      if (recording === null) return;
      const key = count === 0 ? 'archive.noAnswers' : 'archive.answersReady';
      notices.add(texts.t(key, { count, file: recording.from }), { mood: count === 0 ? 'failed' : 'done' });
    } catch (error) {
      this.#failed(error);
    }
  }

  #say({ count, fileName: file, skippedCount, isCutOff, isRedacted, rules }: Imported): void {
    const { texts, notices, navigation, conditions } = this.#panel;
    const ruleCount = conditions.addSwitchedOff(rules.map(({ text }) => text));
    const parts = [
      texts.t('archive.loaded', { count, file }),
      ...(skippedCount === 0 ? [] : [texts.t('archive.skipped', { count: skippedCount })]),
      ...(isCutOff ? [texts.t('archive.cutOff', { count: MAX_IMPORTED })] : []),
      ...(ruleCount === 0 ? [] : [texts.t('archive.rulesAdded', { count: ruleCount })]),
      ...(isRedacted ? [texts.t('archive.redacted')] : []),
    ];
    notices.add(parts.join(' '), {
      mood: 'done',
      action: {
        label: texts.t('archive.show'),
        run: () => {
          navigation.tab = 'transfers';
          navigation.wantedFilter = 'is:imported';
        },
      },
    });
  }

  #failed(error: unknown): void {
    const { notices, texts } = this.#panel;
    notices.add(texts.t('notice.failed', { message: FerryError.from(error).message }));
  }
}
