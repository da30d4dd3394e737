import fs from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

const SOURCE = path.resolve(import.meta.dirname, '../../src-renderer/lib/svg-weight.ts');
const svg = (inner: string, more = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${more}>${inner}</svg>`;
/** Ten groups, each of which draws the one before it ten times. */
const bomb = (use: string): string =>
  Array.from(
    { length: 10 },
    (_, level) => `<g id="g${String(level)}">${`<${use} href="#g${String(level - 1)}"/>`.repeat(10)}</g>`,
  ).join('');

const PLAIN: Readonly<Record<string, string>> = {
  shapes: svg('<rect width="3" height="3"/><path d="M0 0h9" style="fill:#fff;stroke-width:2px"/>'),
  gradient: svg(
    '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>',
  ),
  commented: `<?xml version="1.0" encoding="UTF-8"?><!-- drawn by hand -->${svg('<text>西湖</text>')}`,
};
const COSTLY: Readonly<Record<string, string>> = {
  'groups that draw each other': svg(bomb('use')),
  'the same by a prefix in other letters': svg(bomb('é:use'), 'xmlns:é="http://www.w3.org/2000/svg"'),
  'a drawing in a drawing': svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
  'few copies of much': svg(`<g id="a">${'<rect/>'.repeat(4000)}</g><use href="#a"/>`),
  'a filter in an escape': svg('<rect style="f\\69lter:blur(9px)"/>'),
  'a filter in a sheet': svg('<style>rect{filter:blur(9px)}</style><rect/>'),
  patterns: svg('<pattern id="p"/><rect fill="url(#p)"/>'),
  'another page’s elements': svg('<p xmlns="http://www.w3.org/1999/xhtml">a</p>'),
  'a sheet from elsewhere': `<?xml-stylesheet href="data:text/css,x"?>${svg('<rect/>')}`,
  entities: `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`,
  'another encoding': `<?xml version="1.0" encoding="utf-7"?>${svg('<rect/>')}`,
  'very many shapes': svg('<rect/>'.repeat(5001)),
  'very many levels': svg('<g opacity=".5">'.repeat(40) + '</g>'.repeat(40)),
  'a torn one': '<svg xmlns="http://www.w3.org/2000/svg"><rect',
};

test('a drawing is drawn only where nothing in it is drawn more than once', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const code = stripTypeScriptTypes(await fs.readFile(SOURCE, 'utf8'));
  await page.addScriptTag({ content: `${code.replaceAll(/^export /gmu, '')}\nwindow.judge = isLightSvg;` });
  const judged = await page.evaluate(
    (texts) => {
      const { judge } = window as unknown as { readonly judge: (text: string) => boolean };
      return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, judge(text)]));
    },
    { ...PLAIN, ...COSTLY },
  );
  expect(judged).toEqual({
    ...Object.fromEntries(Object.keys(PLAIN).map((name) => [name, true])),
    ...Object.fromEntries(Object.keys(COSTLY).map((name) => [name, false])),
  });
});
