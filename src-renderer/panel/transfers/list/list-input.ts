import type { ExchangeRow } from '#contract/panel-exchanges';
import type { Texts } from '../../texts/texts.ts';
import type { TransfersController } from '../transfers-controller.svelte.ts';
import { COLUMN_IDS, type ColumnId } from './columns.ts';
import { titleOfCell } from './row-titles.ts';
import type { ScrollWindow } from './scroll-window.svelte.ts';

/** Where the menu of a row opens below its left edge. */
const MENU_LEFT_PX = 16;

export interface ListInputDeps {
  readonly controller: TransfersController;
  readonly view: ScrollWindow;
  readonly texts: Texts;
  /** A menu is about to open for what is selected. */
  readonly onMenu: () => void;
}

/** What keys and the pointer do in the list of transfers. */
export interface ListInput {
  readonly key: (event: KeyboardEvent) => void;
  readonly click: (event: MouseEvent) => void;
  /** Before the menu: it is of the row under the pointer; by key, of the one the cursor stands on. */
  readonly contextMenu: (event: MouseEvent) => void;
  /** Titles are made for the cell that is pointed at; rows that scroll by need none. */
  readonly pointerOver: (event: PointerEvent) => void;
}

export function createListInput({ controller, view, texts, onMenu }: ListInputDeps): ListInput {
  const { list } = controller;

  const rowAt = (line: number): { readonly row: ExchangeRow; readonly place: number } | null => {
    const found = controller.lines.at(line);
    const row = found?.kind === 'row' ? list.row(found.place) : undefined;
    return found?.kind === 'row' && row ? { row, place: found.place } : null;
  };

  const move = (place: number, isExtending: boolean): void => {
    const to = Math.max(0, Math.min(list.count - 1, place));
    if (isExtending) void controller.extendTo(to);
    else controller.moveTo(to);
    view.reveal(controller.lines.lineOf(to));
  };

  /** By key the group is that of the row with the cursor. */
  const fold = (page: string, isClosing: boolean): void => {
    if (controller.closed.has(page) !== isClosing) controller.toggleGroup(page);
  };

  return {
    key(event) {
      const from = controller.cursorPlace;
      const page = Math.max(1, view.fullLines - 1);
      const moves: Readonly<Record<string, number>> = {
        ArrowDown: from + 1,
        ArrowUp: from < 0 ? list.count - 1 : from - 1,
        PageDown: from + page,
        PageUp: from - page,
        Home: 0,
        End: list.count - 1,
      };
      const target = moves[event.key];
      const row = from < 0 ? undefined : list.row(from);
      if (target !== undefined && !event.altKey) move(target, event.shiftKey);
      else if (event.key === 'Enter' && row) controller.openRow(row, from);
      else if (event.key === ' ' && row) controller.toggle(row, from);
      else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) void controller.selectAll();
      else if (row && controller.isGrouped && event.key === 'ArrowLeft') fold(row.page, true);
      else if (row && controller.isGrouped && event.key === 'ArrowRight') fold(row.page, false);
      else if (row && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) {
        askForMenu(event.currentTarget, row);
      } else return;
      event.preventDefault();
    },
    click(event) {
      const number = lineUnder(event) ?? -1;
      const line = controller.lines.at(number);
      if (line?.kind === 'group') controller.toggleGroup(line.group.page);
      const found = rowAt(number);
      if (!found) return;
      const { row, place } = found;
      if (event.shiftKey) void controller.extendTo(place);
      else if (event.ctrlKey || event.metaKey) controller.toggle(row, place);
      else controller.openRow(row, place);
    },
    contextMenu(event) {
      const found = rowAt(lineUnder(event) ?? controller.lines.lineOf(controller.cursorPlace));
      if (!found) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      controller.pointAt(found.row, found.place);
      onMenu();
    },
    pointerOver(event) {
      const cell =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
      const found = rowAt(lineUnder(event) ?? -1);
      const column = COLUMN_IDS.find((id): id is ColumnId => id === cell?.dataset['column']);
      if (cell && found && column) cell.title = titleOfCell(found.row, column, texts) ?? '';
    },
  };
}

function lineUnder(event: Event): number | null {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
  return target ? Number(target.dataset['line']) : null;
}

/** The grid has the focus, not the row: the menu opens under the row that the cursor stands on. */
function askForMenu(grid: EventTarget | null, { id }: ExchangeRow): void {
  const place = grid instanceof Element ? grid.querySelector(`#transfer-${CSS.escape(id)}`) : null;
  if (!place) return;
  const { left, bottom } = place.getBoundingClientRect();
  const at = { clientX: left + MENU_LEFT_PX, clientY: bottom, bubbles: true, cancelable: true };
  place.dispatchEvent(new MouseEvent('contextmenu', at));
}
