import type { AfterPage } from './after-page.ts';
import type { AgentNames, Area, Chooser, FromView, Hover, ToView } from './view-messages.ts';

/**
 * Runs in the page of a view that is shown inside its host's window: tells what the host cannot see in a picture,
 * and does what the picture cannot. Nothing is added to the page. Evaluated as text: names nothing outside itself.
 */
export function viewAgent(names: AgentNames, afterPage: AfterPage): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const post = world[names.post] as (text: string) => void;
  Reflect.deleteProperty(world, names.post);
  if (window.top !== window) return;

  const told = new Map<string, string>();
  const tell = (message: FromView): void => {
    post(JSON.stringify(message));
  };
  /** Tells what has changed only. */
  const tellState = (message: FromView): void => {
    const text = JSON.stringify(message);
    if (told.get(message.kind) === text) return;
    told.set(message.kind, text);
    post(text);
  };

  const NO_TEXT = /^(button|checkbox|color|file|hidden|image|radio|range|reset|submit|date|time|month|week)/;
  const CHOSEN_BY_BROWSER = /^(date|time|month|week|color)/;
  /** Width of the button that opens the chooser of a date or a time. */
  const INDICATOR_PX = 28;

  function areaOf(target: Element | Range): Area {
    const { x, y, width, height } = target.getBoundingClientRect();
    return { x, y, width, height };
  }

  function activeElement(): Element | null {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  }

  function takesText(element: Element | null): element is HTMLElement {
    if (element instanceof HTMLInputElement) {
      return !NO_TEXT.test(element.type) && !element.readOnly && !element.disabled;
    }
    if (element instanceof HTMLTextAreaElement) return !element.readOnly && !element.disabled;
    return element instanceof HTMLElement && element.isContentEditable;
  }

  /** A text field is where its text goes; in edited content it is the caret. */
  function editedArea(): Area | null {
    const active = activeElement();
    if (!takesText(active)) return null;
    const selection = getSelection();
    const isField = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
    const caret =
      isField || !selection || selection.rangeCount === 0 ? null : areaOf(selection.getRangeAt(0));
    return caret && caret.height > 0 ? caret : areaOf(active);
  }

  function isOverText(x: number, y: number): boolean {
    const node = document.caretPositionFromPoint(x, y)?.offsetNode;
    if (node?.nodeType !== Node.TEXT_NODE || !node.parentElement) return false;
    if (getComputedStyle(node.parentElement).userSelect === 'none') return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some(
      (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
    );
  }

  /** What the browser makes of `cursor: auto`. */
  function autoCursor(element: Element, x: number, y: number): string {
    if (takesText(element)) return 'text';
    return isOverText(x, y) ? 'text' : 'default';
  }

  function hoverAt(event: MouseEvent): Hover {
    const path = event.composedPath().filter((target) => target instanceof Element);
    const [element] = path;
    if (!element) return { cursor: 'default', title: '' };
    const { cursor } = getComputedStyle(element);
    const titled = path.find((target) => target.hasAttribute('title'));
    return {
      cursor: cursor === 'auto' ? autoCursor(element, event.clientX, event.clientY) : cursor,
      title: titled?.getAttribute('title') ?? '',
    };
  }

  /** The control whose chooser is open, until the answer comes. */
  let choosing: HTMLSelectElement | HTMLInputElement | null = null;

  function choose(control: HTMLSelectElement | HTMLInputElement): void {
    choosing = control;
    control.focus();
    tell({ kind: 'choose', chooser: chooserOf(control) });
  }

  function chooserOf(control: HTMLSelectElement | HTMLInputElement): Chooser {
    const area = areaOf(control);
    if (control instanceof HTMLInputElement) {
      const { type, value, min, max, step } = control;
      return { kind: 'input', area, type, value, min, max, step };
    }
    const options = [...control.options].map((option) => {
      const group = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement : null;
      const isDisabled = option.disabled || group?.disabled === true;
      return { text: option.label, group: group?.label ?? '', isDisabled };
    });
    return { kind: 'select', area, options, selected: control.selectedIndex };
  }

  function chosen(choice: number | string): void {
    const control = choosing;
    choosing = null;
    if (control instanceof HTMLSelectElement) {
      if (control.selectedIndex === choice) return;
      control.selectedIndex = Number(choice);
    } else if (control) {
      if (control.value === choice) return;
      control.value = String(choice);
    }
    control?.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    control?.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** The select whose list this event is about to open. */
  function selectOf(event: Event): HTMLSelectElement | null {
    const [target] = event.composedPath();
    if (event.defaultPrevented || !(target instanceof HTMLSelectElement)) return null;
    return target.multiple || target.size > 1 || target.disabled ? null : target;
  }

  /** Offers the page what is pasted; returns whether it is left to the browser. */
  function paste(text: string): boolean {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const options = { clipboardData, bubbles: true, cancelable: true, composed: true };
    const target = activeElement() ?? document.body;
    return target.dispatchEvent(new ClipboardEvent('paste', options)) && takesText(target);
  }

  window.addEventListener('mousemove', (event) => {
    tellState({ kind: 'hover', hover: hoverAt(event) });
  });
  const tellEditing = (): void => {
    tellState({ kind: 'editing', area: editedArea() });
  };
  for (const type of ['focusin', 'focusout', 'input', 'scroll', 'resize'] as const) {
    // What has the focus is known when the event is over.
    window.addEventListener(type, () => setTimeout(tellEditing), { capture: true, passive: true });
  }
  document.addEventListener('selectionchange', tellEditing);
  afterPage('mousedown', (event) => {
    const select = event.button === 0 ? selectOf(event) : null;
    if (!select) return;
    event.preventDefault();
    choose(select);
  });
  afterPage('keydown', (event) => {
    const select = selectOf(event);
    const isAsked =
      event.key === ' ' || event.key === 'F4' || (event.altKey && /^Arrow(Up|Down)$/.test(event.key));
    if (!select || !isAsked) return;
    event.preventDefault();
    choose(select);
  });
  afterPage('click', (event) => {
    const [input] = event.composedPath();
    if (event.defaultPrevented || !(input instanceof HTMLInputElement)) return;
    if (!CHOSEN_BY_BROWSER.test(input.type) || input.disabled || input.readOnly) return;
    const fromRight = input.getBoundingClientRect().right - event.clientX;
    if (input.type !== 'color' && fromRight > INDICATOR_PX) return;
    event.preventDefault();
    choose(input);
  });
  for (const type of ['copy', 'cut'] as const) {
    afterPage(type, (event) => {
      const own = event.defaultPrevented ? event.clipboardData?.getData('text/plain') : null;
      const text = own ?? getSelection()?.toString() ?? '';
      if (text !== '') tell({ kind: 'copied', text });
    });
  }

  Object.defineProperty(world, names.deliver, {
    value: (message: ToView) => {
      if (message.kind === 'paste') return paste(message.text);
      chosen(message.choice);
      return null;
    },
  });
}
