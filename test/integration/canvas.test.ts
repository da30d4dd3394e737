import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BLACK,
  BLUE,
  GREEN,
  NETWORK_PICTURE,
  NOTHING,
  OLD_DRAWINGS,
  PICTURES,
  RED,
  RED_PNG,
} from '../support/canvas-drawings.ts';
import { openStoryPage, type StoryPage } from '../support/drawing-page.ts';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';

const FILES = {
  'app.json': '{ "pages": ["pages/index/index", "pages/other/index"] }',
  'pages/other/index.js': 'Page({ wx: () => wx })',
  'pages/other/index.wxml': '<view>other</view>',
  'pages/index/red.png': RED_PNG,
  'pages/index/index.json': '{ "usingComponents": { "holder": "/components/holder" } }',
  'pages/index/index.js': `Page({
    told: [],
    wx: () => wx,
    data: { shown: true },
    tell(event) {
      const { type, detail, touches } = event;
      this.told.push({ type, detail, id: event.currentTarget.id, touches });
    },
    onLoad() {
      const early = wx.createCanvasContext('early');
      early.setFillStyle('red');
      early.fillRect(0, 0, 10, 10);
      early.draw();
    },
  })`,
  'pages/index/index.wxml': `
    <canvas id="flat" type="2d" style="width: 100px; height: 50px" bindtouchstart="tell" bindtouchmove="tell" />
    <canvas id="gl" type="webgl" style="width: 64px; height: 32px" binderror="tell" />
    <canvas id="gl2" type="webgl2" />
    <canvas canvas-id="old" id="old" style="width: 100px; height: 50px" disable-scroll />
    <canvas canvas-id="plain" id="plain" />
    <canvas canvas-id="early" />
    <canvas canvas-id="old" id="twice" binderror="tell" />
    <canvas id="nameless" binderror="tell" />
    <canvas wx:if="{{shown}}" id="leaving" type="2d" />
    <holder id="holder" />`,
  'components/holder.json': '{ "component": true }',
  'components/holder.js': 'Component({})',
  'components/holder.wxml':
    '<canvas canvas-id="old" style="width: 20px; height: 20px" /><canvas id="inner" type="2d" />',
};

const folder = shareTempDir();
let harness: PageHarness;
let story: StoryPage;

beforeAll(async () => {
  harness = await startPageHarness();
  story = await openStoryPage(harness, folder(), FILES, {
    files: { 'http://tmp/red.png': RED_PNG },
    remote: { [NETWORK_PICTURE]: RED_PNG },
  });
}, 60_000);
afterAll(async () => {
  await story.run.close();
  await harness.close();
});

