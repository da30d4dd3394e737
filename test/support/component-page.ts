import path from 'node:path';
import { expect, vi } from 'vitest';
import type { OpenOptions, PageHarness, RunningPage } from './page-harness.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/components');

/** Opens one page of the component fixture and waits until it is ready. */
export async function openComponentPage(
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

/** Selector for an id as written in WXML: glass-easel puts a prefix before it. */
export const byId = (id: string): string => `[id$="${id}"]`;

/** What the page's own code has put into a field of its instance. */
export async function fieldOf(run: RunningPage, field: string): Promise<unknown> {
  return run.page.evaluate((name) => {
    const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
      __wxElement: { getMethodCaller(): Record<string, unknown> };
    };
    return structuredClone(element.__wxElement.getMethodCaller()[name]);
  }, field);
}
