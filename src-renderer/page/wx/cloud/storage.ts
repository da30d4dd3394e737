import { cloudFileId, cloudKeyOf } from '#contract/cloud';
import type { WxFailure } from '#contract/wx-errors';
import { answersByPromise, callbacksOf, fireCallbacks, type WxOutcome } from '../callbacks.ts';
import type { WxFunctions } from '../api-kit.ts';
import { isOptions, parameterError, textOf, type WxOptions } from '../parameters.ts';
import type { TransferTask, TransferTasks } from '../transfer-tasks.ts';
import { cloudFailure, NOT_INITIALISED, type CloudEnvironment } from './environment.ts';

/** "The file does not exist" (documentation of cloud development, "Error codes"). */
const NO_FILE = -503003;
/** "A parameter is not valid" of the same table. */
const BAD_PARAMETER = -501001;
/** Files by one call of getTempFileURL or deleteFile (documentation of both). */
const MAX_FILES = 50;
/** How long WeChat's own links last, in seconds. */
const LINK_AGE_SECONDS = 86_400;

/**
 * Cloud files: `uploadFile` and `downloadFile` are real transfers with their task, progress, panel row and rules,
 * against Ferry's own storage or the one the mock file names. With callbacks they return the task, without a promise
 * (WeChat's documentation of wx.cloud.uploadFile).
 */
export function createCloudStorageFunctions(
  environment: CloudEnvironment,
  tasks: TransferTasks,
): WxFunctions {
  const { kit } = environment;
  const { host } = kit;
  let asked: Promise<string> | null = null;
  const storage = (): Promise<string> => (asked ??= kit.call('wx:cloud-storage', {}));

  /** What a transfer's success comes to; its failure where it did not. */
  type Judged = (result: Readonly<Record<string, unknown>>) => WxOutcome;

  /** Runs a transfer under the name of a cloud function. */
  function transfer(
    api: string,
    argument: WxOptions,
    start: (written: WxOptions) => TransferTask,
    judge: Judged,
  ): unknown {
    const callbacks = callbacksOf(argument);
    const promise = answersByPromise(callbacks) ? Promise.withResolvers<object>() : null;
    const settle = (outcome: WxOutcome): void => {
      const told = outcome.ok ? { ...outcome.result, errMsg: `${api}:ok` } : { ...outcome.failure };
      if (promise === null) {
        fireCallbacks(callbacks, outcome, told, {
          thrown: (error) => {
            host.reports.exception(error, { ours: false });
          },
        });
      } else if (outcome.ok) promise.resolve(told);
      else promise.reject(told);
    };
    if (!environment.isReady()) {
      kit.defer(() => {
        settle({
          ok: false,
          failure: { errMsg: `${api}:fail ${NOT_INITIALISED}`, errCode: -1 } as WxFailure,
        });
      });
      return promise?.promise;
    }
    const task = start({
      ...argument,
      success: (result: unknown) => {
        settle(judge(isOptions(result) ? result : {}));
      },
      fail: (failure: unknown) => {
        const text = isOptions(failure) ? String(failure['errMsg']) : '';
        const errMsg = `${api}:${text.replace(/^\w+:/, '')}`;
        settle({ ok: false, failure: { ...(isOptions(failure) ? failure : {}), errMsg } });
      },
      complete: undefined,
    });
    return promise === null ? task : promise.promise;
  }

  function refuse(api: string, argument: unknown, reason: string): unknown {
    const failure = { errMsg: `${api}:fail ${reason}`, errCode: BAD_PARAMETER };
    const callbacks = callbacksOf(argument);
    const promise = answersByPromise(callbacks) ? Promise.withResolvers<never>() : null;
    kit.defer(() => {
      if (promise !== null) {
        promise.reject(failure);
        return;
      }
      fireCallbacks(callbacks, { ok: false, failure }, failure, {
        thrown: (error) => {
          host.reports.exception(error, { ours: false });
        },
      });
    });
    return promise?.promise;
  }

  function uploadFile(argument: unknown): unknown {
    const api = 'cloud.uploadFile';
    const wrong = parameterError(argument, { cloudPath: 'String', filePath: 'String' });
    if (wrong !== null || !isOptions(argument)) return refuse(api, argument, wrong ?? '');
    const path = textOf(argument, 'cloudPath').replace(/^\/+/, '');
    const env = environment.env('storage', argument);
    let url = '';
    return transfer(
      api,
      argument,
      (written) =>
        tasks.start(written, argument, {
          api: 'uploadFile',
          async prepare() {
            url = await storage();
            return { kind: 'none' };
          },
          send: (base) =>
            host.bridge.call(
              'wx:upload-file',
              host.stamp({
                ...base,
                url,
                filePath: textOf(argument, 'filePath'),
                name: 'file',
                formData: [['key', `${env}/${path}`]],
                formDataFindings: [],
              }),
            ),
          progress: (event) => ({
            progress: event.progress,
            totalBytesSent: event.transferredBytes,
            totalBytesExpectedToSend: event.expectedBytes,
          }),
          headers: (event) => ({ header: event.header }),
          success: (result) => Promise.resolve({ statusCode: result.statusCode }),
        }),
      ({ statusCode }) =>
        isDone(statusCode)
          ? { ok: true, result: { fileID: cloudFileId(env, path), statusCode } }
          : { ok: false, failure: told(api, -503001, `storage answered ${String(statusCode)}`) },
    );
  }

  function downloadFile(argument: unknown): unknown {
    const api = 'cloud.downloadFile';
    const wrong = parameterError(argument, { fileID: 'String' });
    if (wrong !== null || !isOptions(argument)) return refuse(api, argument, wrong ?? '');
    const key = cloudKeyOf(textOf(argument, 'fileID'));
    if (key === null) return refuse(api, argument, `invalid fileID ${textOf(argument, 'fileID')}`);
    let url = '';
    return transfer(
      api,
      argument,
      (written) =>
        tasks.start(written, argument, {
          api: 'downloadFile',
          async prepare() {
            url = `${await storage()}/${pathOf(key)}`;
            return { kind: 'none' };
          },
          send: (base) => host.bridge.call('wx:download-file', host.stamp({ ...base, url, filePath: null })),
          progress: (event) => ({
            progress: event.progress,
            totalBytesWritten: event.transferredBytes,
            totalBytesExpectedToWrite: event.expectedBytes,
          }),
          headers: (event) => ({ header: event.header }),
          success: (result) =>
            Promise.resolve({ tempFilePath: result.tempFilePath ?? '', statusCode: result.statusCode }),
        }),
      ({ statusCode, tempFilePath }) =>
        isDone(statusCode)
          ? { ok: true, result: { tempFilePath, statusCode } }
          : { ok: false, failure: told(api, NO_FILE, 'storage file not exists') },
    );
  }

  return {
    uploadFile,
    downloadFile,
    getTempFileURL: environment.call('cloud.getTempFileURL', { fileList: 'Array' }, async (options) => {
      const origin = await storage();
      const fileList = fileIdsOf('cloud.getTempFileURL', options).map(({ fileID, maxAge }) => {
        const key = cloudKeyOf(fileID);
        return key === null
          ? { fileID, tempFileURL: '', maxAge, status: 1, errMsg: 'STORAGE_FILE_NONEXIST' }
          : { fileID, tempFileURL: `${origin}/${pathOf(key)}`, maxAge, status: 0, errMsg: 'ok' };
      });
      return { fileList };
    }),
    deleteFile: environment.call('cloud.deleteFile', { fileList: 'Array' }, async (options) => {
      const files = fileIdsOf('cloud.deleteFile', options);
      const removed = await kit.call('wx:cloud-remove', {
        keys: files.map(({ fileID }) => cloudKeyOf(fileID) ?? ''),
      });
      const fileList = files.map(({ fileID }, index) =>
        removed[index] === true
          ? { fileID, status: 0, errMsg: 'ok' }
          : { fileID, status: NO_FILE, errMsg: 'STORAGE_FILE_NONEXIST' },
      );
      return { fileList };
    }),
  };
}

