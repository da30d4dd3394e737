import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#contract/transfer';
import table from '../../src-renderer/page/wx/api-table.json' with { type: 'json' };
import { type ApiTable, membersOf } from '../../src-renderer/page/wx/api-table.ts';
import { NOT_HONOURED } from '../../src-renderer/page/wx/not-honoured.ts';
import { before, createWxHarness, PROFILE, type WxHarness } from './wx-harness.ts';

const { apis, shapes, components }: ApiTable = table;
const COMPONENTS = {
  button: ['type', 'size', 'open-type', 'hover-class', 'hover-stop-propagation', 'session-from'],
  image: ['mode', 'lazy-load'],
  'rich-text': ['nodes', 'space'],
  input: ['type', 'cursor'],
  navigator: ['open-type', 'url'],
};

function canIUse(library: string, schema: unknown): unknown {
  return createWxHarness({ library, components: COMPONENTS }).call('canIUse')(schema);
}

/** wx-api.md §15: every form, first version that has it. */
describe('wx.canIUse', () => {
  it.each([
    ['getFileInfo', '1.4.0'],
    ['uploadFile.object.timeout', '2.10.0'],
    ['uploadFile.object.enableHttp2', '2.10.4'],
    ['uploadFile.object.enableProfile', '3.5.0'],
    ['uploadFile.success.profile', '3.5.0'],
    ['uploadFile.success.profile.invokeStart', '3.8.10'],
    ['uploadFile.return.onHeadersReceived', '2.1.0'],
    ['downloadFile.object.filePath', '1.8.0'],
    ['request.object.responseType.arraybuffer', '1.7.0'],
    ['request.object.redirect.manual', '3.2.2'],
    ['request.success.header', '1.2.0'],
    ['request.success.exception.retryCount', '3.0.0'],
    ['request.callback.cookies', '2.10.0'],
    ['onNetworkStatusChange.callback.isConnected', '1.1.1'],
    ['offNetworkStatusChange', '2.9.3'],
    ['chooseImage.success.tempFiles.size', '1.2.0'],
    ['getSystemInfoSync.return.safeArea.left', '2.7.0'],
    ['getSystemInfo.success.statusBarHeight', '1.9.0'],
    ['showModal.object.editable', '2.17.1'],
    ['UploadTask.abort', '1.4.0'],
    ['getFileSystemManager', '1.9.9'],
    ['getFileSystemManager.return.readFile', '1.9.9'],
    ['FileSystemManager.readFile', '1.9.9'],
    ['FileSystemManager.appendFileSync', '2.1.0'],
    ['FileSystemManager.openSync', '2.16.1'],
    ['FileSystemManager.fstatSync.isFile', '2.16.1'],
    ['FileSystemManager.readZipEntry', '2.17.3'],
    ['FileSystemManager.readCompressedFile', '2.21.1'],
    ['UploadTask.onHeadersReceived', '2.1.0'],
    ['DownloadTask.offProgressUpdate', '2.1.0'],
    ['RequestTask.abort', '1.4.0'],
    ['SystemInfo.SDKVersion', '1.1.1'],
    ['SystemInfo.theme.dark', '2.11.0'],
    ['CameraContext.takePhoto', '1.6.0'],
    ['CameraContext.setZoom', '2.10.0'],
    ['MapContext.getRegion', '1.4.0'],
    ['SelectorQuery.select', '1.4.0'],
    ['SelectorQuery.in', '1.6.0'],
    ['rich-text', '1.4.0'],
    ['rich-text.nodes', '1.4.0'],
    ['rich-text.space.nbsp', '2.4.1'],
    ['button.hover-stop-propagation', '1.5.0'],
    ['image.mode.heightFix', '2.10.3'],
    ['navigator.open-type.reLaunch', '1.1.1'],
    ['navigator.open-type.exit', '2.1.0'],
    ['button.open-type.getPhoneNumber', '1.2.0'],
    ['input.type.safe-password', '2.18.0'],
  ])('%s from %s on', (schema, since) => {
    expect(canIUse(since, schema)).toBe(true);
    expect(canIUse('3.17.0', schema)).toBe(true);
    // Nothing can be asked before canIUse itself was there.
    if (since !== '1.1.1') expect(canIUse(before(since), schema)).toBe(false);
  });

  it.each([
    'canIUse',
    'env',
    'console.log',
    'uploadFile',
    'uploadFile.object',
    'uploadFile.object.url',
    'uploadFile.object.success',
    'uploadFile.success',
    'uploadFile.success.data',
    'uploadFile.success.errMsg',
    'request.object.method.GET',
    'chooseImage.object.sizeType.compressed',
    'stopVoice.object.success',
    'saveFile.success.savedFilePath',
    'getSavedFileList.success.fileList.createTime',
    'button',
    'button.type',
    'button.hover-class',
    'button.size.mini',
  ])('%s always', (schema) => {
    expect(canIUse('1.1.1', schema)).toBe(true);
  });

  it.each([
    // No such thing.
    ['', 'nothing'],
    [undefined, 'nothing'],
    [5, 'nothing'],
    ['nothing', 'unknown'],
    ['nothing.object.a', 'unknown'],
    ['constructor', 'unknown'],
    ['uploadFile.constructor', 'unknown'],
    ['uploadFile.object.nothing', 'unknown'],
    ['uploadFile.object.url.nothing', 'unknown'],
    ['uploadFile.fail.errno', 'fail is no part of a schema'],
    ['uploadFile.nothing.url', 'unknown'],
    ['request.object.method.PATCH', 'unknown'],
    ['getSystemInfoSync.object.success', 'takes no options'],
    ['button.nothing', 'unknown'],
    ['button.size.huge', 'unknown'],
    ['button.hover-class.none', 'unknown'],
    ['UploadTask', 'an object alone is no schema'],
    ['UploadTask.pause', 'unknown'],
    // WeChat has it, Ferry has not.
    ['createTCPSocket', 'not implemented'],
    ['join1v1Chat', 'not implemented'],
    ['FileSystemManager.nothing', 'unknown'],
    ['Plugin.version', 'nobody hands it out'],
    ['uploadFile.object.enableQuic', 'not honoured'],
    ['uploadFile.object.useHighPerformanceMode', 'not honoured'],
    ['downloadFile.object.enableQuic', 'not honoured'],
    ['request.object.enableChunked', 'not honoured'],
    ['request.object.enableHttpDNS', 'not honoured'],
    ['request.object.enableCache', 'not honoured'],
    ['request.object.forceCellularNetwork', 'not honoured'],
    ['request.success.useHttpDNS', 'not honoured'],
    ['request.return.onChunkReceived', 'not honoured'],
    ['RequestTask.onChunkReceived', 'not honoured'],
    ['button.session-from', 'not honoured'],
    ['MapContext.addMarkers', 'nothing draws the map'],
    ['LivePlayerContext.play', 'nothing plays it'],
    ['LivePusherContext.start', 'nothing sends it'],
  ])('%s never: %s', (schema, why) => {
    expect(canIUse('3.17.0', schema), why).toBe(false);
  });

  it('is not there before 1.1.1', () => {
    expect(createWxHarness({ library: '1.1.0' }).wx['canIUse']).toBeUndefined();
  });
});

