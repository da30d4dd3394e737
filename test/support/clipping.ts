import type { Page } from 'playwright-core';

/** What may scroll to its side: tables, trees, code and pictures have two dimensions (WCAG 1.4.10). */
const TWO_WAY =
  '[role=grid], [role=treegrid], [role=tree], [role=table], table, pre, code, .cm-scroller, .two-way, [role=img]';

/** Controls and headings that nobody can see whole, and parts that scroll both ways though they are text. */
export async function clippedParts(page: Page): Promise<readonly string[]> {
  return page.evaluate((twoWay) => {
    const found: string[] = [];
    const nameOf = (element: Element): string => {
      const words = element.getAttribute('aria-label') ?? element.textContent.trim();
      return `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ${words.slice(0, 60)}`;
    };
    const isShown = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return (
        element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && width > 1 && height > 1
      );
    };
    const controls = 'button, input, select, textarea, a[href], [role=tab], [role=switch], h2, h3, dt';
    for (const element of document.querySelectorAll(controls)) {
      if (!isShown(element) || element.closest(`${twoWay}, .visually-hidden`)) continue;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      let isCut = false;
      let [canScrollX, canScrollY] = [false, false];
      for (let above = element.parentElement; above; above = above.parentElement) {
        const style = getComputedStyle(above);
        const box = above.getBoundingClientRect();
        canScrollX ||= /auto|scroll/u.test(style.overflowX);
        canScrollY ||= /auto|scroll/u.test(style.overflowY);
        if (style.overflowX === 'hidden' && !canScrollX)
          isCut ||= left < box.left - 1 || right > box.right + 1;
        if (style.overflowY === 'hidden' && !canScrollY)
          isCut ||= top < box.top - 1 || bottom > box.bottom + 1;
      }
      if (isCut) found.push(`cut: ${nameOf(element)}`);
      const style = getComputedStyle(element);
      if (
        element.localName !== 'input' &&
        style.overflowX === 'hidden' &&
        style.textOverflow !== 'ellipsis'
      ) {
        if (element.scrollWidth > element.clientWidth + 1) found.push(`text cut: ${nameOf(element)}`);
      }
    }
    for (const element of document.querySelectorAll('body *')) {
      if (!isShown(element) || element.closest(twoWay)) continue;
      if (!/auto|scroll/u.test(getComputedStyle(element).overflowX)) continue;
      // A bar that is told by its tabs may be longer than its place: the one that is on is brought into sight.
      if (element.getAttribute('role') === 'tablist') continue;
      if (element.scrollWidth > element.clientWidth + 1) found.push(`scrolls sideways: ${nameOf(element)}`);
    }
    return found;
  }, TWO_WAY);
}