function told(api: string, errCode: number, text: string): { errMsg: string; errCode: number } {
  return { errMsg: `${api}:fail ${String(errCode)} ${text}`, errCode };
}

function isDone(statusCode: unknown): boolean {
  return typeof statusCode === 'number' && statusCode >= 200 && statusCode < 300;
}

/** A key as the path of a URL. */
function pathOf(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}

interface WantedFile {
  readonly fileID: string;
  /** Seconds. */
  readonly maxAge: number;
}

/** `fileList`: ids, or objects with `fileID` and `maxAge`. */
function fileIdsOf(api: string, { fileList }: WxOptions): WantedFile[] {
  const files = (Array.isArray(fileList) ? fileList : []).map((file: unknown): WantedFile => {
    const { fileID, maxAge } = isOptions(file) ? file : { fileID: file, maxAge: undefined };
    return {
      fileID: typeof fileID === 'string' ? fileID : '',
      maxAge: typeof maxAge === 'number' ? maxAge : LINK_AGE_SECONDS,
    };
  });
  if (files.length === 0) throw cloudFailure(api, BAD_PARAMETER, 'fileList must not be empty');
  if (files.length > MAX_FILES) {
    throw cloudFailure(api, BAD_PARAMETER, `fileList must not be longer than ${String(MAX_FILES)}`);
  }
  return files;
}
