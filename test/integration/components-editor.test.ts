import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byId as id } from '../support/component-page.ts';
import { createNotes } from '../support/event-notes.ts';
import { callPage, openOverlaidPage } from '../support/overlaid-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

describe('editor', () => {
  let run: RunningPage;
  const notes = createNotes(() => run);
  beforeAll(async () => {
    run = await openOverlaidPage(harness, 'editor');
    expect(await notes.next(2)).toEqual([['ready', {}], ['context']]);
  });
  afterAll(async () => {
    await run.close();
  });
  const call = async (method: string, options: object = {}): Promise<unknown> =>
    callPage(run, 'call', method, options);
  const ok = (method: string, result: object = {}): unknown => [
    ['success', { ...result, errMsg: `${method}:ok` }],
    ['complete', `${method}:ok`],
  ];
  const contents = async (): Promise<{ html: string; text: string; delta: unknown }> => {
    const [[, result]] = (await call('getContents')) as [
      [string, { html: string; text: string; delta: unknown }],
    ];
    return result;
  };
  beforeEach(async () => {
    await call('clear');
    notes.rest();
  });

  it('loads its script when it is used and leaves nothing of it in the page', async () => {
    const left = await run.page.evaluate(() =>
      Object.keys(window).filter((name) => /quill|__ferryEditor/i.test(name)),
    );
    expect(left).toEqual([]);
  });

  it('says nothing of its own in the console', () => {
    expect(run.console.filter((line) => /quill/i.test(line))).toEqual([]);
  });

  it('leaves the class names of Quill’s own box to the page', async () => {
    expect(await run.page.$(`${id('editor')} .ql-container`)).toBeNull();
  });

  it('shows its placeholder until there is text, and follows another one', async () => {
    const shown = (): Promise<string> =>
      run.page.$eval('.ql-editor', (editor) => getComputedStyle(editor, '::before').content);
    expect(await shown()).toBe('"Write here"');
    await callPage(run, 'change', { placeholder: 'Next' });
    expect(await shown()).toBe('"Next"');
    await call('insertText', { text: 'x' });
    expect(await shown()).toBe('none');
  });

  it('tells focus, input, the formats at the cursor, and blur, with html, text and delta', async () => {
    await call('blur');
    notes.rest();
    await run.page.click('.ql-editor');
    await run.page.keyboard.type('ab');
    const detail = (text: string): object => ({
      html: `<p>${text}</p>`,
      text: `${text}\n`,
      delta: { ops: [{ insert: `${text}\n` }] },
    });
    expect(await notes.next(3)).toEqual([
      ['focus', { html: '<p></p>', text: '\n', delta: { ops: [{ insert: '\n' }] } }],
      ['input', detail('a')],
      ['input', detail('ab')],
    ]);
    await callPage(run, 'format', 'bold');
    expect(await notes.next(1)).toEqual([['statuschange', Object.fromEntries([['bold', true]])]]);
    await callPage(run, 'format', 'bold');
    expect(await notes.next(1)).toEqual([['statuschange', {}]]);
    expect(await call('blur')).toEqual(ok('blur'));
    expect(await notes.next(1)).toEqual([['blur', detail('ab')]]);
  });

  it.each([
    ['bold', undefined, '<strong>abc</strong>'],
    ['italic', undefined, '<em>abc</em>'],
    ['underline', undefined, '<u>abc</u>'],
    ['strike', undefined, '<s>abc</s>'],
    ['ins', undefined, '<ins>abc</ins>'],
    ['script', 'sub', '<sub>abc</sub>'],
    ['script', 'super', '<sup>abc</sup>'],
    ['color', '#ff0000', '<span style="color: rgb(255, 0, 0);">abc</span>'],
    ['backgroundColor', '#00ff00', '<span style="background-color: rgb(0, 255, 0);">abc</span>'],
    ['fontSize', '20px', '<span style="font-size: 20px;">abc</span>'],
    ['fontStyle', 'italic', '<span style="font-style: italic;">abc</span>'],
    ['fontVariant', 'small-caps', '<span style="font-variant: small-caps;">abc</span>'],
    ['fontWeight', 'bold', '<span style="font-weight: bold;">abc</span>'],
    ['fontFamily', 'serif', '<span style="font-family: serif;">abc</span>'],
    ['letterSpacing', '2px', '<span style="letter-spacing: 2px;">abc</span>'],
    ['textDecoration', 'underline', '<span style="text-decoration: underline;">abc</span>'],
    ['wordWrap', 'break-word', '<span style="overflow-wrap: break-word;">abc</span>'],
    ['wordBreak', 'break-all', '<span style="word-break: break-all;">abc</span>'],
    ['whiteSpace', 'pre', '<span style="white-space: pre;">abc</span>'],
  ])('formats the selection by %s %j, and takes it away the second time', async (name, value, html) => {
    await call('insertText', { text: 'abc' });
    await call('setSelection', { index: 0, length: 3 });
    await callPage(run, 'format', name, value);
    expect((await contents()).html).toBe(`<p>${html}</p>`);
    await callPage(run, 'format', name, value);
    expect((await contents()).html).toBe('<p>abc</p>');
  });

  it.each([
    ['header', 2, '<h2>abc</h2>'],
    ['header', 'H3', '<h3>abc</h3>'],
    ['align', 'center', '<p style="text-align: center;">abc</p>'],
    ['direction', 'rtl', '<p style="direction: rtl;">abc</p>'],
    ['lineHeight', '2', '<p style="line-height: 2;">abc</p>'],
    ['textIndent', '2em', '<p style="text-indent: 2em;">abc</p>'],
    ['margin', '4px', '<p style="margin: 4px;">abc</p>'],
    ['marginTop', '4px', '<p style="margin-top: 4px;">abc</p>'],
    ['paddingLeft', '4px', '<p style="padding-left: 4px;">abc</p>'],
    ['list', 'ordered', '<ol><li>abc</li></ol>'],
    ['list', 'bullet', '<ul><li>abc</li></ul>'],
  ])('formats the paragraph by %s %j, and takes it away the second time', async (name, value, html) => {
    await call('insertText', { text: 'abc' });
    await callPage(run, 'format', name, value);
    expect((await contents()).html).toBe(html);
    await callPage(run, 'format', name, value);
    expect((await contents()).html).toBe('<p>abc</p>');
  });

  it('has lists to tick off, and indents by steps', async () => {
    await call('insertText', { text: 'abc' });
    notes.rest();
    await callPage(run, 'format', 'list', 'check');
    expect(await notes.next(2)).toContainEqual(['statuschange', { list: 'check' }]);
    await callPage(run, 'format', 'list', 'check');
    await callPage(run, 'format', 'indent', '+1');
    await callPage(run, 'format', 'indent', '+1');
    expect((await contents()).delta).toMatchObject({
      ops: [{ insert: 'abc' }, { attributes: { indent: 2 } }],
    });
    await callPage(run, 'format', 'indent', '-1');
    expect((await contents()).delta).toMatchObject({
      ops: [{ insert: 'abc' }, { attributes: { indent: 1 } }],
    });
  });

  it('takes contents as html or as delta, delta before html, and only what its formats know', async () => {
    expect(
      await call('setContents', {
        html: '<p onclick="x()">a <b>b</b><script>alert(1)</script><iframe src="https://a.example"></iframe></p><hr>',
      }),
    ).toEqual(ok('setContents'));
    expect((await contents()).html).toBe('<p>a <strong>b</strong></p><hr>');
    await call('setContents', { html: '<p>html</p>', delta: { ops: [{ insert: 'delta\n' }] } });
    expect((await contents()).text).toBe('delta\n');
    expect(await call('setContents', { delta: { ops: 7 } })).toEqual([
      ['fail', { errMsg: 'setContents:fail delta is invalid' }],
      ['complete', 'setContents:fail delta is invalid'],
    ]);
  });

  it('puts in text over the selection, and lines', async () => {
    await call('insertText', { text: 'abcd' });
    await call('setSelection', { index: 1, length: 2 });
    expect(await call('getSelectionText')).toEqual(ok('getSelectionText', { text: 'bc' }));
    expect(await call('insertText', { text: 'X' })).toEqual(ok('insertText'));
    expect((await contents()).text).toBe('aXd\n');
    expect(await call('insertDivider')).toEqual(ok('insertDivider'));
    expect((await contents()).html).toBe('<p>aX</p><hr><p>d</p>');
    expect(await call('deleteText', { index: 0, length: 1 })).toEqual(ok('deleteText'));
    expect((await contents()).text.startsWith('X')).toBe(true);
  });

  it('puts in pictures, shown by the own origin and told as written', async () => {
    expect(
      await call('insertImage', {
        src: 'http://tmp/a.png',
        alt: 'A',
        width: '40px',
        height: '30px',
        extClass: 'big',
        data: { id: 'x', n: 1 },
      }),
    ).toEqual(ok('insertImage'));
    expect(await run.page.getAttribute('.ql-editor img', 'src')).toBe('file/http%3A%2F%2Ftmp%2Fa.png');
    const { html, delta } = await contents();
    expect(html).toBe(
      '<p><img src="http://tmp/a.png" width="40px" height="30px" alt="A" class="big" ' +
        'data-custom="id=x&amp;n=1" data-local="http://tmp/a.png"></p><p></p>',
    );
    expect(delta).toMatchObject({
      ops: [
        {
          insert: { image: 'http://tmp/a.png' },
          attributes: { alt: 'A', 'data-custom': 'id=x&n=1', 'data-local': 'http://tmp/a.png' },
        },
        { insert: '\n\n' },
      ],
    });
    expect(await call('insertImage', {})).toContainEqual([
      'fail',
      { errMsg: 'insertImage:fail src is empty' },
    ]);
  });

  it('shows size, a delete button and a handle on a picture that is tapped, as far as asked for', async () => {
    await call('insertImage', {
      src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
      width: '100',
      height: '50',
    });
    await run.page.click('.ql-editor img');
    expect(await run.page.innerText('.ferry-editor__size')).toBe('100 × 50');
    const handle = await (await run.page.$('.ferry-editor__resize'))?.boundingBox();
    if (!handle) throw new Error('no handle');
    await run.page.mouse.move(handle.x + 8, handle.y + 8);
    await run.page.mouse.down();
    await run.page.mouse.move(handle.x + 48, handle.y + 8);
    await run.page.mouse.up();
    expect(await run.page.innerText('.ferry-editor__size')).toBe('140 × 70');
    await run.page.click('.ferry-editor__remove');
    expect((await contents()).html).not.toContain('img');
    await callPage(run, 'change', { size: false, toolbar: false, resize: false });
    await call('insertImage', {
      src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
      width: '100',
      height: '50',
    });
    await run.page.click('.ql-editor img');
    expect(await run.page.$('.ferry-editor__picture')).toBeNull();
  });

  it('undoes, redoes, removes formats and clears', async () => {
    await call('insertText', { text: 'abc' });
    await call('setSelection', { index: 0, length: 3 });
    await callPage(run, 'format', 'bold');
    expect(await call('removeFormat')).toEqual(ok('removeFormat'));
    expect((await contents()).html).toBe('<p>abc</p>');
    expect(await call('undo')).toEqual(ok('undo'));
    const undone = (await contents()).html;
    expect(undone).not.toBe('<p>abc</p>');
    expect(await call('redo')).toEqual(ok('redo'));
    expect((await contents()).html).toBe('<p>abc</p>');
    expect(await call('getHistoryState')).toEqual(ok('getHistoryState', { undo: true, redo: false }));
    expect(await call('clear')).toEqual(ok('clear'));
    expect((await contents()).text).toBe('\n');
  });

  it('tells where the selection is', async () => {
    await call('insertText', { text: 'abc' });
    await call('setSelection', { index: 1, length: 2 });
    const [[, result]] = (await call('getSelection')) as [
      [string, { range: unknown; bounds: { width: number } }],
    ];
    expect(result.range).toEqual({ index: 1, length: 2 });
    expect(result.bounds.width).toBeGreaterThan(0);
    const [[, bounds]] = (await call('getBounds', { index: 0, length: 3 })) as [
      [string, { bounds: { width: number } }],
    ];
    expect(bounds.bounds.width).toBeGreaterThan(result.bounds.width);
    await callPage(run, 'format', 'scrollIntoView');
  });

  it('cannot be typed into while it is read-only, and cleans what is pasted', async () => {
    await callPage(run, 'change', { readOnly: true });
    await run.page.click('.ql-editor');
    await run.page.keyboard.type('x');
    expect((await contents()).text).toBe('\n');
    await callPage(run, 'change', { readOnly: false });
    await run.page.click('.ql-editor');
    await run.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData(
        'text/html',
        '<p onclick="x()">a<script>1</script><b>b</b><a href="https://a.example">c</a></p>',
      );
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    });
    expect((await contents()).html).toBe('<p>a<strong>b</strong>c</p>');
  });
});

