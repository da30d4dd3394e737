import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Code from '@lucide/svelte/icons/code';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import Repeat from '@lucide/svelte/icons/repeat';
import Repeat2 from '@lucide/svelte/icons/repeat-2';
import type { ExchangeRow } from '#contract/panel-exchanges';
import { isTransfer } from '#contract/transfer';
import type { Command } from '../app/commands.svelte.ts';
import type { Panel } from '../app/panel-context.ts';
import type { RowAction } from '../exchange/row-actions.ts';
import type { AgainController } from './again-controller.svelte.ts';

const MANY = 10;

/** What the palette and the keys do again, with the exchange whose details are open. */
export function againCommands(panel: Panel, controller: AgainController): readonly Command[] {
  const { navigation } = panel;
  const isOpen = (): boolean => navigation.exchangeId !== null && panel.store.project !== null;
  const withOpen = (act: (id: string) => Promise<void>) => (): void => {
    if (navigation.exchangeId !== null) void act(navigation.exchangeId);
  };
  return [
    {
      id: 'again.new',
      title: 'again.new',
      group: 'transfers',
      keys: '$mod+Shift+N',
      run: () => {
        controller.compose();
      },
      isAvailable: () => panel.store.project !== null,
    },
    {
      id: 'again.replay',
      title: 'again.replay',
      group: 'transfers',
      keys: '$mod+Shift+R',
      run: withOpen((id) => controller.replay([id])),
      isAvailable: isOpen,
    },
    {
      id: 'again.replayMany',
      title: 'again.replayMany',
      group: 'transfers',
      run: withOpen((id) => controller.replay([id], MANY)),
      isAvailable: isOpen,
    },
    {
      id: 'again.edit',
      title: 'again.edit',
      group: 'transfers',
      keys: '$mod+Shift+E',
      run: withOpen((id) => controller.edit(id)),
      isAvailable: isOpen,
    },
    {
      id: 'again.copy',
      title: 'again.copy',
      group: 'transfers',
      keys: '$mod+Shift+Y',
      run: withOpen((id) => controller.copy(id)),
      isAvailable: isOpen,
    },
    {
      id: 'again.compareWith',
      title: 'again.compareWith',
      group: 'transfers',
      keys: '$mod+Shift+D',
      run: () => {
        const [first, second] = panel.store.exchanges.selected;
        const isTwo = first && second && panel.store.exchanges.selected.length === 2;
        if (isTwo) void controller.compare(first.id, second.id);
        else withOpen((id) => controller.compare(id, null))();
      },
      isAvailable: () => isOpen() || panel.store.exchanges.selected.length === 2,
    },
  ];
}

/** The part of a row's menu that does something again. */
export function againRowActions(controller: AgainController): readonly RowAction[] {
  const isOne = (rows: readonly ExchangeRow[]): boolean => rows.length === 1 && rows.every(isTransfer);
  const first =
    (act: (id: string) => Promise<void>) =>
    (rows: readonly ExchangeRow[]): void => {
      if (rows[0]) void act(rows[0].id);
    };
  return [
    {
      id: 'again.copy',
      section: 'copy',
      title: 'again.copy',
      icon: Code,
      keys: '$mod+Shift+Y',
      isShown: isOne,
      run: first((id) => controller.copy(id)),
    },
    {
      id: 'again.replay',
      section: 'again',
      title: 'again.replay',
      icon: Repeat,
      keys: '$mod+Shift+R',
      isShown: (rows) => rows.some(isTransfer),
      run: (rows) => void controller.replay(rows.filter(isTransfer).map(({ id }) => id)),
    },
    {
      id: 'again.replayMany',
      section: 'again',
      title: 'again.replayMany',
      icon: Repeat2,
      isShown: isOne,
      run: first((id) => controller.replay([id], MANY)),
    },
    {
      id: 'again.edit',
      section: 'again',
      title: 'again.edit',
      icon: PencilLine,
      keys: '$mod+Shift+E',
      isShown: isOne,
      run: first((id) => controller.edit(id)),
    },
    {
      id: 'again.compare',
      section: 'again',
      title: 'again.compare',
      icon: ArrowLeftRight,
      keys: '$mod+Shift+D',
      isShown: (rows) => rows.length === 2,
      run: (rows) => {
        if (rows[0] && rows[1]) void controller.compare(rows[0].id, rows[1].id);
      },
    },
    {
      id: 'again.compareWith',
      section: 'again',
      title: 'again.compareWith',
      icon: ArrowLeftRight,
      keys: '$mod+Shift+D',
      isShown: (rows) => rows.length === 1,
      run: first((id) => controller.compare(id, null)),
    },
  ];
}
