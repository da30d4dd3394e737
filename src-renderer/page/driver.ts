import type { GeneralComponent } from 'glass-easel';
import { assertNever, FerryError } from '#contract/errors';
import type { InspectAnswer, InspectQuestion } from '#contract/panel-inspect';
import type { DriveAnswer, DriveCommand, Rect } from '#contract/wx';
import { glassElementAt } from './events/gesture-event.ts';
import type { LiveRouter } from './router/router.ts';
import { documentSelectorFrom } from './selector.ts';
import type { PendingCalls } from './wx/pending-calls.ts';

interface DriverOptions {
  readonly router: LiveRouter;
  readonly overlayRoot: HTMLElement;
  readonly pendingCalls: PendingCalls;
  readonly inspect: (question: InspectQuestion) => InspectAnswer;
  /** Sends what the page has to tell and has kept back for a moment. */
  readonly flushReports: () => void;
}

/** Answers what main asks on behalf of `ferry run` and automation. */
export function createDriver({
  router,
  overlayRoot,
  pendingCalls,
  inspect,
  flushReports,
}: DriverOptions): (command: DriveCommand) => Promise<DriveAnswer> {
  const answer = async (command: DriveCommand): Promise<DriveAnswer> => {
    switch (command.kind) {
      case 'locate': {
        const element = find(command.selector, router, overlayRoot);
        const rect = element && (await shownRect(element));
        return { kind: 'located', rect, coveredBy: element && rect && coverOf(element, rect) };
      }
      case 'relaunch':
        if (clearScreen(overlayRoot)) await atRest();
        await router.reLaunch(command.url.startsWith('/') ? command.url : `/${command.url}`);
        return { kind: 'relaunched' };
      case 'rest':
        await atRest();
        flushReports();
        return { kind: 'rested', pendingCalls: pendingCalls.count() };
      case 'stack':
        return { kind: 'stack', routes: router.stack().map((page) => page.route) };
      case 'inspect':
        return { kind: 'inspected', json: JSON.stringify(inspect(command.question)) };
      default:
        return assertNever(command);
    }
  };
  return async (command) => {
    try {
      return await answer(command);
    } catch (error) {
      return { kind: 'failed', error: FerryError.from(error).toWire() };
    }
  };
}

/**
 * Closes what lies over the page, the topmost first, as a person would before going on: a dialog hears Escape, a toast
 * goes. The answers may lead the page somewhere else.
 *
 * @returns whether there was anything to close
 */
function clearScreen(overlayRoot: HTMLElement): boolean {
  const open = [...overlayRoot.children].reverse();
  for (const overlay of open) {
    if (overlay.classList.contains('ferry-toast')) overlay.remove();
    else overlay.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  }
  return open.length > 0;
}

/**
 * The first element a WXML selector matches: in the top page's own template, then in its components, then in
 * what Ferry draws over it, then anywhere. Visible ones come before hidden ones.
 */
function find(selector: string, router: LiveRouter, overlayRoot: HTMLElement): Element | null {
  const page = router.current();
  const inPage = page ? matches(page.frame.view, documentSelectorFrom(selector)) : [];
  const component = page?.component ?? null;
  const groups = [
    inPage.filter((element) => ownerOf(element) === component),
    inPage,
    matches(overlayRoot, selector),
    page ? matches(page.frame.element, selector) : [],
    matches(document.body, selector),
  ];
  const all = groups.flat();
  return all.find(isVisible) ?? all[0] ?? null;
}

function matches(root: Element, selector: string): Element[] {
  try {
    return [...root.querySelectorAll(selector)];
  } catch {
    throw new FerryError('usage', `"${selector}" is not a selector Ferry understands.`);
  }
}

/** The component in whose template an element stands. */
function ownerOf(element: Element): GeneralComponent | null {
  return glassElementAt(element)?.ownerShadowRoot?.getHostNode() ?? null;
}

function isVisible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && area(element.getBoundingClientRect()) > 0;
}

/** Names what lies over the middle of an element; null when a tap there reaches it. */
function coverOf(element: Element, { x, y, width, height }: Rect): string | null {
  const hit = document.elementFromPoint(x + width / 2, y + height / 2);
  if (!hit || element.contains(hit) || hit.contains(element)) return null;
  const overlay = hit.closest('[class*="ferry-"]');
  const named = overlay ?? hit;
  const className = named.classList[0];
  return className === undefined ? named.localName.replace(/^wx-/, '') : `.${className}`;
}

function area({ width, height }: { width: number; height: number }): number {
  return width * height;
}

/** Scrolls an element into sight and measures it once it rests, in CSS pixels of the view. */
async function shownRect(element: Element): Promise<Rect> {
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}

/** Longest wait for a moment in which nothing is to be done, in milliseconds. */
const REST_MS = 1000;

/** Resolves after what is waiting now has been done, the drawing of what was set included. */
function atRest(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      requestIdleCallback(
        () => {
          resolve();
        },
        { timeout: REST_MS },
      );
    });
  });
}
