import { pageOriginOf } from './geometry.ts';
import { dispatchGesture, type Reception, type TouchLists, type TouchPoint } from './gesture-event.ts';

/** How far a finger may move before a press is no tap any more, in CSS pixels. */
const TAP_DISTANCE_PX = 10;
/** WeChat's "longpress": 350 ms without moving. */
const LONG_PRESS_MS = 350;
/** Identifier of the one touch a mouse makes. */
const MOUSE_TOUCH = 0;
const CSS_EVENTS = ['transitionend', 'animationstart', 'animationiteration', 'animationend'] as const;

interface Contact {
  readonly identifier: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly force: number;
}

/** A finger or mouse button that is down. */
interface Press {
  readonly target: Element;
  readonly start: Contact;
  last: Contact;
  /** Null once it moved too far, was cancelled, or its long press was heard. */
  longPressTimer: number | null;
  mayTap: boolean;
}

/**
 * Turns touches and mouse presses in the document into WeChat's touchstart, touchmove, touchend, touchcancel,
 * tap, longpress and longtap, and passes on the ends of CSS transitions and animations. Returns its end.
 */
export function recogniseGestures(root: Document): () => void {
  const presses = new Map<number, Press>();
  const ends = new AbortController();
  const { signal } = ends;

  const send = (
    press: Press,
    type: string,
    event: Event | null,
    detail: unknown,
    changed: readonly Press[],
  ): Reception => {
    const isDown = type !== 'touchend' && type !== 'touchcancel' && type !== 'tap';
    const held = [...presses.values()].filter(
      (other) => other.target === press.target && (isDown || other !== press),
    );
    const lists: TouchLists = {
      touches: (type === 'tap' ? changed : held).map(pointOf),
      changedTouches: changed.map(pointOf),
    };
    return dispatchGesture(press.target, type, detail, lists, event);
  };

  const begin = (event: Event, contact: Contact): void => {
    if (!(event.target instanceof Element)) return;
    const press: Press = {
      target: event.target,
      start: contact,
      last: contact,
      longPressTimer: null,
      mayTap: true,
    };
    presses.set(contact.identifier, press);
    send(press, 'touchstart', event, {}, [press]);
    press.longPressTimer = window.setTimeout(() => {
      press.longPressTimer = null;
      const detail = detailOf(press);
      const heard = send(press, 'longpress', event, detail, [press]).heard;
      send(press, 'longtap', event, detail, [press]);
      if (heard) press.mayTap = false;
    }, LONG_PRESS_MS);
  };

  const move = (event: Event, contact: Contact): void => {
    const press = presses.get(contact.identifier);
    if (!press) return;
    press.last = contact;
    if (distance(press) > TAP_DISTANCE_PX) forgetTap(press);
    const { defaultPrevented } = send(press, 'touchmove', event, {}, [press]);
    if (defaultPrevented && event.cancelable) event.preventDefault();
  };

  const end = (event: Event, contact: Contact, type: 'touchend' | 'touchcancel'): void => {
    const press = presses.get(contact.identifier);
    if (!press) return;
    press.last = contact;
    const taps = type === 'touchend' && press.mayTap && distance(press) <= TAP_DISTANCE_PX;
    presses.delete(contact.identifier);
    forgetTap(press);
    send(press, type, event, {}, [press]);
    if (taps && press.target.isConnected) send(press, 'tap', event, detailOf(press), [press]);
  };

  const everyTouch =
    (handle: (event: TouchEvent, contact: Contact) => void) =>
    (event: TouchEvent): void => {
      for (const touch of event.changedTouches) handle(event, touch);
    };
  const active = { capture: true, passive: false, signal };
  root.addEventListener('touchstart', everyTouch(begin), { capture: true, passive: true, signal });
  root.addEventListener('touchmove', everyTouch(move), active);
  root.addEventListener(
    'touchend',
    everyTouch((event, contact) => {
      end(event, contact, 'touchend');
    }),
    active,
  );
  root.addEventListener(
    'touchcancel',
    everyTouch((event, contact) => {
      end(event, contact, 'touchcancel');
    }),
    active,
  );

  const cancel = (event: Event, identifier: number): void => {
    const press = presses.get(identifier);
    if (press) end(event, press.last, 'touchcancel');
  };

  listenToMouse(root, signal, { begin, move, end, cancel });
  listenToKeyboard(root, signal);
  for (const type of CSS_EVENTS) {
    root.addEventListener(
      type,
      (event) => {
        const { elapsedTime } = event;
        const name = event instanceof TransitionEvent ? { propertyName: event.propertyName } : {};
        dispatchGesture(
          event.target as Node,
          type,
          { elapsedTime, ...name },
          { touches: [], changedTouches: [] },
          event,
        );
      },
      { capture: true, signal },
    );
  }
  return () => {
    ends.abort();
    for (const press of presses.values()) forgetTap(press);
  };
}

