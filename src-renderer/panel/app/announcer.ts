import { isTransfer } from '#contract/transfer';
import type { ExchangeRow } from '#contract/panel-exchanges';
import type { PausedTransfer, RuleLine } from '#contract/panel-conditions';
import type { ProjectInfo } from '#contract/project';
import { visibleText } from '../../lib/visible-text.ts';
import { actionWords, matchWords } from '../conditions/rule-words.ts';
import type { Texts } from '../texts/texts.ts';

type Happening = 'failed' | 'uploaded' | 'downloaded' | 'hit' | 'paused';

/** What happens together is told together, and in numbers where it is much. */
const GATHER_MS = 400;
/** Sentences of one kind told one by one. */
const MOST_APART = 2;
/** Of addresses, so that one sentence stays one. */
const MOST_LETTERS = 120;
const KEPT_TOLD = 5000;

/** What happened lately, in sentences for a screen reader: what eyes see in the list, the toolbar and the tables. */
export class Announcer {
  readonly #texts: Texts;
  readonly #say: (text: string) => void;
  readonly #beganAtEpochMs: number;
  readonly #waiting: { readonly what: Happening; readonly text: string }[] = [];
  readonly #sentences: string[] = [];
  /** Exchanges whose end was told, newest last. */
  readonly #told = new Set<string>();
  #hits: Readonly<Record<string, number>> | null = null;
  #paused: readonly string[] = [];
  #project: ProjectInfo | null | undefined;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /**
   * @param nowEpochMs what was called before is history
   * @param say hears a text each time there is something to tell
   */
  constructor(texts: Texts, nowEpochMs: number, say: (text: string) => void) {
    this.#texts = texts;
    this.#say = say;
    this.#beganAtEpochMs = nowEpochMs;
  }

  /** Rows that changed or are new: tells those that have just ended, once each. */
  rows(rows: readonly ExchangeRow[]): void {
    for (const row of rows) {
      const what = endOf(row);
      if (what === null || row.calledAtEpochMs < this.#beganAtEpochMs || this.#told.has(row.id)) continue;
      this.#told.add(row.id);
      for (const oldest of this.#told) {
        if (this.#told.size <= KEPT_TOLD) break;
        this.#told.delete(oldest);
      }
      this.#add(what, {
        method: row.method,
        address: short(row.url),
        status: row.statusCode ?? '',
        why: short(row.errMsg ?? ''),
      });
    }
  }

  /** The rules as they stand now, whose counts tell what was hit. */
  rules(lines: readonly RuleLine[]): void {
    const before = this.#hits;
    this.#hits = Object.fromEntries(lines.map(({ id, hits }) => [id, hits]));
    if (!before) return;
    for (const { id, hits, match, action, text } of lines) {
      if (hits <= (before[id] ?? 0)) continue;
      const rule =
        match && action ? `${matchWords(this.#texts, match)}: ${actionWords(this.#texts, action)}` : text;
      this.#add('hit', { rule: short(rule) });
    }
  }

  /** What stands at breakpoints now. */
  paused(paused: readonly PausedTransfer[]): void {
    const before = this.#paused;
    this.#paused = paused.map(({ exchangeId, side }) => `${exchangeId} ${side}`);
    for (const { exchangeId, side, method, url } of paused) {
      if (!before.includes(`${exchangeId} ${side}`)) this.#add('paused', { method, address: short(url) });
    }
  }

  /** The project that is open now; the first one is what the panel began with. */
  project(project: ProjectInfo | null): void {
    const before = this.#project;
    this.#project = project;
    if (before === undefined || before?.folder === project?.folder) return;
    const { t } = this.#texts;
    this.#tell(
      project
        ? t('announce.opened', { name: visibleText(project.name) })
        : t('announce.closed', { name: visibleText(before?.name ?? '') }),
    );
    this.#hits = null;
    this.#paused = [];
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #add(what: Happening, values: Readonly<Record<string, string | number>>): void {
    this.#waiting.push({ what, text: this.#texts.t(`announce.${what}`, values) });
    this.#sayLater();
  }

  #tell(sentence: string): void {
    this.#sentences.push(sentence);
    this.#sayLater();
  }

  #sayLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#sayAll();
    }, GATHER_MS);
  }

  #sayAll(): void {
    const sentences = this.#sentences.splice(0);
    for (const [what, together] of Map.groupBy(this.#waiting.splice(0), ({ what }) => what)) {
      if (together.length <= MOST_APART) sentences.push(...together.map(({ text }) => text));
      else sentences.push(this.#texts.t(`announce.many.${what}`, { count: together.length }));
    }
    this.#say(sentences.join(' '));
  }
}

/** What there is to tell of a row's end: every failure; uploads and downloads that went well. */
function endOf(row: ExchangeRow): Happening | null {
  if (row.origin.kind === 'import' || !isTransfer(row)) return null;
  if (row.state === 'failed') return 'failed';
  if (row.state !== 'done') return null;
  return row.kind === 'upload' ? 'uploaded' : row.kind === 'download' ? 'downloaded' : null;
}

function short(text: string): string {
  const seen = visibleText(text);
  return seen.length > MOST_LETTERS ? `${seen.slice(0, MOST_LETTERS)}…` : seen;
}