describe('web-view', () => {
  let run: RunningPage;
  const notes = createNotes(() => run);
  beforeAll(async () => {
    run = await openOverlaidPage(harness, 'webview');
  });
  afterAll(async () => {
    await run.close();
  });

  it('covers the page with the address and the reason, loads nothing and tells so', async () => {
    const src = 'https://example.com/a?b=1';
    expect(await notes.next(1)).toEqual([['error', { src, url: src, fullUrl: src }]]);
    expect(await run.page.innerText('.ferry-web-view__address')).toBe(src);
    const [box, view] = [
      await (await run.page.$(id('web')))?.boundingBox(),
      await (await run.page.$('.ferry-page__view'))?.boundingBox(),
    ];
    expect(box).toEqual(view);
    expect(await run.page.$('iframe')).toBeNull();
    expect(await run.reports('unsupported')).toMatchObject([{ api: '<web-view>' }]);
  });

  it.each([
    ['http://example.com', /https addresses alone/],
    ['/pages/a.html', /no file of the package/],
    ['https://example.com/b', /business domain/],
  ])('says why %s is not opened', async (src, reason) => {
    await callPage(run, 'change', { src });
    expect(await run.page.innerText('.ferry-web-view__reason')).toMatch(reason);
    expect(await notes.next(1)).toEqual([['error', { src, url: src, fullUrl: src }]]);
  });

  it('waits without an address', async () => {
    await callPage(run, 'change', { src: '' });
    expect(await run.page.innerText('.ferry-web-view__reason')).toMatch(/src is empty/);
    expect(await run.page.isVisible('.ferry-web-view__copy')).toBe(false);
    expect(notes.rest()).toEqual([]);
  });

  it('copies the address as wx.setClipboardData does', async () => {
    await callPage(run, 'change', { src: 'https://example.com/c' });
    await run.page.click('.ferry-web-view__copy');
    await expect
      .poll(() => run.calls('wx:clipboard-write'))
      .toMatchObject([{ request: { text: 'https://example.com/c' } }]);
  });
});
