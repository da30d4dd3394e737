import type { FormDataFinding, UploadCall } from '#contract/transfer';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import type { BodyCarrier } from './bodies.ts';
import { isOptions, parameterError, textOf, typeName } from './parameters.ts';
import type { TransferTasks } from './transfer-tasks.ts';

/**
 * `formData` as form fields in the order written: `String(v)`, undefined left out. Anything but a plain object loses
 * its fields silently, as on a phone (wx-api.md §4).
 */
function formFieldsOf(formData: unknown): UploadCall['formData'] {
  if (!isOptions(formData)) return [];
  return Object.entries(formData)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)] as const);
}

/** What `formData` loses or turns into text on its way; leaving it out, or null, is no mistake. */
function formDataFindings(formData: unknown): FormDataFinding[] {
  if (formData === undefined || formData === null) return [];
  if (!isOptions(formData)) return [{ kind: 'not-an-object', type: typeName(formData) }];
  return Object.entries(formData)
    .filter(([, value]) => value !== undefined && typeof value !== 'string')
    .map(([field, value]) => ({ kind: 'not-text', field, type: typeName(value) }));
}

/** `wx.uploadFile` (wx-api.md §4). Returns an UploadTask, or undefined when a parameter is wrong (§1). */
export function createUploadFile(kit: ApiKit, tasks: TransferTasks, bodies: BodyCarrier): WxFunctions {
  const { host, library } = kit;
  return {
    uploadFile(argument) {
      const wrong = parameterError(argument, { url: 'String', filePath: 'String', name: 'String' });
      if (wrong !== null || !isOptions(argument)) {
        tasks.refuse('uploadFile', argument, wrong ?? '', 1001);
        return undefined;
      }
      const options = library.optionsOf('uploadFile', argument);
      const task = tasks.start(argument, options, {
        api: 'uploadFile',
        prepare: () => ({ kind: 'none' }),
        send: (base) =>
          host.bridge.call(
            'wx:upload-file',
            host.stamp({
              ...base,
              url: textOf(options, 'url'),
              filePath: textOf(options, 'filePath'),
              name: textOf(options, 'name'),
              formData: formFieldsOf(options['formData']),
              formDataFindings: formDataFindings(options['formData']),
            }),
          ),
        progress: (event) => ({
          progress: event.progress,
          totalBytesSent: event.transferredBytes,
          totalBytesExpectedToSend: event.expectedBytes,
        }),
        headers: (event) => ({ header: event.header }),
        // `data` is always a string, whatever its type (§4).
        success: async (result) => ({
          data: await bodies.incomingText(result.body),
          statusCode: result.statusCode,
        }),
      });
      return library.returned('uploadFile', task);
    },
  };
}
