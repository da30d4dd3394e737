import Copy from '@lucide/svelte/icons/copy';
import Filter from '@lucide/svelte/icons/list-filter';
import PanelBottom from '@lucide/svelte/icons/panel-bottom';
import Pin from '@lucide/svelte/icons/pin';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Tag from '@lucide/svelte/icons/tag';
import { quotedForFilter, withPiece } from '#contract/filter-language';
import type { ExchangeRow } from '#contract/panel-exchanges';
import type { Command } from '../../app/commands.svelte.ts';
import type { Panel } from '../../app/panel-context.ts';
import { ofTab } from '../../app/tab-commands.ts';
import { addressFromUrl } from '../../exchange/exchange-view.ts';
import type { RowAction } from '../../exchange/row-actions.ts';
import type { TransfersController } from '../transfers-controller.svelte.ts';
import type { MarksController } from './marks.svelte.ts';

export interface ListDeps {
  readonly panel: Panel;
  readonly controller: TransfersController;
  readonly marks: MarksController;
  readonly focusFilter: () => void;
}

/** What can be done with rows by the list itself. */
export function listRowActions({ panel, controller, marks }: ListDeps): readonly RowAction[] {
  const { navigation } = panel;
  const isOne = (rows: readonly ExchangeRow[]): boolean => rows.length === 1;
  const only = (key: string, valueOf: (row: ExchangeRow) => string) => (rows: readonly ExchangeRow[]) => {
    const [row] = rows;
    if (row) controller.filter = withPiece(controller.filter, `${key}:${quotedForFilter(valueOf(row))}`);
  };
  return [
    {
      id: 'transfers.open',
      section: 'open',
      title: 'list.open',
      icon: PanelBottom,
      keys: 'Enter',
      isShown: isOne,
      run([row]) {
        if (row) navigation.exchangeId = row.id;
      },
    },
    {
      id: 'transfers.filter-host',
      section: 'open',
      title: 'list.filterHost',
      icon: Filter,
      isShown: (rows) => isOne(rows) && addressFromUrl(rows[0]?.url ?? '').host !== '',
      run: only('host', (row) => addressFromUrl(row.url).host),
    },
    {
      id: 'transfers.filter-page',
      section: 'open',
      title: 'list.filterPage',
      icon: Filter,
      isShown: (rows) => isOne(rows) && rows[0]?.page !== '',
      run: only('page', (row) => row.page),
    },
    {
      id: 'transfers.copy-url',
      section: 'copy',
      title: 'list.copyUrl',
      icon: Copy,
      run: (rows) => void copyUrls(panel, rows),
    },
    {
      id: 'transfers.pin',
      section: 'mark',
      title: (rows) => (rows.every((row) => row.marks.isPinned) ? 'list.unpin' : 'list.pin'),
      icon: Pin,
      keys: 'p',
      run: (rows) => void marks.togglePins(rows),
    },
    {
      id: 'transfers.tag',
      section: 'mark',
      title: 'list.tag',
      icon: Tag,
      keys: 't',
      run: (rows) => void marks.open(rows, 'tags'),
    },
    {
      id: 'transfers.note',
      section: 'mark',
      title: 'list.note',
      icon: StickyNote,
      keys: 'n',
      run: (rows) => void marks.open(rows, 'note'),
    },
  ];
}

/** The commands of the list, by palette and key. */
export function listCommands({ panel, controller, marks, focusFilter }: ListDeps): readonly Command[] {
  const rows = (): readonly ExchangeRow[] => panel.store.exchanges.selected;
  const hasRows = (): boolean => rows().length > 0;
  return [
    ofTab('transfers.filter', focusFilter),
    ofTab('transfers.problems', () => {
      controller.showChip('problem');
    }),
    ofTab('transfers.lanes', () => {
      controller.isLanes = !controller.isLanes;
    }),
    ofTab('transfers.group', () => {
      controller.isGrouped = !controller.isGrouped;
    }),
    ofTab('transfers.pin-rows', () => void marks.togglePins(rows()), hasRows),
    ofTab('transfers.tag-rows', () => void marks.open(rows(), 'tags'), hasRows),
    ofTab('transfers.note-rows', () => void marks.open(rows(), 'note'), hasRows),
    ofTab('transfers.copy-url-rows', () => void copyUrls(panel, rows()), hasRows),
    ofTab('transfers.select-all', () => void controller.selectAll()),
    ofTab('transfers.clear', () => void controller.clear()),
  ];
}

async function copyUrls({ notices, texts }: Panel, rows: readonly ExchangeRow[]): Promise<void> {
  try {
    await navigator.clipboard.writeText(rows.map(({ url }) => url).join('\n'));
    notices.add(texts.t('list.copied'), { mood: 'done' });
  } catch {
    notices.add(texts.t('list.copyFailed'));
  }
}
