import type { CodeLanguage } from '../../ui/code/editor.ts';

/** How a file of a mini-program is coloured; style sheets are close enough to plain text. */
export function languageOf(file: string): CodeLanguage {
  if (/\.(js|mjs|cjs|ts|mts|wxs)$/iu.test(file)) return 'javascript';
  if (/\.json$/iu.test(file)) return 'json';
  return /\.wxml$/iu.test(file) ? 'html' : 'text';
}