describe('the canvas node', () => {
  it("has WeChat's members, the default size of a canvas, and nothing that leads to the document", async () => {
    const seen = await story.play<Record<string, unknown>>(`
      const { node, width, height } = await tools.node('#flat');
      const names = Object.getOwnPropertyNames(Object.getPrototypeOf(node)).filter((name) => name !== 'constructor');
      const context = node.getContext('2d');
      const getter = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'canvas').get;
      const again = await tools.node('#flat');
      return {
        names: names.sort(),
        own: Object.keys(node),
        size: [width, height, node.width, node.height],
        leads: [node.ownerDocument, node.parentNode, node.style, node.addEventListener].map(String),
        contextLeads: [context.canvas === node, getter.call(context) === node],
        same: again.node === node,
        legacy: (await tools.node('#old')).node,
        inner: (await tools.node('#inner', page.selectComponent('#holder'))).node.width,
      };`);
    expect(seen).toEqual({
      names: [
        ...['cancelAnimationFrame', 'createImage', 'createImageData', 'createPath2D', 'getContext', 'height'],
        ...['requestAnimationFrame', 'toDataURL', 'width'],
      ],
      own: [],
      size: [100, 50, 300, 150],
      leads: ['undefined', 'undefined', 'undefined', 'undefined'],
      contextLeads: [true, true],
      same: true,
      legacy: null,
      inner: 300,
    });
  });

  it('loads package, local, network and data pictures, draws them and stays readable', async () => {
    const seen = await story.play<unknown[][]>(`
      const { node } = await tools.node('#flat');
      node.width = 40; node.height = 10;
      const context = node.getContext('2d');
      const data = 'data:image/png;base64,${RED_PNG.toString('base64')}';
      const sources = ['./red.png', '/pages/index/red.png', 'http://tmp/red.png', '${NETWORK_PICTURE}', data];
      const rows = [];
      for (const [at, src] of sources.entries()) {
        const image = node.createImage();
        const ended = await tools.loaded(image, src);
        context.drawImage(image, at * 2, 0);
        rows.push([ended, image.src === src, image.width, image.height, ...context.getImageData(at * 2, 0, 1, 1).data]);
      }
      rows.push([await tools.loaded(node.createImage(), './none.png')]);
      return rows;`);
    expect(seen).toEqual([...Array.from({ length: 5 }, () => ['load', true, 2, 2, ...RED]), ['error']]);
  });

  it('takes pictures and canvases in patterns and in drawImage, and makes image data and paths', async () => {
    const seen = await story.play<unknown>(`
      const { node } = await tools.node('#flat');
      node.width = 40; node.height = 10;
      const context = node.getContext('2d');
      const image = node.createImage();
      await tools.loaded(image, './red.png');
      context.fillStyle = context.createPattern(image, 'repeat');
      context.fillRect(0, 0, 4, 4);
      const stage = wx.createOffscreenCanvas({ type: '2d', width: 4, height: 4 });
      const other = stage.getContext('2d');
      other.fillStyle = 'blue';
      other.fillRect(0, 0, 4, 4);
      context.drawImage(stage, 10, 0);
      const path = node.createPath2D();
      path.rect(20, 0, 4, 4);
      const copy = node.createPath2D(path);
      context.fillStyle = 'green';
      context.fill(copy);
      const data = node.createImageData(new Uint8ClampedArray([255, 0, 0, 255]), 1, 1);
      context.putImageData(data, 30, 0);
      const at = (x) => [...context.getImageData(x, 1, 1, 1).data];
      const blank = node.createImageData();
      return [at(1), at(11), at(21), [...context.getImageData(30, 0, 1, 1).data], blank.width, blank.height,
        node.toDataURL().slice(0, 22), node.toDataURL('image/jpeg', 0.5).slice(0, 23)];`);
    expect(seen).toEqual([
      ...[RED, BLUE, GREEN, RED, 40, 10],
      ...['data:image/png;base64,', 'data:image/jpeg;base64,'],
    ]);
  });

  it('gives a context of its own type alone, WebGL as large as it shows, read after it was shown', async () => {
    const seen = await story.play<unknown>(`
      const flat = (await tools.node('#flat')).node;
      const { node } = await tools.node('#gl');
      const gl = node.getContext('webgl');
      gl.clearColor(1, 0, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      await new Promise((resolve) => node.requestAnimationFrame(() => node.requestAnimationFrame(resolve)));
      await tools.ask('canvasToTempFilePath', { canvas: node, destWidth: 4, destHeight: 4 });
      const picture = await tools.made([1, 1]);
      const texture = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, texture);
      const image = node.createImage();
      await tools.loaded(image, './red.png');
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
      const second = (await tools.node('#gl2')).node;
      return [flat.getContext('webgl'), node.getContext('2d'), node.width, node.height, gl.canvas === node,
        picture.pixels[0], gl.getError(), second.getContext('webgl2') !== null];`);
    expect(seen).toEqual([null, null, 64, 32, true, RED, 0, true]);
  });

  it('tells binderror where the browser gives no context', async () => {
    const seen = await story.play<unknown>(`
      const native = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = () => null;
      const { node } = await tools.node('#gl');
      const context = node.getContext('webgl');
      HTMLCanvasElement.prototype.getContext = native;
      return [context, page.told.filter(({ id }) => id === 'gl').map(({ type, detail }) => [type, detail])];`);
    expect(seen).toEqual([null, [['error', { errMsg: 'getContext:fail webgl is not supported' }]]]);
  });

  it('draws no more frames once it has left the page, and cancels one that was asked for', async () => {
    const seen = await story.play<unknown>(`
      const { node } = await tools.node('#leaving');
      let frames = 0;
      const loop = () => { frames += 1; node.requestAnimationFrame(loop); };
      const other = (await tools.node('#flat')).node;
      const frame = () => new Promise((resolve) => other.requestAnimationFrame(resolve));
      let cancelled = true;
      node.cancelAnimationFrame(node.requestAnimationFrame(() => { cancelled = false; }));
      loop();
      await frame(); await frame();
      const running = frames;
      page.setData({ shown: false });
      const left = frames;
      await frame(); await frame(); await frame();
      return [running > 1, frames === left, node.requestAnimationFrame(loop), cancelled];`);
    expect(seen).toEqual([true, true, 0, true]);
  });

  it('tells where a finger is on it', async () => {
    const box = await story.run.page.locator('[id$="flat"]').boundingBox();
    await story.run.page.mouse.move((box?.x ?? 0) + 30, (box?.y ?? 0) + 20);
    await story.run.page.mouse.down();
    await story.run.page.mouse.move((box?.x ?? 0) + 35, (box?.y ?? 0) + 25);
    await story.run.page.mouse.up();
    const seen = await story.play<{ type: string; touches: object[] }[]>(
      `return page.told.filter(({ id }) => id === 'flat');`,
    );
    expect(seen.map(({ type, touches }) => [type, touches])).toMatchObject([
      ['touchstart', [{ identifier: 0, x: 30, y: 20 }]],
      ['touchmove', [{ identifier: 0, x: 35, y: 25 }]],
    ]);
  });
});

