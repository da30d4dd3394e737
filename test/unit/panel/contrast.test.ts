import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../src-renderer/ui/tokens.css'), 'utf8');

const THEMES = ['light', 'dark', 'contrast-light', 'contrast-dark'] as const;

function tokensOf(theme: (typeof THEMES)[number]): ReadonlyMap<string, string> {
  const start = css.indexOf(`[data-theme='${theme}'] {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/gu)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['surface', 'ground', 'hover', 'selected', 'sunken', 'raised'];
const TEXTS = ['text', 'text-soft', 'accent', 'running', 'done', 'warning', 'failed', 'upload', 'download'];
const PAIRS = [
  ...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)),
  ['accent-text', 'accent'],
  ['accent', 'accent-soft'],
  ['failed', 'failed-soft'],
  ['warning', 'warning-soft'],
  ['text', 'warning-soft'],
  ['text-soft', 'failed-soft'],
  ['text-soft', 'warning-soft'],
  ...['json-key', 'json-string', 'json-number', 'json-word'].map((token) => [token, 'sunken'] as const),
] as const;

describe.each(THEMES)('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  test.each(PAIRS)('%s on %s is readable', (text, ground) => {
    const ratio = contrast(tokens.get(text) ?? '#000000', tokens.get(ground) ?? '#000000');
    // Who asks for high contrast gets what WCAG calls enhanced.
    expect(ratio).toBeGreaterThanOrEqual(theme.startsWith('contrast') ? 7 : 4.5);
  });
});
