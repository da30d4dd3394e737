import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { openWxmlPage, withId, type WxmlPage } from '../support/wxml-page.ts';

/** Text fields, buttons, scroll-view, swiper and the small ones: properties, events, defaults, keyboard, roles. */

const folder = shareTempDir();
let harness: PageHarness;
let page: WxmlPage;

const WXML = `
<input id="name" model:value="{{name}}" placeholder="your name" cursor-color="rgb(1, 2, 3)" bindinput="on" bindfocus="on" bindblur="on" bindconfirm="on" bindselectionchange="on" bindkeyboardcompositionstart="on" bindkeyboardcompositionupdate="on" bindkeyboardcompositionend="on" focus="{{focus}}"/>
<input id="cut" value="{{long}}"/><input id="endless" maxlength="-1" value="{{long}}"/><input id="five" maxlength="5" value="1234567"/>
<input id="number" type="number" bindinput="on"/><input id="digit" type="digit"/><input id="idcard" type="idcard"/>
<input id="nick" type="nickname" bindnicknamereview="on"/><input id="held" confirm-hold confirm-type="search" bindconfirm="on" bindblur="on"/>
<input id="marked" value="hello" selection-start="1" selection-end="3"/><input id="cursor" value="hello" cursor="2"/>
<input id="cursored" bindinput="cursored"/>
<textarea id="area" auto-height value="one" bindlinechange="on" bindconfirm="on"/>
<form id="form" report-submit bindsubmit="on" bindreset="on"><input name="a" value="1"/><slider name="b" value="3"/><label id="label-b"><view>Send</view><button id="send" form-type="submit">send</button></label><button id="back" form-type="reset">back</button></form>
<slider id="slider" min="10" max="30" step="2" value="20" show-value bindchange="on" bindchanging="on"/>
<radio-group bindchange="on" id="radios"><radio id="r1" value="1" checked/><radio id="r2" value="2" disabled/><radio id="r3" value="3"/></radio-group>
<button id="plain-button" aria-label="label" aria-role="link" aria-expanded="{{open}}" data-a="1" hover-class="pressed" hover-start-time="20" hover-stay-time="300" loading>a</button>
<button id="share" open-type="share" data-kind="k">share</button>
<button id="phone" open-type="getPhoneNumber" bindgetphonenumber="on">phone</button>
<button id="phone-now" open-type="getRealtimePhoneNumber" bindgetrealtimephonenumber="on">phone</button>
<button id="user" open-type="getUserInfo" lang="zh_CN" bindgetuserinfo="on">user</button>
<button id="agree" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="on">agree</button>
<button id="talk" open-type="contact" send-message-path="pages/two/index" bindcontact="on">contact</button>
<button id="launch" open-type="launchApp" binderror="on">launch</button>
<navigator id="away" target="miniProgram" bindfail="on" bindsuccess="on" bindcomplete="on">away</navigator>
<navigator id="lost" url="/pages/none/index" bindfail="on" bindcomplete="on">lost</navigator>
<text id="lines" max-lines="2" overflow="ellipsis" style="line-height: 20px; word-break: break-all">{{long}}</text>
<text id="one-line" max-lines="1" overflow="ellipsis">{{long}}</text><text id="selectable" user-select>mine</text>
<text id="late" space="{{space}}" decode="{{decode}}">a b&amp;lt;</text>
<progress id="bar" percent="{{percent}}" active duration="1" show-info bindactiveend="on"/>
<view id="menu" aria-hidden="{{open}}" aria-level="2" hidden="{{!open}}">x</view>
`;

beforeAll(async () => {
  harness = await startPageHarness();
  page = await openWxmlPage(harness, folder(), WXML, {
    wxss: '.pressed { color: rgb(9, 8, 7); }',
    data: {
      name: '',
      long: 'abcdefghij'.repeat(20),
      open: true,
      percent: 10,
      focus: false,
      space: '',
      decode: false,
    },
    methods: `cursored(event) { return { value: event.detail.value + '!', cursor: 1 }; },`,
  });
}, 60_000);
afterAll(async () => {
  await harness.close();
});

const control = (id: string): string => `:is(${withId(id)}) :is(input, textarea)`;
const valueOf = async (id: string): Promise<string> => page.run.page.inputValue(control(id));
const selectionOf = async (id: string): Promise<(number | null)[]> =>
  page.run.page.$eval(control(id), (field) => [
    (field as HTMLInputElement).selectionStart,
    (field as HTMLInputElement).selectionEnd,
  ]);
const styleOf = async (id: string, name: string): Promise<string> =>
  page.run.page.$eval(
    withId(id),
    (element, wanted) => getComputedStyle(element).getPropertyValue(wanted),
    name,
  );
