import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId as id } from '../support/component-page.ts';
import { createNotes } from '../support/event-notes.ts';
import { callPage, openOverlaidPage } from '../support/overlaid-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

/** Every tag of WeChat's documentation of rich-text that has a closing tag and may stand in a `div`. */
const BLOCKS =
  'a abbr address article aside b bdi bdo big blockquote center cite code del div em fieldset font footer h1 h2 h3 h4 ' +
  'h5 h6 header i ins label mark nav p pre q s section small span strong sub sup tt u';

let harness: PageHarness;
let run: RunningPage;
const notes = createNotes(() => run);
beforeAll(async () => {
  harness = await startPageHarness();
  run = await openOverlaidPage(harness, 'rich');
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

async function html(value: string, other: object = {}): Promise<string> {
  await callPage(run, 'change', { html: value, ...other });
  return run.page.$eval(`${id('html')} > div`, (content) => content.innerHTML);
}
async function nodes(value: unknown, other: object = {}): Promise<string> {
  await callPage(run, 'change', { nodes: value, ...other });
  return run.page.$eval(`${id('nodes')} > div`, (content) => content.innerHTML);
}

describe('rich-text', () => {
  it.each(BLOCKS.split(' '))('keeps <%s> with its class and style, from text and from nodes', async (tag) => {
    const expected = `<${tag} class="note" style="color: red">x</${tag}>`;
    expect(await html(expected)).toBe(expected);
    const node = {
      name: tag.toUpperCase(),
      attrs: { class: 'note', style: 'color: red' },
      children: [{ type: 'text', text: 'x' }],
    };
    expect(await nodes([node])).toBe(expected);
  });

  it.each([
    ['<ol start="3" type="a"><li>x</li></ol>'],
    ['<ul><li>x</li></ul>'],
    ['<dl><dt>x</dt><dd>y</dd></dl>'],
    ['a<br>b<hr>'],
    ['<ruby>漢<rt>kan</rt></ruby>'],
    ['<fieldset><legend>x</legend></fieldset>'],
    ['<bdo dir="rtl">x</bdo>'],
    ['<img alt="x" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" height="3" width="4">'],
    [
      '<table width="200"><caption>c</caption><colgroup span="2" width="9"><col span="1" width="5"></colgroup>' +
        '<thead><tr><th colspan="2" height="3" rowspan="1" width="9">h</th></tr></thead>' +
        '<tbody><tr><td colspan="2" height="3" rowspan="1" width="9">d</td></tr></tbody><tfoot></tfoot></table>',
    ],
  ])('keeps %s with the attributes the list has for it', async (text) => {
    expect(await html(text)).toBe(text);
  });

  it.each([
    ['<script>alert(1)</script>x', 'x'],
    ['<iframe src="https://a.example"></iframe>x', 'x'],
    ['<svg><foreignObject><div>y</div></foreignObject></svg>x', 'x'],
    ['<form><input value="y"></form><video></video><object></object><style>*{}</style>x', 'x'],
    ['<unknown><b>child goes with it</b></unknown>x', 'x'],
    ['<p onclick="alert(1)" id="y" data-a="b" href="z" title="t">x</p>', '<p>x</p>'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<img src="data:," onerror="alert(1)" srcset="https://a.example/x.png">', '<img src="data:,">'],
    ['<!-- note -->x', 'x'],
  ])('makes of %s what is harmless', async (text, expected) => {
    expect(await html(text)).toBe(expected);
  });

  it('drops what is no node of its list, however it is written', async () => {
    const text = { type: 'text', text: 'x' };
    expect(
      await nodes([
        { name: 'script', children: [text] },
        { name: 'SCRIPT', children: [text] },
        { name: 'constructor', children: [text] },
        { name: 'p', attrs: { onclick: 'alert(1)', ONERROR: 'x', CLASS: 'note' }, children: [text, null, 7] },
        null,
        'text',
        { children: [text] },
      ]),
    ).toBe('<p class="note">x</p>');
    expect(await nodes('not an array')).toBe('not an array');
    expect(await nodes(null)).toBe('');
  });

  it('decodes entities once, named and numeric, in text and in nodes', async () => {
    const written = '&lt;b&gt; &amp;lt; &copy; &#20013; &#x6587; &nbsp;&hellip; &unknown;';
    const shown = '<b> &lt; © 中 文 \u00a0… &unknown;';
    await html(written);
    expect(await run.page.$eval(`${id('html')} > div`, (content) => content.textContent)).toBe(shown);
    await nodes([{ type: 'text', text: written }]);
    expect(await run.page.$eval(`${id('nodes')} > div`, (content) => content.textContent)).toBe(shown);
  });

  it.each([
    ['ensp', '\u2002'],
    ['emsp', '\u2003'],
    ['nbsp', '\u00a0'],
    ['', ' '],
  ])('shows spaces as space=%j says', async (space, character) => {
    await html('a b', { space });
    expect(await run.page.$eval(id('html'), (text) => text.textContent)).toBe(`a${character}b`);
  });

  it('is dressed by the page: its classes, rpx, and pictures of the package and the network by its own origin', async () => {
    await html('<p class="note" style="width: 375rpx">x</p>');
    expect(
      await run.page.$eval(`${id('html')} p`, (p) => [
        getComputedStyle(p).color,
        p.getBoundingClientRect().width,
      ]),
    ).toEqual(['rgb(1, 2, 3)', 195]);
    expect(
      await html(
        '<div style="background: url(https://a.example/x.png)"></div><img src="https://a.example/y.png">',
      ),
    ).toBe(
      '<div style="background: url(&quot;remote/https%3A%2F%2Fa.example%2Fx.png&quot;)"></div>' +
        '<img src="remote/https%3A%2F%2Fa.example%2Fy.png">',
    );
    expect(await nodes([{ name: 'img', attrs: { src: '/images/a.png' } }])).toBe(
      '<img src="package/images/a.png">',
    );
  });

  it('can be selected with user-select alone', async () => {
    const select = (): Promise<string> =>
      run.page.$eval(id('html'), (element) => getComputedStyle(element).userSelect);
    expect(await select()).toBe('none');
    await callPage(run, 'change', { select: true });
    expect(await select()).toBe('text');
  });

  it('hears taps on itself, never on what is in it', async () => {
    await html('<p>some text</p>', { select: false });
    notes.rest();
    await run.page.click(`${id('html')} p`, { force: true });
    expect(await notes.next(1)).toEqual([['tap', 'html']]);
  });

  it('complains of nothing and asks nobody outside', () => {
    expect(run.console.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual(
      run.console.filter((line) => line.includes('404')),
    );
  });
});
