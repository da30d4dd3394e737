/** Parts of the window that F6 goes through, marked by this attribute, in the order of the document. */
const AREA = '[data-area]';
const REACHABLE =
  'button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), textarea:not(:disabled), a[href], [tabindex="0"]';

/** Where the focus was in each part when it left by key. */
const left = new WeakMap<HTMLElement, HTMLElement>();

/** Gives the focus to the next part of the window that can take it, or to the one before; there, to what had it last. */
export function focusNextArea(isBackwards: boolean): void {
  const areas = [...document.querySelectorAll<HTMLElement>(AREA)].filter((area) => area.checkVisibility());
  const { activeElement } = document;
  const current = areas.findLastIndex((area) => area.contains(activeElement));
  const from = current === -1 && isBackwards ? 0 : current;
  const leaving = areas[current];
  if (leaving && activeElement instanceof HTMLElement) left.set(leaving, activeElement);
  const step = isBackwards ? -1 : 1;
  for (let hop = 1; hop <= areas.length; hop += 1) {
    const area = areas[(from + step * hop + areas.length * 2) % areas.length];
    const target = area && targetIn(area, areas);
    if (!target) continue;
    target.focus();
    return;
  }
}

/** What takes the focus in a part: nothing of a part inside it, which has a turn of its own. */
function targetIn(area: HTMLElement, areas: readonly HTMLElement[]): HTMLElement | undefined {
  const isOwn = (element: Element): boolean => areas.findLast((one) => one.contains(element)) === area;
  const last = left.get(area);
  if (last && area.contains(last) && isOwn(last) && last.checkVisibility()) return last;
  return [...area.querySelectorAll<HTMLElement>(REACHABLE)].find(
    (one) => isOwn(one) && one.checkVisibility(),
  );
}
