import path from 'node:path';
import { expect, vi } from 'vitest';
import type { OpenOptions, PageHarness, RunningPage } from './page-harness.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/framework');

/** A page or component as code run in the browser sees it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the fixture's own code has put there
export type Instance = Record<string, any>;

/** Opens one page of the framework fixture and waits until it is ready. */
export async function openFrameworkPage(
  harness: PageHarness,
  name: string,
  options: Partial<OpenOptions> = {},
): Promise<RunningPage> {
  const running = await harness.open({ project: PROJECT, entry: `pages/${name}/index`, ...options });
  await vi.waitFor(async () => {
    expect(await running.reports('page-ready')).toHaveLength(1);
  }, 10_000);
  return running;
}

/** Runs a function in the browser with the shown page's `this` and one argument. */
export async function inPage<T, A = undefined>(
  run: RunningPage,
  work: (page: Instance, argument: A) => T | Promise<T>,
  argument?: A,
): Promise<T> {
  const instance = await run.page.evaluateHandle(() => {
    const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
      __wxElement: { getMethodCaller(): Record<string, unknown> };
    };
    return element.__wxElement.getMethodCaller();
  });
  try {
    return await instance.evaluate(work as never, argument);
  } finally {
    await instance.dispose();
  }
}