interface ContactHandlers {
  begin(event: Event, contact: Contact): void;
  move(event: Event, contact: Contact): void;
  end(event: Event, contact: Contact, type: 'touchend' | 'touchcancel'): void;
  /** Ends a contact where it was last. */
  cancel(event: Event, identifier: number): void;
}

/** The left mouse button is a finger. Mouse events that a touch screen makes up after touches are ignored. */
function listenToMouse(root: Document, signal: AbortSignal, handlers: ContactHandlers): void {
  let down = false;
  const contactOf = ({ clientX, clientY }: MouseEvent): Contact => ({
    identifier: MOUSE_TOUCH,
    clientX,
    clientY,
    force: 1,
  });
  const fromTouch = (event: MouseEvent): boolean =>
    (event as MouseEvent & { sourceCapabilities?: { firesTouchEvents: boolean } | null }).sourceCapabilities
      ?.firesTouchEvents === true;
  root.addEventListener(
    'mousedown',
    (event) => {
      if (event.button !== 0 || fromTouch(event)) return;
      down = true;
      handlers.begin(event, contactOf(event));
    },
    { capture: true, signal },
  );
  root.addEventListener(
    'mousemove',
    (event) => {
      if (down) handlers.move(event, contactOf(event));
    },
    { capture: true, signal },
  );
  root.addEventListener(
    'mouseup',
    (event) => {
      if (event.button !== 0 || !down) return;
      down = false;
      handlers.end(event, contactOf(event), 'touchend');
    },
    { capture: true, signal },
  );
  // A button let go outside the window is not heard of.
  window.addEventListener(
    'blur',
    (event) => {
      if (!down) return;
      down = false;
      handlers.cancel(event, MOUSE_TOUCH);
    },
    { signal },
  );
}

/** Enter and Space tap the focused element, when it is a template's own and not a text field inside one. */
function listenToKeyboard(root: Document, signal: AbortSignal): void {
  root.addEventListener(
    'keydown',
    (event) => {
      const { target } = event;
      if ((event.key !== 'Enter' && event.key !== ' ') || !(target instanceof HTMLElement)) return;
      if (!target.tagName.startsWith('WX-') || event.repeat) return;
      event.preventDefault();
      const { left, top, width, height } = target.getBoundingClientRect();
      const contact = {
        identifier: MOUSE_TOUCH,
        clientX: left + width / 2,
        clientY: top + height / 2,
        force: 1,
      };
      const press: Press = { target, start: contact, last: contact, longPressTimer: null, mayTap: true };
      const points = [pointOf(press)];
      dispatchGesture(target, 'tap', detailOf(press), { touches: points, changedTouches: points }, event);
    },
    { signal },
  );
}

function distance({ start, last }: Press): number {
  return Math.max(Math.abs(start.clientX - last.clientX), Math.abs(start.clientY - last.clientY));
}

function forgetTap(press: Press): void {
  press.mayTap = false;
  if (press.longPressTimer !== null) clearTimeout(press.longPressTimer);
  press.longPressTimer = null;
}

function pointOf({ target, last }: Press): TouchPoint {
  const origin = pageOriginOf(target);
  const clientX = last.clientX - origin.left;
  const clientY = last.clientY - origin.top;
  return {
    identifier: last.identifier,
    pageX: clientX + origin.scrollLeft,
    pageY: clientY + origin.scrollTop,
    clientX,
    clientY,
    force: last.force,
    ...onCanvas(target, last),
  };
}

/** Where a contact is on the canvas it began on; nothing elsewhere. */
function onCanvas(target: Element, { clientX, clientY }: Contact): Pick<TouchPoint, 'x' | 'y'> {
  const box = target.closest('wx-canvas')?.getBoundingClientRect();
  return box ? { x: clientX - box.left, y: clientY - box.top } : {};
}

function detailOf(press: Press): { x: number; y: number } {
  const { pageX, pageY } = pointOf(press);
  return { x: pageX, y: pageY };
}
