import type { Area, Chooser } from './view-messages.ts';

/** Opens the browser's own choosers for controls of a view. */
export interface ChooserPicker {
  /** @param view where the view is; the chooser's area is in its pixels */
  open(chooser: Chooser, view: DOMRect, onChosen: (choice: number | string) => void): void;
}

export type ChooserPickerFactory = (root: ShadowRoot) => ChooserPicker;

/**
 * A control that nobody sees lies where the view's own is: its list or its calendar opens there, drawn by the browser
 * as for any page. Evaluated as text.
 */
export function createChooserPicker(root: ShadowRoot): ChooserPicker {
  let current: HTMLElement | null = null;

  function optionElement({ text, isDisabled }: { text: string; isDisabled: boolean }): HTMLOptionElement {
    const option = document.createElement('option');
    option.text = text;
    option.disabled = isDisabled;
    return option;
  }

  function selectFor(chooser: Extract<Chooser, { kind: 'select' }>): HTMLSelectElement {
    const select = document.createElement('select');
    let group: HTMLOptGroupElement | null = null;
    for (const option of chooser.options) {
      if (option.group === '') group = null;
      else if (group?.label !== option.group) {
        group = document.createElement('optgroup');
        group.label = option.group;
        select.append(group);
      }
      (group ?? select).append(optionElement(option));
    }
    select.selectedIndex = chooser.selected;
    return select;
  }

  function inputFor({ type, value, min, max, step }: Extract<Chooser, { kind: 'input' }>): HTMLInputElement {
    return Object.assign(document.createElement('input'), { type, min, max, step, value });
  }

  function lay(control: HTMLElement, { x, y, width, height }: Area): void {
    Object.assign(control.style, {
      position: 'fixed',
      left: `${x}px`,
      top: `${y}px`,
      width: `${width}px`,
      height: `${height}px`,
      margin: '0',
      opacity: '0',
      pointerEvents: 'none',
    });
  }

  return {
    open(chooser, view, onChosen) {
      current?.remove();
      const control = chooser.kind === 'select' ? selectFor(chooser) : inputFor(chooser);
      current = control;
      const { x, y, width, height } = chooser.area;
      lay(control, { x: view.x + x, y: view.y + y, width, height });
      root.append(control);
      control.addEventListener('change', () => {
        onChosen(control instanceof HTMLSelectElement ? control.selectedIndex : control.value);
        if (control instanceof HTMLSelectElement) control.remove();
      });
      control.addEventListener('blur', () => {
        control.remove();
      });
      control.focus();
      control.showPicker();
    },
  };
}
