import type { Behaviour, Builtin } from './builtin.ts';
import { flag, number, TEMPORARY_SEGMENT, text } from './builtin.ts';

const NONE = 'none';
/** A finger that moved further is scrolling. */
const MOVE_PX = 10;

/** Properties of components with a pressed look. `hover-class="none"` is none. */
export function hoverProperties(hoverClass = NONE, stayMs = 400, startMs = 50) {
  return {
    hoverClass: text(hoverClass),
    hoverStopPropagation: flag(),
    hoverStartTime: number(startMs),
    hoverStayTime: number(stayMs),
  } as const;
}

interface HoverValues {
  readonly hoverClass: string;
  readonly hoverStopPropagation: boolean;
  readonly hoverStartTime: number;
  readonly hoverStayTime: number;
}

/** The classes of a `hover-class`, which may be several. */
function namesIn(hoverClass: string): string[] {
  return hoverClass.split(/\s+/).filter((name) => name !== '');
}

/** Presses that an inner component has kept to itself (`hover-stop-propagation`). */
const claimed = new WeakSet<Event>();

/**
 * Adds the hover class while a finger or the mouse is down on the component, after `hover-start-time` and until
 * `hover-stay-time` ms after release. A press that becomes a scroll does not count.
 * @param isDisabled asked at each press
 */
export function attachHover<V extends HoverValues>(
  self: Builtin<V>,
  isDisabled: () => boolean = () => false,
): Pick<Behaviour<HoverValues>, 'changed' | 'detached'> {
  const { element, node } = self;
  let listening = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = '';

  function show(wanted: string): void {
    if (wanted === shown) return;
    for (const name of namesIn(shown)) toggle(name, false);
    for (const name of namesIn(wanted)) toggle(name, true);
    shown = wanted;
  }

  function toggle(name: string, on: boolean): void {
    node.toggleNodeClass(name, on, TEMPORARY_SEGMENT);
    // The default class is Ferry's own: outside the page's style scope, so on the element as it is.
    if (name === 'button-hover' || name === 'navigator-hover') element.classList.toggle(name, on);
  }

  function hideAfter(stayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      show('');
    }, stayMs);
  }

  function press(down: PointerEvent): void {
    const hoverClass = self.get('hoverClass');
    if (claimed.has(down) || isDisabled() || hoverClass === NONE || hoverClass === '') return;
    if (self.get('hoverStopPropagation')) claimed.add(down);
    clearTimeout(timer);
    let isReleased = false;
    timer = setTimeout(() => {
      show(hoverClass);
      // A tap shorter than that is seen all the same.
      if (isReleased) hideAfter(self.get('hoverStayTime'));
    }, self.get('hoverStartTime'));

    const watched = new AbortController();
    const end = (): void => {
      watched.abort();
      hideAfter(0);
    };
    const options = { signal: watched.signal, capture: true };
    window.addEventListener(
      'pointermove',
      (event) => {
        const moved = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
        if (event.pointerId === down.pointerId && moved > MOVE_PX) end();
      },
      options,
    );
    window.addEventListener(
      'pointerup',
      () => {
        watched.abort();
        isReleased = true;
        if (shown !== '') hideAfter(self.get('hoverStayTime'));
      },
      options,
    );
    window.addEventListener(
      'pointercancel',
      () => {
        end();
      },
      options,
    );
  }

  /** Listens from the first hover class on: most views never have one. */
  function listen(): void {
    if (listening || self.get('hoverClass') === NONE) return;
    listening = true;
    element.addEventListener('pointerdown', press);
  }

  listen();
  return {
    changed: { hoverClass: listen },
    detached: () => {
      clearTimeout(timer);
    },
  };
}
