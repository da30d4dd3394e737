import type { ExchangeRow } from '#contract/panel-exchanges';
import { visibleText } from '../../../lib/visible-text.ts';
import type { Texts } from '../../texts/texts.ts';
import type { RowCell } from './row-cell.ts';
import { ShapePart, TextPart } from './row-parts.ts';
import { IMPORT_SHAPE, NOTE_SHAPE, PIN_SHAPE, RESEND_SHAPE, RULE_SHAPE } from './state-shapes.ts';

/** Pin, origin, rules, tags and note of a row. Few rows have any, so it is made anew where one has. */
export function createTagsCell(node: HTMLSpanElement): RowCell {
  let shown: ExchangeRow | null = null;
  let locale = '';
  return {
    node,
    show({ row }, { texts }) {
      if (row === shown && texts.locale === locale) return;
      const wasEmpty = shown === null || !isMarked(shown);
      shown = row;
      locale = texts.locale;
      if (isMarked(row)) {
        node.replaceChildren(...partsOf(row, texts));
        node.classList.add('marked');
      } else if (!wasEmpty) {
        node.replaceChildren();
        node.classList.remove('marked');
      }
    },
  };
}

function isMarked({ marks, origin, rules }: ExchangeRow): boolean {
  const { isPinned, tags, note } = marks;
  return isPinned || tags.length > 0 || note !== '' || origin.kind !== 'page' || rules.length > 0;
}

function partsOf(row: ExchangeRow, { t }: Texts): readonly Element[] {
  const { isPinned, tags, note } = row.marks;
  const parts: Element[] = [];
  if (isPinned) parts.push(shape(PIN_SHAPE, 'pin'), text(t('list.pinned'), 'visually-hidden'));
  if (row.origin.kind === 'import') {
    const { from } = row.origin;
    parts.push(shape(IMPORT_SHAPE, 'import'), text(t('list.imported', { from }), 'visually-hidden'));
  }
  if (isResent(row)) {
    parts.push(shape(RESEND_SHAPE, 'resend'), text(t('list.resent'), 'visually-hidden'));
  }
  if (row.rules.length > 0) {
    const rules = t('list.ruled', { rules: row.rules.join(', ') });
    parts.push(shape(RULE_SHAPE, 'rule'), text(rules, 'visually-hidden'));
  }
  if (note !== '') parts.push(shape(NOTE_SHAPE, 'note'));
  for (const tag of tags) parts.push(text(tag, 'tag'));
  if (note !== '') parts.push(text(note, 'ellipsis soft'));
  return parts;
}

/** Also where it was recorded elsewhere. */
function isResent({ origin }: ExchangeRow): boolean {
  return origin.kind === 'resend' || (origin.kind === 'import' && origin.was === 'resend');
}

function shape(path: string, className: string): SVGSVGElement {
  const part = new ShapePart(className);
  part.show(path);
  return part.node;
}

function text(words: string, className: string): HTMLSpanElement {
  const part = new TextPart();
  part.node.className = className;
  part.show(visibleText(words));
  return part.node;
}
