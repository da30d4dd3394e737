import { element } from '../../overlays/dom.ts';
import { WECHAT_WORDS } from '../../overlays/words.ts';
import type { PickerModel } from './model.ts';
import { createWheel, type Wheel } from './wheel.ts';

const ROW_PX = 48;

/** An open sheet of wheels at the bottom of the screen. */
export interface WheelSheet {
  /** Shows what the model says now; a wheel whose rows and place are unchanged is left alone. */
  redraw(model: PickerModel): void;
  /** Takes it away without an answer. */
  close(): void;
}

export interface WheelSheetOptions {
  readonly title: string;
  readonly model: PickerModel;
  /** A wheel came to rest in another row, and the model knows. */
  readonly picked: (column: number, index: number) => void;
  readonly confirmed: () => void;
  /** 取消, Escape, or a tap beside the sheet. */
  readonly cancelled: () => void;
}

/** One wheel of the sheet and what it shows. */
interface ShownColumn {
  readonly element: HTMLElement;
  readonly wheel: Wheel;
  items: readonly string[];
}

/** Opens the sheet over `root`; it closes itself before it answers. */
export function openWheelSheet(root: HTMLElement, options: WheelSheetOptions): WheelSheet {
  let { model } = options;
  let columns: ShownColumn[] = [];
  const before = document.activeElement;
  const button = (kind: 'confirm' | 'cancel', done: () => void): HTMLButtonElement => {
    const isConfirm = kind === 'confirm';
    const made = element('button', { type: 'button', class: `ferry-wheels__${kind}` }, WECHAT_WORDS[kind]);
    made.addEventListener('click', () => {
      if (isConfirm) for (const { wheel } of columns) wheel.finish();
      close();
      done();
    });
    return made;
  };
  const cancel = button('cancel', options.cancelled);
  const confirm = button('confirm', options.confirmed);
  const group = element('div', { class: 'ferry-wheels__group' });
  const box = element(
    'div',
    {
      class: 'ferry-wheels__box',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': options.title || null,
      tabindex: -1,
    },
    element(
      'div',
      { class: 'ferry-wheels__head' },
      cancel,
      element('div', { class: 'ferry-wheels__title' }, options.title),
      confirm,
    ),
    group,
  );
  const shade = element('div', { class: 'ferry-wheels' }, box);
  group.style.setProperty('--ferry-wheel-row', `${String(ROW_PX)}px`);

  function close(): void {
    for (const { wheel } of columns) wheel.dispose();
    shade.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }

  function createColumn(index: number): ShownColumn {
    const list = element('div', { class: 'ferry-wheels__column' });
    const wheel = createWheel(list, {
      rowHeightPx: () => ROW_PX,
      rows: () => [...list.children] as HTMLElement[],
      rested(row, changed) {
        if (!changed) return;
        model.pick(index, row);
        draw();
        options.picked(index, row);
      },
    });
    return { element: list, wheel, items: [] };
  }

  function draw(): void {
    const wanted = model.columns();
    if (wanted.length !== columns.length) {
      for (const { wheel } of columns) wheel.dispose();
      columns = wanted.map((_, index) => createColumn(index));
      group.replaceChildren(
        element('div', { class: 'ferry-wheel-mask' }),
        element('div', { class: 'ferry-wheel-indicator' }),
        ...columns.map((column) => column.element),
      );
    }
    for (const [at, { items, index }] of wanted.entries()) {
      const column = columns[at];
      if (column === undefined) continue;
      const isSame =
        items.length === column.items.length && items.every((text, i) => text === column.items[i]);
      if (isSame && items.length > 0 && column.wheel.index() === index) continue;
      if (!isSame) {
        column.items = items;
        column.element.replaceChildren(
          ...items.map((text) => element('div', { class: 'ferry-wheels__row' }, text)),
        );
      }
      column.wheel.show(index);
    }
  }

  /** The wheels' own keys come first; the rest is as in any dialog. */
  function typed(event: KeyboardEvent): void {
    const stops = [...columns.map((column) => column.element), cancel, confirm];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (event.key === 'Escape') cancel.click();
    else if (event.key === 'Enter' && !(document.activeElement instanceof HTMLButtonElement)) confirm.click();
    else if (event.key === 'ArrowLeft') columns[Math.max(at - 1, 0)]?.element.focus();
    else if (event.key === 'ArrowRight') columns[Math.min(at + 1, columns.length - 1)]?.element.focus();
    else if (event.key === 'Tab')
      stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  shade.addEventListener('click', (event) => {
    if (event.target === shade) cancel.click();
  });
  shade.addEventListener('keydown', typed);
  root.append(shade);
  draw();
  columns[0]?.element.focus({ preventScroll: true });
  return {
    redraw(next) {
      model = next;
      draw();
    },
    close,
  };
}
