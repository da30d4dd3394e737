import type { ZipEntryAnswer, ZipEntryRange } from '#contract/file-system';
import { FerryError } from '#contract/errors';
import { fileSystemError, type FileSystemErrno } from '#contract/file-system-errors';
import { wxErrorFrom } from '#contract/wx-errors';
import { Refusal } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { isOptions, parameterError, typeName, type WxOptions } from '../parameters.ts';
import { encodingOf, pathOf, rangeOf } from './arguments.ts';
import { type Encoding, textFrom } from './encodings.ts';
import { ask, take, type Work } from './work.ts';

/** One entry that is asked for: what main is to read, or why it need not be asked. */
type Wanted =
  | { readonly ok: true; readonly range: ZipEntryRange; readonly encoding: Encoding | null }
  | { readonly ok: false; readonly path: string; readonly error: FerryError };

/**
 * `FileSystemManager.readZipEntry` (wx-api.md §11): `entries` by path, each with its data or with the reason why
 * there is none. `encoding` counts for 'all' alone, each entry of a list has its own.
 */
export function* readZipEntry(options: WxOptions): Work<WxResult> {
  const filePath = pathOf(options, 'filePath');
  if (options['entries'] === 'all') {
    const encoding = encodingOf(options);
    const answers = yield* ask('readZipEntry', { filePath, entries: 'all' });
    return { entries: yield* told(answers, () => encoding) };
  }
  const wanted = wantedFrom(options['entries']);
  const readable = wanted.filter((one) => one.ok);
  const answers = yield* ask('readZipEntry', { filePath, entries: readable.map(({ range }) => range) });
  const read = yield* told(answers, (index) => readable[index]?.encoding ?? null);
  const refused = wanted.filter((one) => !one.ok).map(({ path, error }) => [path, failed(error)] as const);
  return { entries: { ...read, ...Object.fromEntries(refused) } };
}

function wantedFrom(entries: unknown): readonly Wanted[] {
  if (!Array.isArray(entries)) {
    throw new Refusal(
      `parameter error: parameter.entries should be Array instead of ${typeName(entries)};`,
      1001,
    );
  }
  return entries.map((entry: unknown, index) => {
    const wrong = parameterError(entry, { path: 'String' });
    if (wrong !== null || !isOptions(entry)) {
      throw new Refusal((wrong ?? '').replaceAll('parameter.', `parameter.entries[${String(index)}].`), 1001);
    }
    return wantedOf(entry);
  });
}

function wantedOf(entry: WxOptions): Wanted {
  const path = pathOf(entry, 'path');
  const encoding = encodingOf(entry);
  try {
    return { ok: true, range: { path, ...rangeOf(entry) }, encoding };
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return { ok: false, path, error };
  }
}

function* told(
  answers: readonly ZipEntryAnswer[],
  encodingAt: (index: number) => Encoding | null,
): Work<Record<string, object>> {
  const entries: [string, object][] = [];
  for (const [index, answer] of answers.entries()) {
    if ('errno' in answer) {
      entries.push([answer.path, failed(fileSystemError(answer.errno as FileSystemErrno))]);
      continue;
    }
    const bytes = yield* take(answer.content);
    const encoding = encodingAt(index);
    const data = encoding === null ? bytes.buffer : textFrom(bytes, encoding);
    entries.push([answer.path, { data, errMsg: 'readZipEntry:ok' }]);
  }
  return Object.fromEntries(entries);
}

function failed(error: FerryError): object {
  return { errMsg: wxErrorFrom('readZipEntry', error.toWire()).errMsg };
}
