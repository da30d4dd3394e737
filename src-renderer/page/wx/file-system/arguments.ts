import { fileSystemError, type FileSystemErrno } from '#contract/file-system-errors';
import { OPEN_FLAGS, type OpenFlag } from '#contract/file-system';
import { Refusal } from '../api-kit.ts';
import { parameterError, textOf, type ParameterType, type WxOptions } from '../parameters.ts';
import { bytesFrom, type Encoding, encodingNamed } from './encodings.ts';

/** What a path may be long in characters; a system's own limits are far below. */
const MAX_PATH_CHARACTERS = 4096;
/** Descriptors that Ferry gave are shorter. */
const MAX_FD_CHARACTERS = 32;
/** The largest file that is read or written at once (WeChat's documentation of readFile: 100 M). */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Throws the parameter error of an option that is of another type (wx-api.md §1). */
function demand(options: WxOptions, key: string, type: ParameterType): void {
  const wrong = parameterError(options, { [key]: type });
  if (wrong !== null) throw new Refusal(wrong, 1001);
}

function isGiven(options: WxOptions, key: string): boolean {
  return options[key] !== undefined && options[key] !== null;
}

/** A path that was checked to be a text. Throws 1300036 for one longer than any system has. */
export function pathOf(options: WxOptions, key: string): string {
  const path = textOf(options, key);
  if (path.length > MAX_PATH_CHARACTERS) throw fileSystemError(1300036, { path });
  return path;
}

/** A path that may be left out, which an empty text says too. */
export function optionalPathOf(options: WxOptions, key: string): string | null {
  if (!isGiven(options, key) || options[key] === '') return null;
  demand(options, key, 'String');
  return pathOf(options, key);
}

/** A descriptor that was checked to be a text. */
export function fdOf(options: WxOptions): string {
  const fd = textOf(options, 'fd');
  if (fd.length > MAX_FD_CHARACTERS) throw fileSystemError(1300009);
  return fd;
}

export function openFlagOf(options: WxOptions): OpenFlag {
  if (!isGiven(options, 'flag')) return 'r';
  const flag = OPEN_FLAGS.find((known) => known === options['flag']);
  if (flag === undefined) throw fileSystemError(1302003);
  return flag;
}

/**
 * The encoding asked for; null where none is, which an empty text says too. UNCERTAIN: what WeChat says to one it does
 * not know; Ferry takes "Invalid argument", its word for wrong parameters.
 */
export function encodingOf(options: WxOptions): Encoding | null {
  if (!isGiven(options, 'encoding') || options['encoding'] === '') return null;
  demand(options, 'encoding', 'String');
  const encoding = encodingNamed(textOf(options, 'encoding'));
  if (encoding === null) throw fileSystemError(1300022);
  return encoding;
}

/**
 * A whole number that is not below `least`; null where none is given. Of another type it is a parameter error, out of
 * range it is `outOfRange`.
 */
export function countOf(
  options: WxOptions,
  key: string,
  outOfRange: FileSystemErrno,
  least = 0,
): number | null {
  if (!isGiven(options, key)) return null;
  demand(options, key, 'Number');
  const value = Number(options[key]);
  if (!Number.isSafeInteger(value) || value < least) throw fileSystemError(outOfRange);
  return value;
}

/** The range of a file to read, as wx-api.md §11 has it; main knows where the file ends. */
export function rangeOf(options: WxOptions): { position: number | null; length: number | null } {
  return { position: countOf(options, 'position', 1301009), length: countOf(options, 'length', 1301006, 1) };
}

/**
 * What is to be written: text in its encoding, or the exact bytes of an ArrayBuffer or of a view of one, which WeChat
 * does not take. UNCERTAIN: what "data to write is empty" is said of; Ferry says it of a buffer without bytes, and
 * takes an empty text, by which files are made.
 */
export function dataOf(options: WxOptions): Uint8Array<ArrayBuffer> {
  const { data } = options;
  const bytes = bufferBytes(data);
  if (bytes === null) {
    demand(options, 'data', 'String');
    return sized(bytesFrom(textOf(options, 'data'), encodingOf(options) ?? 'utf8'));
  }
  if (bytes.byteLength === 0) throw fileSystemError(1301002);
  return sized(bytes);
}

/** As {@link dataOf}, of a buffer only the part that `offset` and `length` name. */
export function dataPartOf(options: WxOptions): Uint8Array<ArrayBuffer> {
  const bytes = dataOf(options);
  if (typeof options['data'] === 'string') return bytes;
  const { offset, length } = partOf(options, bytes.byteLength, 'rest');
  return bytes.subarray(offset, offset + length);
}

function sized(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength > MAX_FILE_BYTES) throw fileSystemError(1300202);
  return bytes;
}

function bufferBytes(data: unknown): Uint8Array<ArrayBuffer> | null {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (!ArrayBuffer.isView(data) || !(data.buffer instanceof ArrayBuffer)) return null;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Where in a buffer of so many bytes something is read to or written from. */
export interface BufferPart {
  readonly offset: number;
  readonly length: number;
}

/** @param unsaid what `length` is when it is left out: nothing, or all from `offset` on */
export function partOf(options: WxOptions, byteLength: number, unsaid: 'rest' | 'nothing'): BufferPart {
  const offset = countOf(options, 'offset', 1301007) ?? 0;
  if (offset > byteLength) throw fileSystemError(1301007);
  const rest = byteLength - offset;
  const length = countOf(options, 'length', 1301006) ?? (unsaid === 'rest' ? rest : 0);
  if (length > rest) throw fileSystemError(1301006);
  return { offset, length };
}

/** The buffer that `read` fills. Throws 1302005 where there is none, 1302100 where nothing can be put into it. */
export function targetOf(options: WxOptions): ArrayBuffer {
  const target = options['arrayBuffer'];
  if (!(target instanceof ArrayBuffer)) throw fileSystemError(1302005);
  if (target.detached) throw fileSystemError(1302100);
  return target;
}
