import type { WxCalls, WxSyncCalls } from '#contract/wx';
import type { Program } from '../program/program.ts';
import type { TransferManager } from '../transfers/manager.ts';
import type { HandlersOf } from './serve.ts';
import { createFileHandlers, createFileSyncHandlers } from './wx-file-handlers.ts';
import { createImageHandlers, type ImageHandlerDeps } from './wx-image-handlers.ts';
import { createPickerHandlers, type PickerHandlerDeps } from './wx-picker-handlers.ts';
import { createServiceHandlers, type ServiceHandlerDeps } from './wx-service-handlers.ts';
import { createSocketHandlers } from './wx-socket-handlers.ts';
import { createStorageHandlers, createStorageSyncHandlers } from './wx-storage-handlers.ts';

export interface WxHandlerDeps extends PickerHandlerDeps, ImageHandlerDeps, ServiceHandlerDeps {
  readonly transfers: TransferManager;
}

/** What each call of a page does; the words of WeChat are the page's to find. */
export function createWxHandlers(deps: WxHandlerDeps): HandlersOf<WxCalls, Program> {
  const { transfers } = deps;
  return {
    ...createFileHandlers(),
    ...createPickerHandlers(deps),
    ...createImageHandlers(deps),
    'wx:boot': (program) => program.boot(),
    'wx:upload-file': (program, call) => {
      transfers.upload(program.owner(), call);
      return null;
    },
    'wx:download-file': (program, call) => {
      transfers.download(program.owner(), call);
      return null;
    },
    'wx:request': (program, call) => {
      transfers.request(program.owner(), call);
      return null;
    },
    'wx:abort-task': (program, { taskId }) => {
      transfers.abort(program.owner(), taskId);
      return null;
    },
    ...createStorageHandlers(),
    ...createSocketHandlers(),
    ...createServiceHandlers(deps),
    'wx:map-stack': (program, { stack }) => program.mapStack(stack),
    'wx:report': (program, { reports }) => {
      program.report(reports);
      return null;
    },
    'wx:driven': (program, { commandId, answer }) => {
      program.driven(commandId, answer);
      return null;
    },
  };
}

export function createWxSyncHandlers(): HandlersOf<WxSyncCalls, Program> {
  return {
    ...createStorageSyncHandlers(),
    ...createFileSyncHandlers(),
  };
}
