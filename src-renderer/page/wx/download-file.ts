import type { ApiKit, WxFunctions } from './api-kit.ts';
import { isOptions, parameterError, textOf } from './parameters.ts';
import type { TransferTasks } from './transfer-tasks.ts';

/** `wx.downloadFile` (wx-api.md §5). Returns a DownloadTask, or undefined when a parameter is wrong (§1). */
export function createDownloadFile(kit: ApiKit, tasks: TransferTasks): WxFunctions {
  const { host, library } = kit;
  const { tellsDownloadHeader } = host.boot.traits;
  return {
    downloadFile(argument) {
      const wrong = parameterError(argument, { url: 'String' });
      if (wrong !== null || !isOptions(argument)) {
        tasks.refuse('downloadFile', argument, wrong ?? '', 1001);
        return undefined;
      }
      const options = library.optionsOf('downloadFile', argument);
      const filePath = textOf(options, 'filePath');
      const task = tasks.start(argument, options, {
        api: 'downloadFile',
        prepare: () => ({ kind: 'none' }),
        send: (base) =>
          host.bridge.call(
            'wx:download-file',
            host.stamp({
              ...base,
              url: textOf(options, 'url'),
              filePath: filePath === '' ? null : filePath,
            }),
          ),
        progress: (event) => ({
          progress: event.progress,
          totalBytesWritten: event.transferredBytes,
          totalBytesExpectedToWrite: event.expectedBytes,
        }),
        headers: (event) => ({ header: event.header }),
        // With `filePath` that path is echoed and there is no `tempFilePath` (§5).
        success: (result) =>
          Promise.resolve({
            ...(result.filePath === undefined
              ? { tempFilePath: result.tempFilePath ?? '' }
              : { filePath: result.filePath }),
            statusCode: result.statusCode,
            ...(tellsDownloadHeader ? { header: result.header } : {}),
          }),
      });
      return library.returned('downloadFile', task);
    },
  };
}
