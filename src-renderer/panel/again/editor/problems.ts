import type { TextKey } from '../../texts/texts.ts';
import type { Draft } from './draft.svelte.ts';
import type { Pairs } from './pairs.svelte.ts';

/** Where in the editor something is wrong. */
export type ProblemPlace = 'url' | 'headers' | 'timeout' | 'body' | 'fields' | 'file' | 'destination';

export interface Problem {
  readonly place: ProblemPlace;
  /** The row of the table; null where it is about no row. */
  readonly row: number | null;
  readonly text: TextKey;
  readonly values?: Readonly<Record<string, string | number>>;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;

/** What keeps a draft from being sent; empty when it can be. */
export function problemsOf(draft: Draft): readonly Problem[] {
  return [
    ...urlProblems(draft.url.trim()),
    ...headerProblems(draft.headers),
    ...timeoutProblems(draft.timeout.trim()),
    ...(draft.kind === 'upload' ? uploadProblems(draft) : []),
    ...(draft.kind === 'download' ? downloadProblems(draft) : []),
    ...(draft.hasBody ? bodyProblems(draft) : []),
  ];
}

function urlProblems(text: string): readonly Problem[] {
  const at = { place: 'url', row: null } as const;
  if (text === '') return [{ ...at, text: 'again.problem.noUrl' }];
  const url = URL.parse(text);
  if (!url) return [{ ...at, text: 'again.problem.badUrl' }];
  if (!/^https?:$/u.test(url.protocol)) return [{ ...at, text: 'again.problem.scheme' }];
  return [];
}

function headerProblems(headers: Pairs): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { id, name, value, isOn } of headers.rows) {
    if (!isOn || (name === '' && value === '')) continue;
    const at = { place: 'headers', row: id } as const;
    if (!TOKEN.test(name)) problems.push({ ...at, text: 'again.problem.headerName' });
    else if (seen.has(name.toLowerCase())) {
      problems.push({ ...at, text: 'again.problem.headerTwice', values: { name } });
    } else if (/[\r\n\0]/u.test(value)) problems.push({ ...at, text: 'again.problem.headerValue' });
    seen.add(name.toLowerCase());
  }
  return problems;
}

function timeoutProblems(text: string): readonly Problem[] {
  if (text === '' || (/^\d+$/u.test(text) && Number(text) >= 1 && Number(text) <= 86_400_000)) return [];
  return [{ place: 'timeout', row: null, text: 'again.problem.timeout' }];
}

function uploadProblems(draft: Draft): readonly Problem[] {
  const at = { place: 'file', row: null } as const;
  const problems: Problem[] = draft.fields.rows
    .filter(({ isOn, name }) => isOn && name === '')
    .map(({ id }) => ({ place: 'fields', row: id, text: 'again.problem.fieldName' }));
  if (draft.partName === '') problems.push({ ...at, text: 'again.problem.partName' });
  if (draft.fileSource === 'virtual' && draft.virtualPath === '') {
    problems.push({ ...at, text: 'again.problem.noFile' });
  }
  if (draft.fileSource === 'picked' && !draft.picked) problems.push({ ...at, text: 'again.problem.noPick' });
  if (draft.fileSource === 'kept' && draft.keptOf === null) {
    problems.push({ ...at, text: 'again.problem.notKept' });
  }
  if (draft.contentType !== '' && !/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/u.test(draft.contentType)) {
    problems.push({ ...at, text: 'again.problem.contentType' });
  }
  return problems;
}

function downloadProblems(draft: Draft): readonly Problem[] {
  const isBad = draft.destination === 'path' && !/^(?:https?|wxfile):\/\/usr\/.+/u.test(draft.filePath);
  return isBad ? [{ place: 'destination', row: null, text: 'again.problem.filePath' }] : [];
}

function bodyProblems(draft: Draft): readonly Problem[] {
  const at = { place: 'body', row: null } as const;
  if (draft.bodyMode === 'kept' && draft.keptOf === null) {
    return [{ ...at, text: 'again.problem.notKept' }];
  }
  if (draft.bodyMode !== 'json') return [];
  try {
    JSON.parse(draft.text);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ ...at, text: 'again.problem.json', values: { reason: reason.slice(0, 160) } }];
  }
}