describe('the context by canvas-id', () => {
  it.each(OLD_DRAWINGS)('draws %s', async (_what, drawing, pixel) => {
    const seen = await story.play<number[]>(`
      const c = wx.createCanvasContext('old');
      ${drawing}
      await tools.draw(c);
      return tools.at('old', 10, 10);`);
    expect(seen).toEqual(pixel);
  });

  it('draws nothing before draw(), clears what was there, keeps it when asked, and starts from the defaults', async () => {
    const seen = await story.play<unknown>(`
      const c = wx.createCanvasContext('old');
      await tools.draw(c);
      c.setFillStyle('red');
      c.fillRect(0, 0, 20, 20);
      const undrawn = await tools.at('old', 10, 10);
      await tools.draw(c);
      const drawn = await tools.at('old', 10, 10);
      c.fillRect(30, 0, 10, 20);
      await tools.draw(c, true);
      const kept = [await tools.at('old', 10, 10), await tools.at('old', 35, 10)];
      await tools.draw(c);
      return [undrawn, drawn, ...kept, await tools.at('old', 10, 10)];`);
    expect(seen).toEqual([NOTHING, RED, RED, BLACK, NOTHING]);
  });

  it('is as sharp as the device: two pixels for a CSS pixel, 300 × 150 without a size', async () => {
    const sizes = await story.run.page.evaluate(() =>
      ['old', 'plain'].map((id) => {
        const canvas = document.querySelector<HTMLCanvasElement>(`[id$="${id}"] > canvas`);
        return [canvas?.clientWidth, canvas?.clientHeight, canvas?.width, canvas?.height];
      }),
    );
    expect(sizes).toEqual([
      [100, 50, 200, 100],
      [300, 150, 600, 300],
    ]);
  });

  it('measures text in the font that is set, and has the style as properties', async () => {
    const seen = await story.play<unknown>(`
      const c = wx.createCanvasContext('old');
      const small = c.measureText('width').width;
      c.setFontSize(20);
      const large = c.measureText('width').width;
      c.setTextBaseline('normal');
      return [Math.abs(large - 2 * small) < 0.5, c.font, c.fillStyle, c.lineWidth, c.textBaseline];`);
    expect(seen).toEqual([true, '20px sans-serif', '#000000', 1, 'alphabetic']);
  });

  it('draws in a component that is handed in, and not on its page', async () => {
    const seen = await story.play<unknown>(`
      const holder = page.selectComponent('#holder');
      await tools.draw(wx.createCanvasContext('old'));
      const c = wx.createCanvasContext('old', holder);
      c.setFillStyle('blue');
      c.fillRect(0, 0, 20, 20);
      await tools.draw(c);
      return [await tools.at('old', 10, 10, holder), await tools.at('old', 10, 10)];`);
    expect(seen).toEqual([BLUE, NOTHING]);
  });

  it('draws what was asked for while the page was loading', async () => {
    expect(await story.play(`return tools.at('early', 5, 5);`)).toEqual(RED);
  });

  it('draws by wx.createContext and wx.drawCanvas, and calls back for a canvas that is not there', async () => {
    const seen = await story.play<unknown>(`
      const c = wx.createContext();
      c.setFillStyle('blue');
      c.fillRect(0, 0, 20, 20);
      wx.drawCanvas({ canvasId: 'old', actions: c.getActions() });
      await tools.draw(wx.createCanvasContext('plain'));
      const drawn = await tools.at('old', 10, 10);
      c.fillRect(0, 0, 1, 1);
      c.clearActions();
      return [drawn, c.getActions(), await tools.draw(wx.createCanvasContext('none'))];`);
    expect(seen).toEqual([BLUE, [], { errMsg: 'drawCanvas:ok' }]);
  });

  it('hides a canvas whose id is taken, and tells of one without any', async () => {
    const told = await story.play<{ id: string; type: string; detail: unknown }[]>(`return page.told;`);
    expect(told.filter(({ id }) => ['twice', 'nameless'].includes(id))).toMatchObject([
      { id: 'twice', type: 'error', detail: { errMsg: 'canvas-id old in this page has already existed' } },
      { id: 'nameless', type: 'error', detail: { errMsg: 'canvas-id attribute is undefined' } },
    ]);
    expect(await story.run.page.locator('[id$="twice"] > canvas').isVisible()).toBe(false);
  });

  it('keeps the page from scrolling under a finger where it is asked to', async () => {
    const actions = await story.run.page.evaluate(() =>
      ['old', 'plain'].map((id) => {
        const element = document.querySelector<HTMLElement>(`[id$="${id}"]`);
        const event = new Event('touchmove', { cancelable: true });
        element?.dispatchEvent(event);
        return [element && getComputedStyle(element).touchAction, event.defaultPrevented];
      }),
    );
    expect(actions).toEqual([
      ['none', true],
      ['auto', false],
    ]);
  });
});

