import { MOCK_FILE } from '#contract/mocks';
import { logAdvice } from '../../errors/console.ts';
import { ToldFailure, type WxFunctions } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { textOf } from '../parameters.ts';
import { failureOf, pause } from '../services/mocked.ts';
import { cloudFailure, type CloudEnvironment } from './environment.ts';

/** "The function is not found", and "no such service" (documentation of cloud development, "Error codes"). */
const NO_FUNCTION = -501000;
const NO_CONTAINER = -606001;

const ADVICE = {
  en: (name: string) =>
    `Ferry runs no cloud functions: set what “${name}” answers in ${MOCK_FILE}, cloud.functions`,
  'zh-CN': (name: string) =>
    `Ferry 不运行云函数：请在 ${MOCK_FILE} 的 cloud.functions 中设置“${name}”的返回值`,
} as const;

/** `callFunction` and `callContainer`: what the mock file says, by the function's name or the container's path. */
export function createCloudFunctions(environment: CloudEnvironment): WxFunctions {
  const { kit, mock, notices } = environment;
  const advised = new Set<string>();
  let count = 0;

  function advise(name: string): void {
    if (advised.has(name)) return;
    advised.add(name);
    logAdvice(ADVICE[kit.host.boot.locale](name));
  }

  function requestId(): string {
    count += 1;
    return `ferry-${String(count)}`;
  }

  async function answerOf(api: string, name: string): Promise<unknown> {
    const answer = Object.hasOwn(mock.functions, name) ? mock.functions[name] : undefined;
    if (answer === undefined) return undefined;
    notices.fromFile(`${api}(${JSON.stringify(name)})`);
    if (answer.delayMs !== undefined) await pause(answer.delayMs);
    if ('fail' in answer) throw new ToldFailure(failureOf(api, answer.fail));
    return structuredClone(answer.success ?? null);
  }

  return {
    callFunction: environment.call('cloud.callFunction', { name: 'String' }, async (options) => {
      const name = textOf(options, 'name');
      const result = await answerOf('cloud.callFunction', name);
      if (result === undefined) {
        advise(name);
        throw cloudFailure(
          'cloud.callFunction',
          NO_FUNCTION,
          `Error: errCode: ${String(NO_FUNCTION)} | errMsg: FunctionName parameter could not be found. (${name})`,
        );
      }
      return { result, requestID: requestId() };
    }),
    callContainer: environment.call(
      'cloud.callContainer',
      { path: 'String' },
      async (options): Promise<WxResult> => {
        const path = textOf(options, 'path');
        const data = await answerOf('cloud.callContainer', path);
        if (data === undefined) {
          advise(path);
          throw cloudFailure(
            'cloud.callContainer',
            NO_CONTAINER,
            `Error: errCode: ${String(NO_CONTAINER)} | errMsg: service not found. (${path})`,
          );
        }
        return { data, statusCode: 200, header: {}, cookies: [], callID: requestId() };
      },
    ),
  };
}
