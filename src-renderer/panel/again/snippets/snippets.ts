import type { CodeLanguage } from '../../../ui/code/editor.ts';
import { curlSnippet } from './curl.ts';
import { browserFetchSnippet, gotSnippet, nodeFetchSnippet } from './javascript.ts';
import type { Outgoing } from './outgoing.ts';
import { pythonSnippet } from './python.ts';
import { wxSnippet } from './wx.ts';

/** What an exchange can be copied as, in the order it is offered. */
export const SNIPPET_TARGETS = [
  'wx',
  'wx-await',
  'curl',
  'fetch-node',
  'fetch-browser',
  'got',
  'python',
] as const;

export type SnippetTarget = (typeof SNIPPET_TARGETS)[number];

const MAKERS: Readonly<Record<SnippetTarget, (outgoing: Outgoing) => string>> = {
  wx: (outgoing) => wxSnippet(outgoing, 'callbacks'),
  'wx-await': (outgoing) => wxSnippet(outgoing, 'await'),
  curl: curlSnippet,
  'fetch-node': nodeFetchSnippet,
  'fetch-browser': browserFetchSnippet,
  got: gotSnippet,
  python: pythonSnippet,
};

/** Code that sends the same. */
export function snippetOf(outgoing: Outgoing, target: SnippetTarget): string {
  return MAKERS[target](outgoing);
}

/** How the code view colours it. */
export function languageOf(target: SnippetTarget): CodeLanguage {
  return target === 'curl' || target === 'python' ? 'text' : 'javascript';
}
