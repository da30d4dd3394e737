import { MOCK_FILE } from '#contract/mocks';
import { logNotice } from '../../errors/console.ts';
import type { PageHost } from '../../host.ts';

/** Tells the developer, once for each API, that what it answers comes from no phone. */
export interface Notices {
  /** Ferry made the answer up. */
  madeUp(api: string): void;
  /** The answer stands in the mock file. */
  fromFile(api: string): void;
}

const WORDS = {
  en: {
    madeUp: (api: string) => `${api} was answered by Ferry’s mock; set it in ${MOCK_FILE}`,
    fromFile: (api: string) => `${api} was answered by ${MOCK_FILE}`,
  },
  'zh-CN': {
    madeUp: (api: string) => `${api} 由 Ferry 的模拟数据应答，可在 ${MOCK_FILE} 中设置`,
    fromFile: (api: string) => `${api} 由 ${MOCK_FILE} 应答`,
  },
} as const;

export function createNotices(host: Pick<PageHost, 'boot'>): Notices {
  const told = new Set<string>();
  const words = WORDS[host.boot.locale];
  const once = (api: string, text: (api: string) => string): void => {
    if (told.has(api)) return;
    told.add(api);
    logNotice(text(api));
  };
  return {
    madeUp(api) {
      once(`wx.${api}`, words.madeUp);
    },
    fromFile(api) {
      once(`wx.${api}`, words.fromFile);
    },
  };
}
