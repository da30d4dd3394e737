/** Parts of the window that F6 goes through, marked by this attribute, in the order of the document. */
const AREA = '[data-area]';
const REACHABLE =
  'button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), textarea:not(:disabled), a[href], [tabindex="0"]';

/** Gives the focus to the next part of the window that can take it, or to the one before. */
export function focusNextArea(isBackwards: boolean): void {
  const areas = [...document.querySelectorAll<HTMLElement>(AREA)].filter((area) => area.checkVisibility());
  const current = areas.findLastIndex((area) => area.contains(document.activeElement));
  const step = isBackwards ? -1 : 1;
  for (let hop = 1; hop <= areas.length; hop += 1) {
    const from = current === -1 && isBackwards ? 0 : current;
    const area = areas[(from + step * hop + areas.length * 2) % areas.length];
    const target = area?.querySelector<HTMLElement>(REACHABLE);
    if (!target) continue;
    target.focus();
    return;
  }
}
