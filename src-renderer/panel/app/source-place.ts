import type { SourcePlace } from '#contract/panel-source';

/** Reads `pages/album/index.js:41:12`; null for what names no line. */
export function placeOfSource(text: string): SourcePlace | null {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(text);
  if (!match?.[1]) return null;
  return { file: match[1], line: Number(match[2]), column: Number(match[3] ?? 0) };
}