describe('pictures and pixels of a canvas', () => {
  beforeAll(async () => {
    await story.play(`
      const c = wx.createCanvasContext('old');
      c.setFillStyle('red'); c.fillRect(0, 0, 50, 50);
      c.setFillStyle('blue'); c.fillRect(50, 0, 50, 50);
      await tools.draw(c);`);
  });

  it.each(PICTURES)('saves %s', async (_what, options, picture) => {
    const [told, made] = await story.play<[unknown, Record<string, unknown>]>(`
      const told = await tools.ask('canvasToTempFilePath', ${options});
      const made = await tools.made([0, 0]);
      return [told, await tools.made([1, 1], [made.width - 2, 1])];`);
    expect(told).toEqual([
      'success',
      { tempFilePath: `http://tmp/made.${String(made['extension'])}`, errMsg: 'canvasToTempFilePath:ok' },
    ]);
    expect(made).toMatchObject({ madeBy: { kind: 'drawn' }, ...picture });
  });

  it('saves a node in the CSS pixels it shows, and an offscreen canvas in its own', async () => {
    const seen = await story.play<unknown>(`
      const { node } = await tools.node('#flat');
      node.width = 200; node.height = 100;
      const context = node.getContext('2d');
      context.fillStyle = 'red'; context.fillRect(0, 0, 100, 100);
      context.fillStyle = 'blue'; context.fillRect(100, 0, 100, 100);
      await tools.ask('canvasToTempFilePath', { canvas: node, x: 50, width: 50, height: 50, destWidth: 20, destHeight: 20 });
      const part = await tools.made([1, 1]);
      await tools.ask('canvasToTempFilePath', { canvas: node });
      const whole = await tools.made([1, 1], [198, 1]);
      const off = wx.createOffscreenCanvas({ type: '2d', width: 8, height: 4 });
      const own = off.getContext('2d');
      own.fillStyle = 'green'; own.fillRect(0, 0, 8, 4);
      await tools.ask('canvasToTempFilePath', { canvas: off, destWidth: 8, destHeight: 4 });
      const stage = await tools.made([1, 1]);
      return [part, whole, stage].map(({ width, height, pixels }) => [width, height, pixels]);`);
    expect(seen).toEqual([
      [20, 20, [BLUE]],
      [200, 100, [RED, BLUE]],
      [8, 4, [GREEN]],
    ]);
  });

  it.each([
    ['canvasToTempFilePath', `{ canvasId: 'none' }`, 'canvasToTempFilePath:fail canvas is empty'],
    ['canvasToTempFilePath', `{}`, 'canvasToTempFilePath:fail canvas is empty'],
    [
      'canvasToTempFilePath',
      `{ canvasId: 'old', width: 0 }`,
      'canvasToTempFilePath:fail create bitmap failed',
    ],
    [
      'canvasGetImageData',
      `{ canvasId: 'none', x: 0, y: 0, width: 1, height: 1 }`,
      'canvasGetImageData:fail canvas is empty',
    ],
    [
      'canvasGetImageData',
      `{ canvasId: 'old', x: 0, y: 0, width: 0, height: 1 }`,
      'canvasGetImageData:fail the width or height is zero',
    ],
    [
      'canvasGetImageData',
      `{}`,
      'canvasGetImageData:fail parameter error: parameter.canvasId should be String instead of Undefined;',
    ],
    [
      'canvasPutImageData',
      `{ canvasId: 'old', data: [1], x: 0, y: 0, width: 1 }`,
      'canvasPutImageData:fail invalid data',
    ],
    [
      'canvasPutImageData',
      `{ canvasId: 'none', data: new Uint8ClampedArray(4), x: 0, y: 0, width: 1 }`,
      'canvasPutImageData:fail canvas is empty',
    ],
  ])('%s(%s) fails', async (api, options, errMsg) => {
    expect(await story.play(`return tools.ask('${api}', ${options});`)).toMatchObject(['fail', { errMsg }]);
  });

  it('reads pixels a CSS pixel each, and puts them back', async () => {
    const seen = await story.play<unknown>(`
      const [, read] = await tools.ask('canvasGetImageData', { canvasId: 'old', x: 49, y: 0, width: 2, height: 1 });
      const data = new Uint8ClampedArray(read.data);
      data.set([0, 128, 0, 255], 0);
      const put = await tools.ask('canvasPutImageData', { canvasId: 'old', data, x: 10, y: 10, width: 2, height: 1 });
      return [read.width, read.height, [...read.data], put, await tools.pixels('old', 10, 10, 2, 1)];`);
    expect(seen).toEqual([
      ...[2, 1, [...RED, ...BLUE], ['success', { errMsg: 'canvasPutImageData:ok' }]],
      [...GREEN, ...BLUE],
    ]);
  });

  it('makes canvases without a component, by both signatures', async () => {
    const seen = await story.play<unknown>(`
      const made = [
        wx.createOffscreenCanvas({ type: '2d', width: 40, height: 20 }),
        wx.createOffscreenCanvas({ width: 40, height: 20 }),
        wx.createOffscreenCanvas(40, 20),
        wx.createOffscreenCanvas(),
      ];
      const image = made[0].createImage();
      return [
        made.map((canvas) => [canvas.width, canvas.height, canvas.getContext('2d') !== null, canvas.getContext('webgl') !== null]),
        await tools.loaded(image, './red.png'),
        made[0].toDataURL().startsWith('data:image/png'),
      ];`);
    expect(seen).toEqual([
      [
        [40, 20, true, false],
        [40, 20, false, true],
        [40, 20, false, true],
        [300, 150, false, true],
      ],
      'load',
      true,
    ]);
  });
});

describe('wx.loadFontFace', () => {
  it('loads a font that is written as an address or as in a style sheet, and fails for one that is not there', async () => {
    const tick = await readFile(
      path.resolve(import.meta.dirname, '../../src-renderer/page/components/tick.ttf'),
    );
    const data = `data:font/ttf;base64,${tick.toString('base64')}`;
    const seen = await story.play<unknown>(`
      const load = (family, source) => tools.ask('loadFontFace', { family, source, global: true });
      return [
        await load('Tick', '${data}'),
        await load('Tock', 'url("${data}")'),
        document.fonts.check('12px Tick', '✓') && [...document.fonts].some(({ family }) => family === 'Tock'),
        await load('Gone', 'url("https://fonts.test/gone.ttf")'),
      ];`);
    expect(seen).toMatchObject([
      ...[
        ['success', { status: 'loaded', errMsg: 'loadFontFace:ok' }],
        ['success', { status: 'loaded' }],
        true,
      ],
      ['fail', { errMsg: 'loadFontFace:fail font does not load' }],
    ]);
  });
});
