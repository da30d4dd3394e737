import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';
import { writeProject } from '../support/project-folder.ts';
import { shareTempDir } from '../support/temp-dir.ts';

/** Components and functions that need WeChat or a device: they say so, answer what can be answered, and never throw. */

const SCRIPT = `
const notes = [];
Array.standInNotes = notes;
const note = (name) => (event) => { notes.push([name, event.type, event.detail]); };
Page({
  map: note('map'), camera: note('camera'), ad: note('ad'),
  async onReady() {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const told = async (name, call) => {
      try { notes.push([name, await call]); } catch (error) { notes.push([name, 'refused', error.errMsg]); }
    };
    const map = wx.createMapContext('map');
    await told('center', map.getCenterLocation());
    map.moveToLocation({ latitude: 1, longitude: 2 });
    await told('moved', map.getCenterLocation());
    await told('scale', map.getScale());
    await told('translate', map.translateMarker({ markerId: 1 }));
    await told('no map', wx.createMapContext('none').getScale());
    const camera = wx.createCameraContext();
    await told('photo', camera.takePhoto({ quality: 'low' }));
    const frames = [];
    const listener = camera.onCameraFrame((frame) => frames.push(frame));
    await listener.start();
    await new Promise((resolve) => { const look = setInterval(() => { if (frames.length > 1) { clearInterval(look); resolve(); } }, 10); });
    await listener.stop();
    notes.push(['frame', frames[0].width, frames[0].height, frames[0].data.byteLength]);
    await told('live', wx.createLivePlayerContext('live').play());
    const session = wx.createVKSession({ track: { plane: { mode: 1 } } });
    notes.push(['vision', await new Promise((resolve) => session.start(resolve)), wx.isVKSupport('v1'), session.hitTest(0, 0)]);
    const model = wx.createInferenceSession({ model: 'x' });
    notes.push(['model', await new Promise((resolve) => model.onError(resolve))]);
    const { shared, derived, timing, runOnUI, Easing } = wx.worklet;
    const offset = shared(1);
    const twice = derived(() => offset.value * 2);
    offset.value = timing(5, { easing: Easing.out(Easing.quad) }, () => notes.push(['timed']));
    notes.push(['worklet', offset.value, twice.value, runOnUI((x) => x + 1)(1)]);
    const xr = wx.getXrFrameSystem();
    xr.registerComponent('x', class extends xr.Component {});
    notes.push(['done']);
  },
});`;

const TEMPLATE = `
<map id="map" latitude="23.1" longitude="113.3" scale="10" markers="{{[1, 2]}}" bindupdated="map"><cover-view id="on-map">here</cover-view></map>
<camera device-position="front" bindinitdone="camera" style="height: 200px"></camera>
<open-data type="userNickName" lang="zh_CN" /><open-data id="avatar" type="userAvatarUrl" style="display: block; width: 40px; height: 40px" />
<ad unit-id="x" binderror="ad" /><live-player id="live" src="rtmp://x" /><official-account />`;

const folder = shareTempDir();
let harness: PageHarness;
let run: RunningPage;
let notes: (readonly [string, ...unknown[]])[];

beforeAll(async () => {
  harness = await startPageHarness();
  const project = await writeProject(folder(), {
    'app.json': '{"pages": ["pages/a/a"]}',
    'pages/a/a.wxml': TEMPLATE,
    'pages/a/a.js': SCRIPT,
  });
  run = await harness.open({
    project,
    script: `(globalThis.ferryAnswers ??= {})['wx:import-temp'] = (request) => ({ path: 'http://tmp/photo.' + request.extension, size: 1 });`,
  });
  const read = (): Promise<typeof notes> =>
    run.page.evaluate(
      () => (Array as unknown as { standInNotes?: [string, ...unknown[]][] }).standInNotes ?? [],
    );
  await vi.waitFor(async () => {
    expect((await read()).at(-1)).toEqual(['done']);
  }, 15_000);
  notes = await read();
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

describe('components that need WeChat or a device', () => {
  it.each([
    ['map', ['map', 'updated', {}]],
    ['camera', ['camera', 'initdone', { maxZoom: 1 }]],
    ['ad', ['ad', 'error', { errMsg: 'no advertisement', errCode: 1004 }]],
  ])('%s tells its page what WeChat would tell', (name, note) => {
    expect(notes.find(([first]) => first === name)).toEqual(note);
  });

  it('say on the page what they are, keep the size of the component, and are counted', async () => {
    expect(await run.page.innerText('wx-map .ferry-stand-in__label')).toContain('1.00000, 2.00000');
    expect(await run.page.innerText('wx-map .ferry-stand-in__label')).toContain('2 markers');
    const box = await (await run.page.$('wx-map'))?.boundingBox();
    expect([box?.width, box?.height]).toEqual([300, 150]);
    expect(await run.page.isVisible('wx-map wx-cover-view')).toBe(true);
    expect(await run.page.$eval('wx-camera canvas', (canvas) => (canvas as HTMLCanvasElement).width)).toBe(
      480,
    );
    const counted = (await run.reports('unsupported')).map(({ api }) => api);
    expect(counted).toEqual(
      expect.arrayContaining(['<map>', '<camera>', '<ad>', '<live-player>', 'wx.worklet']),
    );
  });

  it('open-data shows what WeChat shows everybody', async () => {
    expect(await run.page.innerText('wx-open-data')).toBe('微信用户');
    expect((await (await run.page.$('wx-open-data .ferry-stand-in__avatar'))?.boundingBox())?.width).toBe(40);
  });
});

describe('their contexts', () => {
  it.each([
    ['center', ['center', { latitude: 23.1, longitude: 113.3, errMsg: 'getCenterLocation:ok' }]],
    ['moved', ['moved', { latitude: 1, longitude: 2, errMsg: 'getCenterLocation:ok' }]],
    ['scale', ['scale', { scale: 10, errMsg: 'getScale:ok' }]],
    ['translate', ['translate', 'refused', 'translateMarker:fail not supported in Ferry yet']],
    ['no map', ['no map', 'refused', 'getScale:fail there is no map "none" on this page']],
    ['photo', ['photo', { tempImagePath: 'http://tmp/photo.jpg', errMsg: 'takePhoto:ok' }]],
    ['frame', ['frame', 480, 640, 480 * 640 * 4]],
    ['live', ['live', 'refused', 'play:fail not supported in Ferry yet']],
    ['vision', ['vision', 2_000_001, false, []]],
    ['model', ['model', { errMsg: 'createInferenceSession:fail not supported in Ferry yet' }]],
    ['timed', ['timed']],
    ['worklet', ['worklet', 5, 10, 2]],
  ])('%s answers', (name, note) => {
    expect(notes.find(([first]) => first === name)).toEqual(note);
  });

  it('throw nothing', async () => {
    expect(await run.reports('exception')).toEqual([]);
  });
});
