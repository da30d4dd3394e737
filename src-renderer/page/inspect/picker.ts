import type { Element as GlassElement } from 'glass-easel';
import { glassElementAt } from '../events/gesture-event.ts';
import { ownElement } from './nodes.ts';

interface PickerOptions {
  /** The pointer is over an element, or over none. */
  readonly over: (element: GlassElement | null) => void;
  readonly picked: (element: GlassElement) => void;
  /** Escape, or a press beside every element. */
  readonly ended: () => void;
}

/** Lets the developer point at an element of the phone. */
export interface ElementPicker {
  set(isOn: boolean): void;
}

/** Everything a press is made of: while the picker is on, the page hears none of it. */
const POINTER_EVENTS = [
  ...[
    'pointerdown',
    'pointerup',
    'pointermove',
    'pointerover',
    'pointerout',
    'pointercancel',
    'click',
    'dblclick',
  ],
  ...['mousedown', 'mouseup', 'mousemove', 'mouseover', 'mouseout', 'contextmenu', 'auxclick'],
  ...['touchstart', 'touchmove', 'touchend', 'touchcancel', 'dragstart', 'selectstart'],
];

export function createElementPicker({ over, picked, ended }: PickerOptions): ElementPicker {
  let isOn = false;
  let isEnding = false;

  const elementAt = (event: Event): GlassElement | null => {
    const { clientX, clientY } = event as MouseEvent;
    const found = glassElementAt(document.elementFromPoint(clientX, clientY));
    return found && ownElement(found);
  };
  const hold = (event: Event): void => {
    event.stopImmediatePropagation();
    if (event.cancelable) event.preventDefault();
    if (isEnding) return;
    if (event.type === 'mousemove' || event.type === 'pointermove') over(elementAt(event));
    if (event.type !== 'pointerdown') return;
    const element = elementAt(event);
    over(null);
    isEnding = true;
    // What else the press brings, up to its click, is held back too.
    const done = (): void => {
      set(false);
    };
    window.addEventListener('click', done, { capture: true, once: true });
    setTimeout(done, 400);
    if (element) picked(element);
    else ended();
  };
  const key = (event: KeyboardEvent): void => {
    event.stopImmediatePropagation();
    event.preventDefault();
    if (event.key !== 'Escape') return;
    set(false);
    ended();
  };
  const leave = (): void => {
    over(null);
  };
  const set = (next: boolean): void => {
    if (next === isOn) return;
    isOn = next;
    isEnding = false;
    over(null);
    // Before the page's own, which listen further in.
    const change = next ? window.addEventListener.bind(window) : window.removeEventListener.bind(window);
    for (const name of POINTER_EVENTS) change(name, hold, { capture: true, passive: false });
    change('keydown', key as EventListener, true);
    change('blur', leave);
    document.documentElement.style.cursor = next ? 'crosshair' : '';
  };
  return { set };
}
