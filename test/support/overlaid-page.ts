import path from 'node:path';
import { openComponentPage } from './component-page.ts';
import type { OpenOptions, PageHarness, RunningPage } from './page-harness.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/pickers-and-portals');

/** For what must be there by then: a test that waits longer has failed. */
const LONGEST_WAIT_MS = 5_000;

/** Opens one page of the fixture of pickers, portals, editors and what else lies over a page. */
export async function openOverlaidPage(
  harness: PageHarness,
  name: string,
  options: Partial<OpenOptions> = {},
): Promise<RunningPage> {
  const run = await openComponentPage(harness, name, { project: PROJECT, ...options });
  run.page.setDefaultTimeout(LONGEST_WAIT_MS);
  return run;
}

/** Calls a method of the page on top, as its own code would. */
export async function callPage(run: RunningPage, method: string, ...values: unknown[]): Promise<unknown> {
  return run.page.evaluate(
    ([name, given]) => {
      const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
        __wxElement: { getMethodCaller(): Record<string, (...all: unknown[]) => unknown> };
      };
      return element.__wxElement.getMethodCaller()[name]?.(...given);
    },
    [method, values] as const,
  );
}
