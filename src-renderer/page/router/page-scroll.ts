import type { PageHandle, ScrollRequest } from '../host.ts';

interface ScrollWatch {
  readonly reachBottomPx: number;
  scrolled(scrollTop: number): void;
  reachedBottom(): void;
}

/** Tells of scrolling and, once per approach, of the end coming near. Returns its end. */
export function watchScrolling(scroller: HTMLElement, watch: ScrollWatch): () => void {
  let wasNear = false;
  const heard = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const isNear = scrollTop + clientHeight + watch.reachBottomPx >= scrollHeight;
    watch.scrolled(scrollTop);
    if (isNear && !wasNear) watch.reachedBottom();
    wasNear = isNear;
  };
  scroller.addEventListener('scroll', heard, { passive: true });
  return () => {
    scroller.removeEventListener('scroll', heard);
  };
}

type ShadowRoot = ReturnType<PageHandle['component']['getShadowRoot']>;

/** Carries out `wx.pageScrollTo`; false when the selector matches nothing. */
export function scrollPage(
  scroller: HTMLElement,
  shadowRoot: ShadowRoot | null,
  request: ScrollRequest,
): boolean {
  const { scrollTopPx, selector, offsetTopPx = 0, durationMs } = request;
  let top = scrollTopPx;
  if (selector !== undefined) {
    const element = shadowRoot?.querySelector(selector)?.getBackendElement() as unknown;
    if (!(element instanceof Element)) return false;
    top =
      element.getBoundingClientRect().top -
      scroller.getBoundingClientRect().top +
      scroller.scrollTop +
      offsetTopPx;
  }
  if (top !== undefined) glide(scroller, top, durationMs);
  return true;
}

/** Scrolls within a time; the browser's own smooth scrolling knows none. */
function glide(scroller: HTMLElement, topPx: number, durationMs: number): void {
  const from = scroller.scrollTop;
  const to = Math.max(0, Math.min(topPx, scroller.scrollHeight - scroller.clientHeight));
  if (durationMs <= 0 || document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    scroller.scrollTop = to;
    return;
  }
  const startedAt = performance.now();
  const step = (now: number): void => {
    const share = Math.min(1, Math.max(0, (now - startedAt) / durationMs));
    // Slow at both ends.
    const eased = share < 0.5 ? 2 * share ** 2 : 1 - (2 - 2 * share) ** 2 / 2;
    scroller.scrollTop = from + (to - from) * eased;
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