const attribute = async (id: string, name: string): Promise<string | null> =>
  page.run.page.getAttribute(withId(id), name);

describe('input and textarea', () => {
  it.each([
    ['cut', 140],
    ['endless', 200],
    ['five', 5],
  ] as const)('%s holds %i characters of what the page sets', async (id, length) => {
    expect(await valueOf(id)).toHaveLength(length);
  });

  it.each([
    ['number', 'a1.b2', '12'],
    ['digit', 'a1.b2', '1.2'],
    ['idcard', 'a1.X2', '1X2'],
  ] as const)('a keyboard of type %s has only its own characters', async (id, typed, kept) => {
    await page.run.page.click(withId(id));
    await page.run.page.keyboard.type(typed);
    expect(await valueOf(id)).toBe(kept);
  });

  it('tells focus, input, selection and blur, and can be focused again by the same value', async () => {
    await page.forget();
    await page.set({ focus: true });
    await page.run.page.keyboard.type('ab');
    expect(await page.details('name', 'focus')).toEqual([
      { value: '', height: expect.any(Number) as number },
    ]);
    expect(await page.details('name', 'input')).toEqual([
      { value: 'a', cursor: 1, keyCode: 65 },
      { value: 'ab', cursor: 2, keyCode: 66 },
    ]);
    await expect
      .poll(async () => (await page.details('name', 'selectionchange')).at(-1))
      .toEqual({ selectionStart: 2, selectionEnd: 2 });
    await page.run.page.$eval(control('name'), (field) => {
      (field as HTMLElement).blur();
    });
    expect(await page.details('name', 'blur')).toEqual([{ value: 'ab', cursor: 2 }]);
    await page.set({ focus: true });
    expect(await page.run.page.$eval(control('name'), (field) => field === document.activeElement)).toBe(
      true,
    );
    expect(await page.run.page.$eval(control('name'), (field) => getComputedStyle(field).caretColor)).toBe(
      'rgb(1, 2, 3)',
    );
  });

  it('gives no input while an input method composes', async () => {
    await page.set({ name: '' });
    await page.forget();
    await page.run.page.focus(control('name'));
    const session = await page.run.page.context().newCDPSession(page.run.page);
    await session.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
    expect(await page.details('name', 'input')).toEqual([]);
    expect(await page.details('name', 'keyboardcompositionstart')).toHaveLength(1);
    await session.send('Input.insertText', { text: '你' });
    await expect.poll(() => valueOf('name')).toBe('你');
    expect((await page.details('name', 'input')).at(-1)).toMatchObject({ value: '你', cursor: 1 });
    expect(await page.details('name', 'keyboardcompositionend')).toHaveLength(1);
    await session.detach();
  });

  it('shows the text and the cursor that a listener returns', async () => {
    await page.run.page.click(withId('cursored'));
    await page.run.page.keyboard.type('a');
    expect(await valueOf('cursored')).toBe('a!');
    expect(await selectionOf('cursored')).toEqual([1, 1]);
  });

  it.each([
    ['marked', [1, 3]],
    ['cursor', [2, 2]],
  ] as const)('%s selects on focus', async (id, selection) => {
    await page.run.page.focus(control(id));
    expect(await selectionOf(id)).toEqual(selection);
  });

  it('confirms, and keeps the keyboard with confirm-hold', async () => {
    await page.forget();
    await page.run.page.click(withId('held'));
    await page.run.page.keyboard.type('q');
    await page.run.page.keyboard.press('Enter');
    expect(await page.details('held', 'confirm')).toEqual([{ value: 'q' }]);
    expect(await page.details('held', 'blur')).toEqual([]);
    expect(await page.run.page.getAttribute(control('held'), 'enterkeyhint')).toBe('search');
  });

  it('reviews a nickname when it is left', async () => {
    await page.run.page.click(withId('nick'));
    await page.run.page.click(withId('five'));
    expect(await page.details('nick', 'nicknamereview')).toEqual([{ pass: true, timeout: false }]);
  });

  it('tells of a new line in a textarea', async () => {
    await page.forget();
    await page.run.page.click(withId('area'));
    await page.run.page.keyboard.press('End');
    await page.run.page.keyboard.press('Enter');
    await page.run.page.keyboard.type('two');
    expect(await valueOf('area')).toBe('one\ntwo');
    await expect.poll(() => page.details('area', 'linechange')).toMatchObject([{ lineCount: 2 }]);
  });
});