describe('the table behind it', () => {
  it('knows every function that Ferry has', () => {
    const unknown = Object.keys(createWxHarness().wx).filter((name) => !(name in apis));
    expect(unknown).toEqual([]);
  });

  it('knows whatever is said not to be honoured', () => {
    const unknown = [...NOT_HONOURED].filter((schema) => {
      const [head = '', second = '', third] = schema.split('.');
      const api = apis[head];
      if (api !== undefined) {
        const list = second === 'object' || second === 'success' || second === 'callback' ? api[second] : '';
        return !membersOf(list ?? '').has(third ?? '');
      }
      const member = membersOf((shapes[head] ?? components[head])?.members ?? '').get(second);
      return !(third === undefined ? member : member?.values.some(({ name }) => name === third));
    });
    expect(unknown).toEqual([]);
  });

  it.each([
    ['createLivePlayerContext', 'LivePlayerContext'],
    ['createLivePusherContext', 'LivePusherContext'],
    ['createMapContext', 'MapContext'],
    ['createCameraContext', 'CameraContext'],
  ])('says of what %s gives which methods do something', async (api, shape) => {
    const page = createWxHarness();
    const context = page.call(api)('id') as Readonly<Record<string, unknown>>;
    for (const name of membersOf(shapes[shape]?.members ?? '').keys()) {
      const method = context[name];
      expect(method, `${shape}.${name}`).toBeTypeOf('function');
      (method as (options: object) => void)({ fail: page.listener(name) });
      await page.settle();
    }
    // Without a map on the page its methods fail before they could be counted.
    for (const path of page.reported.unsupported) expect(page.call('canIUse')(path), path).toBe(false);
  });

  const synchronous: readonly (readonly [string, string])[] = [
    ['getSystemInfoSync', 'SystemInfo'],
    ['getWindowInfo', 'WindowInfo'],
    ['getDeviceInfo', 'DeviceInfo'],
    ['getAppBaseInfo', 'AppBaseInfo'],
    ['getSystemSetting', 'SystemSetting'],
    ['getAppAuthorizeSetting', 'AppAuthorizeSetting'],
    ['getLaunchOptionsSync', 'LaunchOptionsApp'],
    ['getEnterOptionsSync', 'LaunchOptionsApp'],
    ['getMenuButtonBoundingClientRect', 'ClientRect'],
    ['getAccountInfoSync', 'AccountInfo'],
  ];
  it.each(synchronous)('says of %s what it really returns', (api, shape) => {
    const page = createWxHarness();
    const returned = page.call(api)() as object;
    const fields = [...membersOf(shapes[shape]?.members ?? '').keys()];
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      const isThere = Object.hasOwn(returned, field);
      expect(page.call('canIUse')(`${api}.return.${field}`), field).toBe(isThere);
      expect(page.call('canIUse')(`${shape}.${field}`), field).toBe(isThere);
    }
  });

  const DONE: TaskResult = {
    ok: true,
    statusCode: 200,
    header: {},
    cookies: [],
    profile: PROFILE,
    body: { kind: 'text', text: 'x' },
    tempFilePath: 'http://tmp/x',
  };
  async function fieldsOf(page: WxHarness, api: string, options: object): Promise<string[]> {
    page.call(api)({ ...options, success: page.listener('success') });
    page.emit({ taskId: 't1', generation: 7, kind: 'ended', result: DONE });
    await page.settle();
    return Object.keys(page.log[0]?.[1] as object);
  }

  it.each([
    ['uploadFile', { url: 'u', filePath: 'f', name: 'n' }, []],
    ['downloadFile', { url: 'u' }, ['filePath']],
    ['request', { url: 'u' }, []],
    ['getSystemInfo', {}, []],
    ['getSystemInfoAsync', {}, []],
    ['getNetworkType', {}, []],
  ])('says of success of %s what it really gets', async (api, options, otherwise) => {
    const page = createWxHarness();
    const given = [...(await fieldsOf(page, api, options)), ...otherwise];
    for (const field of membersOf(apis[api]?.success ?? '').keys()) {
      expect(page.call('canIUse')(`${api}.success.${field}`), field).toBe(given.includes(field));
    }
  });
});
