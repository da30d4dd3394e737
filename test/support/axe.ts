import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 at levels A and AA, with what those of 2.0 and 2.1 ask for. */
const WCAG = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } as const;
/** What a theme can break: names, roles and sizes are the same in all. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/**
 * What a page does against WCAG 2.2 AA as axe sees it: a line for each element, with the rule it breaks.
 *
 * @param part the colours alone, for a theme of a page that was looked at as a whole
 */
export async function accessibilityFaults(
  page: Page,
  part: 'all' | 'colours' = 'all',
): Promise<readonly string[]> {
  // By the debugger, as the panel's own policy lets no foreign script in.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(AXE_SOURCE);
  return page.evaluate(
    async ({ type, values }) => {
      const { axe: run } = globalThis as unknown as { axe: typeof axe };
      const found = await run.run(document, {
        runOnly: { type, values: [...values] },
        resultTypes: ['violations'],
      });
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
      );
    },
    part === 'all' ? WCAG : COLOURS,
  );
}
