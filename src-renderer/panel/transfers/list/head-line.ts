import { visibleText } from '../../../lib/visible-text.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ListLine } from './list-lines.ts';
import { AttributePart, ShapePart, TextPart } from './row-parts.ts';
import { ARROW_SHAPES } from './state-shapes.ts';

export type HeadOfLines = Exclude<ListLine, { kind: 'row' }>;

/** What stands above some rows: a group of one page, or where earlier launches end. */
export interface HeadLine {
  readonly node: HTMLDivElement;
  show(head: HeadOfLines, texts: Texts): void;
}

export function createHeadLine(): HeadLine {
  const node = document.createElement('div');
  const cell = document.createElement('span');
  const shape = new ShapePart('shape');
  const name = new TextPart(document.createElement('strong'));
  const text = new TextPart();
  node.setAttribute('role', 'row');
  cell.setAttribute('role', 'gridcell');
  name.node.className = 'ellipsis';
  cell.append(shape.node, name.node, text.node);
  node.append(cell);
  const className = new AttributePart(node, 'class');
  const expanded = new AttributePart(node, 'aria-expanded');
  return {
    node,
    show(head, { t }) {
      if (head.kind === 'divider') {
        className.show('line divider');
        expanded.show(null);
        shape.show(head.isEarlierAbove ? ARROW_SHAPES.up : ARROW_SHAPES.down);
        name.show('');
        text.show(t('transfers.earlier'));
      } else {
        const { page, count } = head.group;
        className.show('line divider group');
        expanded.show(String(head.isOpen));
        shape.show(head.isOpen ? ARROW_SHAPES.open : ARROW_SHAPES.closed);
        name.show(page === '' ? t('list.noPage') : visibleText(page));
        text.show(t('list.groupCount', { count }));
      }
    },
  };
}
