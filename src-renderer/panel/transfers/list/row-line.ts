import { createCell, type RowCell } from './row-cell.ts';
import { AttributePart } from './row-parts.ts';
import { shownStateOf, type RowLook, type ShownRow } from './row-look.ts';

/**
 * One transfer on one line. The rows in sight are a fixed set that is filled anew as the list scrolls: texts and
 * attributes change, elements stay. Drawn by hand, since a component for each row takes several times as long.
 */
export interface RowLine {
  readonly node: HTMLDivElement;
  /** A row that is null is on its way. */
  show(shown: ShownRow | null, look: RowLook): void;
}

export function createRowLine(): RowLine {
  const node = document.createElement('div');
  node.setAttribute('role', 'row');
  const id = new AttributePart(node, 'id');
  const className = new AttributePart(node, 'class');
  const label = new AttributePart(node, 'aria-label');
  const selected = new AttributePart(node, 'aria-selected');
  let cells: readonly RowCell[] = [];
  let before: { shown: ShownRow | null; look: RowLook } | null = null;

  const lay = ({ columns }: RowLook): void => {
    const known = new Map<string | undefined, RowCell>(
      cells.map((cell) => [cell.node.dataset['column'], cell]),
    );
    cells = columns.map(({ id: column }) => known.get(column) ?? createCell(column));
    node.replaceChildren(...cells.map((cell) => cell.node));
    for (const [index, { widthPx }] of columns.entries()) {
      const cell = cells[index];
      if (cell) cell.node.style.width = `${String(widthPx)}px`;
    }
  };

  return {
    node,
    show(shown, look) {
      if (look === before?.look && isSame(shown, before.shown)) return;
      if (look.columns !== before?.look.columns) lay(look);
      const isFilled = before !== null && look === before.look && shown?.row === before.shown?.row;
      before = { shown, look };
      if (!shown) {
        id.show(null);
        selected.show(null);
        className.show('line row coming');
        label.show(look.texts.t('list.unread'));
        return;
      }
      id.show(`transfer-${shown.row.id}`);
      selected.show(String(shown.isSelected));
      className.show(classOf(shown));
      label.show(null);
      if (isFilled && shown.pace === null) return;
      for (const [index, { widthPx }] of look.columns.entries()) cells[index]?.show(shown, look, widthPx);
    },
  };
}

function isSame(a: ShownRow | null, b: ShownRow | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.row === b.row &&
    a.pace === b.pace &&
    a.isOpen === b.isOpen &&
    a.isCursor === b.isCursor &&
    a.isSelected === b.isSelected
  );
}

function classOf(shown: ShownRow): string {
  let look = `line row ${shownStateOf(shown)}`;
  if (shown.isOpen) look += ' open';
  if (shown.isCursor) look += ' cursor';
  if (shown.isSelected) look += ' selected';
  if (shown.row.marks.isPinned) look += ' pinned';
  return look;
}
