import type { ExchangeRow } from '#contract/panel-exchanges';
import { formatBytesExact, formatDurationExact, formatMoment } from '../../../lib/format.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { warningText } from '../../texts/warning-text.ts';
import type { Texts } from '../../texts/texts.ts';
import { isErrorStatus, isOver, movedBytes } from '../../exchange/exchange-view.ts';
import type { ColumnId } from './columns.ts';

/** What a cell says in full when it is pointed at; null where the cell says it all. Made when it is asked for. */
export function titleOfCell(row: ExchangeRow, column: ColumnId, texts: Texts): string | null {
  const { t, locale } = texts;
  switch (column) {
    case 'state':
      return row.pausedAt === null
        ? row.errMsg && visibleText(row.errMsg)
        : t(`list.pausedAt.${row.pausedAt}`);
    case 'method':
      return t(`kind.${row.kind}`);
    case 'host':
    case 'path':
      return visibleText(row.url);
    case 'page':
      return visibleText(row.calledFrom ?? row.page);
    case 'status':
    case 'warning':
      return warningOf(row, texts);
    case 'type':
      return row.mediaType;
    case 'size':
      return movedBytes(row) > 0 ? formatBytesExact(movedBytes(row), locale) : null;
    case 'time':
    case 'duration': {
      const called = t('transfers.calledAt', { when: formatMoment(row.calledAtEpochMs, locale) });
      return row.durationMs === null ? called : `${called}\n${formatDurationExact(row.durationMs)}`;
    }
    case 'tags':
      return marksOf(row, texts);
    case 'progress':
    case 'waterfall':
      return isOver(row) ? phasesOf(row, texts) : null;
  }
}

const warnings = new WeakMap<ExchangeRow, { readonly locale: string; readonly text: string | null }>();

/** The first warning of a row, or the status that counts as one; made once for each record. */
export function warningOf(row: ExchangeRow, texts: Texts): string | null {
  const known = warnings.get(row);
  if (known?.locale === texts.locale) return known.text;
  const text = makeWarning(row, texts);
  warnings.set(row, { locale: texts.locale, text });
  return text;
}

function makeWarning(row: ExchangeRow, { t, locale }: Texts): string | null {
  if (isErrorStatus(row)) return t('teach.httpStatus', { status: row.statusCode ?? 0 });
  if (!row.firstWarning) return null;
  return t('transfers.warnings', { count: row.warningCount, text: warningText(row.firstWarning, locale) });
}

function phasesOf(row: ExchangeRow, { t }: Texts): string | null {
  const lines = row.phases.map(
    ({ name, startMs, endMs }) => `${t(`timing.${name}`)}: ${formatDurationExact(endMs - startMs)}`,
  );
  return lines.length === 0 ? null : lines.join('\n');
}

function marksOf(row: ExchangeRow, { t }: Texts): string | null {
  const lines = [
    row.marks.isPinned ? t('list.pinned') : '',
    row.marks.tags.join(', '),
    row.marks.note === '' ? '' : t('list.noted', { note: row.marks.note }),
    row.origin.kind === 'resend' ? t('list.resent') : '',
    row.origin.kind === 'import' ? t('list.imported', { from: row.origin.from }) : '',
    row.rules.length > 0 ? t('list.ruled', { rules: row.rules.join(', ') }) : '',
  ].filter((line) => line !== '');
  return lines.length === 0 ? null : visibleText(lines.join('\n'));
}
