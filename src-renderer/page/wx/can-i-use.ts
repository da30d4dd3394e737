/**
 * What `wx.canIUse` answers true to beyond bare names: parameters, results and task methods that Ferry really has
 * (wx-api.md §15: `${API}.${method}.${param}.${option}`, `${component}.${attribute}.${option}`, `Object.member`).
 */
const API_SCHEMAS: Readonly<
  Record<string, { readonly object: readonly string[]; readonly success: readonly string[] }>
> = {
  uploadFile: {
    object: ['url', 'filePath', 'name', 'header', 'formData', 'timeout'],
    success: ['data', 'statusCode', 'profile'],
  },
  downloadFile: {
    object: ['url', 'header', 'timeout', 'filePath'],
    success: ['tempFilePath', 'filePath', 'statusCode', 'profile'],
  },
  request: {
    object: ['url', 'data', 'header', 'timeout', 'method', 'dataType', 'responseType'],
    success: ['data', 'statusCode', 'header', 'cookies', 'profile'],
  },
  chooseImage: { object: ['count', 'sizeType', 'sourceType'], success: ['tempFilePaths', 'tempFiles'] },
  saveFile: { object: ['tempFilePath'], success: ['savedFilePath'] },
  getSavedFileList: { object: [], success: ['fileList'] },
  getSavedFileInfo: { object: ['filePath'], success: ['size', 'createTime'] },
  removeSavedFile: { object: ['filePath'], success: [] },
  getFileInfo: { object: ['filePath', 'digestAlgorithm'], success: ['size', 'digest'] },
  getImageInfo: { object: ['src'], success: ['width', 'height', 'path', 'orientation', 'type'] },
  previewImage: { object: ['urls', 'current'], success: [] },
  playVoice: { object: ['filePath', 'duration'], success: [] },
  showToast: { object: ['title', 'icon', 'image', 'duration', 'mask'], success: [] },
  showLoading: { object: ['title', 'mask'], success: [] },
  showModal: {
    object: [
      'title',
      'content',
      'showCancel',
      'cancelText',
      'cancelColor',
      'confirmText',
      'confirmColor',
      'editable',
      'placeholderText',
    ],
    success: ['confirm', 'cancel', 'content'],
  },
  showActionSheet: { object: ['alertText', 'itemList', 'itemColor'], success: ['tapIndex'] },
  getSystemInfo: {
    object: [],
    success: [
      'brand',
      'model',
      'pixelRatio',
      'screenWidth',
      'screenHeight',
      'windowWidth',
      'windowHeight',
      'statusBarHeight',
      'language',
      'version',
      'system',
      'platform',
      'SDKVersion',
      'safeArea',
      'theme',
    ],
  },
  navigateTo: { object: ['url', 'events'], success: ['eventChannel'] },
  pageScrollTo: { object: ['scrollTop', 'duration', 'selector', 'offsetTop'], success: [] },
};

const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  UploadTask: ['abort', 'onProgressUpdate', 'offProgressUpdate', 'onHeadersReceived', 'offHeadersReceived'],
  DownloadTask: ['abort', 'onProgressUpdate', 'offProgressUpdate', 'onHeadersReceived', 'offHeadersReceived'],
  RequestTask: ['abort', 'onHeadersReceived', 'offHeadersReceived'],
};

const CALLBACKS: readonly string[] = ['success', 'fail', 'complete'];

/** What the facade knows of itself. */
export interface Capabilities {
  hasApi(name: string): boolean;
  hasComponent(tag: string): boolean;
  /** Whether the component declares the attribute, in kebab case as written in WXML. */
  hasAttribute(tag: string, attribute: string): boolean;
}

/** `wx.canIUse(schema)`: false for whatever is not known. */
export function canIUse(schema: unknown, capabilities: Capabilities): boolean {
  if (typeof schema !== 'string' || schema === '') return false;
  const [head = '', second, third] = schema.split('.');
  if (second === undefined) return capabilities.hasApi(head) || capabilities.hasComponent(head);
  const object = OBJECTS[head];
  if (object !== undefined) return object.includes(second);
  if (capabilities.hasComponent(head)) return third === undefined && capabilities.hasAttribute(head, second);
  if (!capabilities.hasApi(head)) return false;
  if (second === 'return') return third === undefined;
  if (second === 'object') return third === undefined || memberOf(head, 'object', third);
  if (second === 'success' || second === 'callback')
    return third === undefined || memberOf(head, 'success', third);
  return false;
}

function memberOf(api: string, part: 'object' | 'success', member: string): boolean {
  if (part === 'object' ? CALLBACKS.includes(member) : member === 'errMsg') return true;
  return API_SCHEMAS[api]?.[part].includes(member) ?? false;
}