describe('form, label, slider, radio', () => {
  it('submits by a label, with a form id where it is asked for', async () => {
    await page.run.page.click(`:is(${withId('label-b')}) wx-view`);
    expect(await page.details('form', 'submit')).toEqual([
      { value: { a: '1', b: 3 }, formId: 'the formId is a mock one' },
    ]);
    await page.run.page.click(withId('back'));
    expect(await page.details('form', 'reset')).toEqual([{}]);
  });

  it.each([
    ['ArrowRight', 22],
    ['ArrowDown', 20],
    ['End', 30],
    ['Home', 10],
    ['PageUp', 30],
  ] as const)('%s moves a slider to %i', async (key, value) => {
    await page.run.page.focus(withId('slider'));
    await page.run.page.keyboard.press(key);
    expect((await page.details('slider', 'change')).at(-1)).toEqual({ value });
    expect(await attribute('slider', 'aria-valuenow')).toBe(String(value));
  });

  it('goes through radios by arrow keys, past one that is disabled', async () => {
    await page.run.page.focus(withId('r1'));
    await page.run.page.keyboard.press('ArrowDown');
    expect(await page.details('radios', 'change')).toEqual([{ value: '3' }]);
    await page.run.page.keyboard.press('ArrowDown');
    expect((await page.details('radios', 'change')).at(-1)).toEqual({ value: '1' });
  });
});

describe('button', () => {
  it('passes aria attributes through, follows them, and takes them away', async () => {
    expect(await attribute('plain-button', 'aria-label')).toBe('label');
    expect(await attribute('plain-button', 'role')).toBe('link');
    expect(await attribute('plain-button', 'aria-expanded')).toBe('true');
    expect(await attribute('plain-button', 'aria-busy')).toBe('true');
    expect(await attribute('menu', 'aria-level')).toBe('2');
    await page.set({ open: false });
    expect(await attribute('plain-button', 'aria-expanded')).toBe('false');
    expect(await page.run.page.isVisible(withId('menu'))).toBe(false);
    await page.set({ open: null });
    expect(await attribute('plain-button', 'aria-expanded')).toBe(null);
  });

  it('shows its hover class for a tap shorter than the start time, and takes it away', async () => {
    await page.run.page.click(withId('plain-button'));
    await expect.poll(() => styleOf('plain-button', 'color')).toBe('rgb(9, 8, 7)');
    await expect.poll(() => styleOf('plain-button', 'color')).not.toBe('rgb(9, 8, 7)');
  });

  it.each([
    ['share', 'share', { from: 'button', dataset: { kind: 'k' } }],
    ['phone', 'getphonenumber', { errMsg: 'getPhoneNumber:ok', code: expect.any(String) as string }],
    ['phone-now', 'getrealtimephonenumber', { errMsg: 'getRealtimePhoneNumber:ok' }],
    ['user', 'getuserinfo', { errMsg: 'getUserInfo:ok', userInfo: { language: 'zh_CN' } }],
    ['agree', 'agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok', buttonId: 'agree' }],
    ['talk', 'contact', { errMsg: 'enterContact:ok', path: 'pages/two/index' }],
    ['launch', 'error', { errMsg: 'launchApp:fail invalid scene' }],
  ] as const)('open-type of %s gives %s', async (id, event, detail) => {
    await page.run.page.$eval(withId(id), (button) => {
      (button as HTMLElement).focus();
    });
    await page.run.page.keyboard.press('Enter');
    await expect.poll(() => page.details(id, event)).toMatchObject([detail]);
  });
});

describe('navigator', () => {
  it.each([
    ['away', /^navigateToMiniProgram:fail parameter error/],
    ['lost', /^navigateTo:fail/],
  ] as const)('%s tells how it ended', async (id, errMsg) => {
    await page.run.page.$eval(withId(id), (link) => {
      (link as HTMLElement).focus();
    });
    await page.run.page.keyboard.press('Enter');
    await expect
      .poll(() => page.details(id, 'complete'))
      .toMatchObject([{ errMsg: expect.stringMatching(errMsg) as string }]);
    expect(await attribute(id, 'role')).toBe('link');
  });
});

describe('text and progress', () => {
  it('cuts text at max-lines, and makes user-select an inline block', async () => {
    expect((await page.box('lines')).height).toBe(40);
    expect(await styleOf('one-line', 'text-overflow')).toBe('ellipsis');
    expect(await styleOf('selectable', 'display')).toBe('inline-block');
    expect(await styleOf('selectable', 'user-select')).toBe('text');
  });

  it('widens spaces and decodes when it is told to later', async () => {
    await page.set({ space: 'emsp', decode: true });
    expect(await page.run.page.textContent(withId('late'))).toBe('a\u2003b<');
  });

  it('tells when it has grown', async () => {
    await page.forget();
    await page.set({ percent: 60 });
    await expect.poll(() => page.details('bar', 'activeend')).toEqual([{ curPercent: 60 }]);
  });
});
