import { formatBytes } from '../../../lib/format.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { isLive } from '../../app/exchange-table.svelte.ts';
import { DIRECTIONS } from '../../exchange/exchange-view.ts';
import type { ColumnId } from './columns.ts';
import { cellsOf, fitted, type RowCells } from './row-cells.ts';
import { shownStateOf, type RowLook, type ShownRow } from './row-look.ts';
import { AttributePart, ShapePart, TextPart } from './row-parts.ts';
import { warningOf } from './row-titles.ts';
import { DIRECTION_SHAPES, STATE_SHAPES, WARNING_SHAPE } from './state-shapes.ts';
import { createTagsCell } from './tags-cell.ts';
import { createWaterfallCell, paceWordOf } from './waterfall-cell.ts';

/** A cell of a row: its element, and how it is filled. */
export interface RowCell {
  readonly node: HTMLElement;
  show(shown: ShownRow, look: RowLook, widthPx: number): void;
}

/** Below this the state is its shape alone. */
const STATE_WORD_PX = 64;
const SHAPE_PX = 20;

/** Makes the cell of a column. */
export function createCell(id: ColumnId): RowCell {
  switch (id) {
    case 'state':
      return createStateCell(gridcell(id));
    case 'method':
      return createMethodCell(gridcell(id));
    case 'host':
    case 'path':
    case 'page':
      return createTextCell(gridcell(id, id === 'path' ? 'address' : 'address soft'), (cells) => cells[id]);
    case 'status':
      return createStatusCell(gridcell(id, 'right'));
    case 'warning':
      return createWarningCell(gridcell(id));
    case 'size':
      return createTextCell(gridcell(id, 'right'), (cells) => cells.size);
    case 'time':
    case 'duration':
      return createTextCell(gridcell(id, 'right soft'), (cells) => cells[id]);
    case 'type':
      return createTextCell(gridcell(id, 'soft'), (cells) => cells.type);
    case 'tags':
      return createTagsCell(gridcell(id));
    case 'progress':
      return createRateCell(gridcell(id, 'right soft'));
    case 'waterfall':
      return createWaterfallCell(gridcell(id));
  }
}

function gridcell(id: ColumnId, look = ''): HTMLSpanElement {
  const node = document.createElement('span');
  node.className = look === '' ? `cell ${id}` : `cell ${id} ${look}`;
  node.setAttribute('role', 'gridcell');
  node.dataset['column'] = id;
  return node;
}

function createTextCell(node: HTMLSpanElement, textOf: (cells: RowCells) => string): RowCell {
  const text = new TextPart(node);
  return {
    node,
    show({ row }, { font }, widthPx) {
      text.show(fitted(textOf(cellsOf(row)), widthPx, font));
    },
  };
}

function createStateCell(node: HTMLSpanElement): RowCell {
  const mark = new ShapePart('mark');
  const word = new TextPart();
  const label = new AttributePart(node, 'aria-label');
  node.append(mark.node, word.node);
  return {
    node,
    show(shown, { stateWords, font }, widthPx) {
      const state = shownStateOf(shown);
      const { path, isFilled } = STATE_SHAPES[state];
      mark.show(path, isFilled === true);
      const isWide = widthPx >= STATE_WORD_PX;
      word.show(isWide ? fitted(stateWords[state], widthPx - SHAPE_PX, font) : '');
      label.show(isWide ? null : stateWords[state]);
    },
  };
}

function createMethodCell(node: HTMLSpanElement): RowCell {
  const arrow = new ShapePart('arrow');
  const word = new TextPart();
  const look = new AttributePart(node, 'class');
  node.append(arrow.node, word.node);
  return {
    node,
    show({ row }, { font }, widthPx) {
      const direction = DIRECTIONS[row.kind];
      look.show(`cell method ${direction}`);
      arrow.show(DIRECTION_SHAPES[direction]);
      word.show(fitted(visibleText(row.method), widthPx - SHAPE_PX, font));
    },
  };
}

function createStatusCell(node: HTMLSpanElement): RowCell {
  const text = new TextPart(node);
  const look = new AttributePart(node, 'class');
  return {
    node,
    show({ row }) {
      const { status, isBadStatus } = cellsOf(row);
      text.show(status);
      look.show(isBadStatus ? 'cell status right bad' : 'cell status right');
    },
  };
}

function createWarningCell(node: HTMLSpanElement): RowCell {
  const mark = new ShapePart('warn');
  const label = new AttributePart(node, 'aria-label');
  node.append(mark.node);
  return {
    node,
    show({ row }, { texts }) {
      const isWarned = row.warningCount > 0 || cellsOf(row).isBadStatus;
      mark.show(isWarned ? WARNING_SHAPE : '');
      label.show(isWarned ? warningOf(row, texts) : null);
    },
  };
}

function createRateCell(node: HTMLSpanElement): RowCell {
  const text = new TextPart(node);
  return {
    node,
    show({ row, pace }, { texts, font }, widthPx) {
      text.show(fitted(isLive(row.state) ? paceWordOf(pace, texts) : meanRateOf(row), widthPx, font));
    },
  };
}

function meanRateOf({ durationMs, sentBytes, receivedBytes }: ShownRow['row']): string {
  const bytes = sentBytes + receivedBytes;
  const ms = durationMs ?? 0;
  return ms > 0 && bytes > 0 ? `${formatBytes(Math.round((bytes * 1000) / ms))}/s` : '–';
}
