const RPX = /(?<![\w.#-])(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi;
const VIEWPORT_HEIGHT = /(?<![\w.#-])(-?(?:\d+\.?\d*|\.\d+))vh\b/gi;

/**
 * An inline style with mini-program lengths in the document's: 750rpx is the page's width, `100vh` the height of
 * the page below its navigation bar (the page is a size container). Style sheets are converted by the compiler.
 */
export function lengthsOfPage(style: string): string {
  if (!/rpx|vh/i.test(style)) return style;
  return style
    .replace(RPX, (_, number: string) => `${String(Number(((Number(number) * 100) / 750).toFixed(5)))}vw`)
    .replace(VIEWPORT_HEIGHT, '$1cqh');
}
