import { strict } from './strict.ts';

/** Electron's `clipboard` for text. It is the app's own: the desktop's is neither read nor written. */
export function createClipboard() {
  let text = '';
  return strict('clipboard', {
    readText: () => Promise.resolve(text),
    writeText: (value: string) => {
      text = value;
      return Promise.resolve();
    },
    clear: () => {
      text = '';
    },
  } satisfies Partial<Electron.Clipboard>);
}
