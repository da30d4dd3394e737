import { type Element as GlassElement, Event as GlassEvent } from 'glass-easel';

/** One touch in WeChat's words, in CSS pixels of its page. */
export interface TouchPoint {
  readonly identifier: number;
  readonly pageX: number;
  readonly pageY: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly force: number;
  /** On a canvas: distance from its corner (WeChat's "CanvasTouch"). */
  readonly x?: number;
  readonly y?: number;
}

/** Touches of an event, as the event object shows them. */
export interface TouchLists {
  readonly touches: readonly TouchPoint[];
  readonly changedTouches: readonly TouchPoint[];
}

/** Travels with a gesture's event. `heard` turns true when a listener in a template got it. */
export interface Gesture {
  heard: boolean;
  readonly lists: TouchLists;
}

/** Extra field under which a gesture rides on glass-easel's event. */
const GESTURE_FIELD = 'ferryGesture';

export function gestureOf(event: object): Gesture | null {
  return (event as { [GESTURE_FIELD]?: Gesture })[GESTURE_FIELD] ?? null;
}

/** The touch lists of a gesture event; nothing for any other event. */
export function touchesOf(event: object): TouchLists | undefined {
  return gestureOf(event)?.lists;
}

/** How a dispatched gesture was received. */
export interface Reception {
  readonly heard: boolean;
  readonly defaultPrevented: boolean;
}

/** Sends a gesture to the template element that holds a DOM node; nobody hears it outside pages. */
export function dispatchGesture(
  node: Node | null,
  type: string,
  detail: unknown,
  lists: TouchLists,
  originalEvent: Event | null,
): Reception {
  const target = glassElementAt(node);
  if (!target) return { heard: false, defaultPrevented: false };
  const gesture: Gesture = { heard: false, lists };
  const event = new GlassEvent(type, detail, {
    originalEvent,
    bubbles: true,
    composed: true,
    capturePhase: true,
    extraFields: { [GESTURE_FIELD]: gesture },
  });
  GlassEvent.dispatchEvent(target, event);
  return { heard: gesture.heard, defaultPrevented: event.defaultPrevented() };
}

/** The glass-easel element that is or holds a DOM node. */
export function glassElementAt(node: Node | null): GlassElement | null {
  for (let current = node; current; current = current.parentNode) {
    const element = (current as Node & { __wxElement?: GlassElement }).__wxElement;
    if (element) return element;
  }
  return null;
}
