import { createHash, type Hash } from 'node:crypto';
import type { BodyParts, PartProblem, PartProblemCode } from '#contract/panel-bodies';
import type { PartRecord } from '#contract/transfer';

const MAX_PARTS = 1000;
const MAX_PROBLEMS = 200;
/** A part's header is read up to here; nobody writes longer ones. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BOUNDARY_BYTES = 200;
const SHOWN_VALUE_LENGTH = 1000;
/** Of a part that is text, its beginning: enough for the letters shown. */
const VALUE_BYTES = 4 * SHOWN_VALUE_LENGTH;

const CR = 13;
const LF = 10;
const DASH = 45;

/**
 * Reads a multipart body as it comes, at any size: where each part lies, its hash, and what is odd about it. A body
 * that is no good gives what could be read of it.
 *
 * @param contentType of the request; null when it has none
 * @returns null for a body that neither says nor looks as if it were multipart
 */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  contentType: string | null,
  sizeBytes: number,
): Promise<BodyParts | null> {
  const declared = /^\s*multipart\//i.test(contentType ?? '');
  const reader = new MultipartReader(declared, boundaryOf(contentType));
  for await (const chunk of body) {
    reader.take(chunk);
    if (reader.isForeign) return null;
  }
  return reader.end(sizeBytes);
}

function boundaryOf(contentType: string | null): string | null {
  const [, quoted, bare] =
    /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType ?? '') ?? [];
  return quoted ?? bare ?? null;
}

interface OpenPart {
  readonly offsetBytes: number;
  readonly contentOffsetBytes: number;
  readonly header: PartHeader;
  readonly hash: Hash;
  sizeBytes: number;
  value: Buffer;
}

interface PartHeader {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string | null;
}

type State = 'first-line' | 'before' | 'after-boundary' | 'header' | 'content' | 'after';

class MultipartReader {
  readonly #declared: boolean;
  readonly #named: string | null;
  readonly #parts: PartRecord[] = [];
  readonly #problems: PartProblem[] = [];
  readonly #seen = new Set<string>();
  #state: State = 'first-line';
  #boundary: string | null = null;
  #delimiter = Buffer.alloc(0);
  /** Not looked at yet, or looked at in vain: it may be the beginning of something. */
  #rest: Buffer = Buffer.alloc(0);
  /** Where `#rest` begins in the body. */
  #at = 0;
  #headerAt = 0;
  #part: OpenPart | null = null;
  #partCount = 0;
  #stuckAt: number | null = null;
  isForeign = false;

  constructor(declared: boolean, boundary: string | null) {
    this.#declared = declared;
    this.#named = boundary;
    if (declared && boundary === null) this.#problem('no-boundary-in-header', null, null);
  }

  take(chunk: Uint8Array): void {
    if (this.#stuckAt !== null) {
      this.#at += chunk.length;
      return;
    }
    this.#rest = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    this.#work(false);
  }

  end(sizeBytes: number): BodyParts | null {
    if (this.#stuckAt === null) this.#work(true);
    if (this.isForeign) return null;
    if (this.#state === 'first-line' && !this.#declared) return null;
    if (this.#part) {
      this.#problem('no-closing-boundary', this.#partCount - 1, sizeBytes);
      this.#closePart();
    } else if (this.#state === 'header') {
      this.#problem('headers-not-ended', this.#partCount, this.#headerAt);
      this.#stuckAt = this.#headerAt;
    } else if (this.#state === 'after-boundary') {
      this.#problem('no-closing-boundary', null, sizeBytes);
    }
    if (this.#parts.length === 0) this.#problem('no-parts', null, null);
    return {
      boundary: this.#boundary,
      parts: this.#parts,
      problems: this.#problems,
      readBytes: this.#boundary === null ? 0 : (this.#stuckAt ?? sizeBytes),
      sizeBytes,
    };
  }

  #problem(code: PartProblemCode, part: number | null, atBytes: number | null): void {
    const key = `${code} ${String(part)}`;
    if (this.#seen.has(key) || this.#problems.length >= MAX_PROBLEMS) return;
    this.#seen.add(key);
    this.#problems.push({ code, part, atBytes });
  }

  #work(isEnd: boolean): void {
    while (!this.isForeign && this.#stuckAt === null && this.#step(isEnd));
  }

  /** Goes one step on; false when more bytes are needed for it. */
  #step(isEnd: boolean): boolean {
    switch (this.#state) {
      case 'first-line':
        return this.#firstLine(isEnd);
      case 'before':
        return this.#before(isEnd);
      case 'after-boundary':
        return this.#afterBoundary(isEnd);
      case 'header':
        return this.#header(isEnd);
      case 'content':
        return this.#content(isEnd);
      case 'after':
        if (this.#rest.length > 0) this.#problem('bytes-after', null, this.#at);
        this.#drop(this.#rest.length);
        return false;
    }
  }

  #drop(bytes: number): void {
    this.#at += bytes;
    this.#rest = this.#rest.subarray(bytes);
  }

  /** What the first line says of the boundary: the header may say nothing, or something else. */
  #firstLine(isEnd: boolean): boolean {
    const end = this.#rest.indexOf(LF);
    if (end < 0 && !isEnd && this.#rest.length <= MAX_BOUNDARY_BYTES) return false;
    const line = this.#rest
      .subarray(0, end < 0 ? this.#rest.length : end)
      .toString('latin1')
      .trimEnd();
    const found =
      line.startsWith('--') && line.length > 2 && line.length <= MAX_BOUNDARY_BYTES ? line.slice(2) : null;
    if (!this.#declared) {
      // Two dashes alone begin many a text; a header of a part tells.
      if (found === null || end < 0) {
        this.isForeign = true;
        return false;
      }
      if (this.#rest.length < end + 22 && !isEnd) return false;
      if (!/^content-/i.test(this.#rest.subarray(end + 1, end + 9).toString('latin1'))) {
        this.isForeign = true;
        return false;
      }
      this.#problem('not-declared', null, null);
    }
    const isClosed = found !== null && this.#named !== null && found === `${this.#named}--`;
    if (this.#named !== null && (found === this.#named || found === null || isClosed)) this.#use(this.#named);
    else if (found !== null) {
      if (this.#named !== null) this.#problem('boundary-differs', null, 0);
      this.#use(found);
    } else {
      this.#stuckAt = 0;
      return false;
    }
    this.#state = 'before';
    return true;
  }

  #use(boundary: string): void {
    this.#boundary = boundary;
    this.#delimiter = Buffer.from(`--${boundary}`, 'latin1');
  }

  #before(isEnd: boolean): boolean {
    const at = this.#rest.indexOf(this.#delimiter);
    if (at < 0) {
      const kept = isEnd ? 0 : Math.min(this.#rest.length, this.#delimiter.length - 1);
      if (this.#rest.length > kept) this.#problem('bytes-before', null, 0);
      this.#drop(this.#rest.length - kept);
      return false;
    }
    if (at > 0) this.#problem('bytes-before', null, 0);
    this.#drop(at + this.#delimiter.length);
    this.#state = 'after-boundary';
    return true;
  }

  /** The end of a boundary line: the last one has two dashes. */
  #afterBoundary(isEnd: boolean): boolean {
    if (this.#rest.length < 2 && !isEnd) return false;
    if (this.#rest.subarray(0, 2).toString('latin1') === '--') {
      // The line's end may be in what comes next.
      if (this.#rest.length < 4 && !isEnd) return false;
      const [, , next, second] = this.#rest;
      const lineEnd = next === CR && second === LF ? 2 : next === LF ? 1 : 0;
      this.#drop(2 + lineEnd);
      this.#state = 'after';
      return true;
    }
    const end = this.#rest.indexOf(LF);
    if (end < 0) return false;
    if (end === 0 || this.#rest[end - 1] !== CR) this.#problem('bare-line-feed', null, this.#at + end);
    this.#drop(end + 1);
    this.#headerAt = this.#at;
    this.#state = 'header';
    return true;
  }

  #header(isEnd: boolean): boolean {
    const found = headerEnd(this.#rest);
    if (found === null) {
      if (this.#rest.length > MAX_HEADER_BYTES || isEnd) {
        this.#problem('headers-not-ended', this.#partCount, this.#headerAt);
        this.#stuckAt = this.#headerAt;
      }
      return false;
    }
    const text = this.#rest.subarray(0, found.textBytes);
    if (found.isBare) this.#problem('bare-line-feed', this.#partCount, this.#headerAt);
    const header = this.#parsedHeader(text.toString('utf8'));
    this.#drop(found.wholeBytes);
    this.#part = {
      offsetBytes: this.#headerAt,
      contentOffsetBytes: this.#at,
      header,
      hash: createHash('sha256'),
      sizeBytes: 0,
      value: Buffer.alloc(0),
    };
    this.#partCount += 1;
    this.#state = 'content';
    return true;
  }

  #parsedHeader(text: string): PartHeader {
    const part = this.#partCount;
    const lineOf = (name: string): string | null =>
      text
        .split(/\r?\n/)
        .find((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`)
        ?.slice(name.length + 1)
        .trim() ?? null;
    const disposition = lineOf('content-disposition');
    if (disposition === null) this.#problem('no-disposition', part, this.#headerAt);
    const name = parameterOf(disposition ?? '', 'name');
    if (disposition !== null && name === null) this.#problem('no-name', part, this.#headerAt);
    const extended = parameterOf(disposition ?? '', 'filename*');
    const plain = parameterOf(disposition ?? '', 'filename');
    if (extended !== null) this.#problem('filename-extended', part, this.#headerAt);
    const filename = plain ?? decodedExtended(extended);
    if (filename !== null) {
      if (/[^ -~]/.test(filename)) this.#problem('filename-not-ascii', part, this.#headerAt);
      if (/%(22|0A|0D)/i.test(filename)) this.#problem('filename-escaped', part, this.#headerAt);
      if (/[\\/]/.test(filename)) this.#problem('filename-path', part, this.#headerAt);
    }
    return { name: name ?? '', filename, contentType: lineOf('content-type') };
  }

  #content(isEnd: boolean): boolean {
    const part = this.#part;
    if (!part) return false;
    const rest = this.#rest;
    const at = rest.indexOf(this.#delimiter);
    // A line break before a boundary belongs to it, and a boundary may begin at the end of what is here.
    const spare = this.#delimiter.length + 1;
    if (at < 0) {
      const certain = isEnd ? rest.length : Math.max(0, rest.length - spare);
      this.#put(part, rest.subarray(0, certain));
      this.#drop(certain);
      return false;
    }
    const after = at + this.#delimiter.length;
    if (rest.length < after + 2 && !isEnd) return false;
    const isFirst = at === 0 && part.sizeBytes === 0;
    const breakBytes =
      at >= 2 && rest[at - 2] === CR && rest[at - 1] === LF ? 2 : at >= 1 && rest[at - 1] === LF ? 1 : 0;
    if ((breakBytes === 0 && !isFirst) || !this.#endsLine(after)) {
      this.#problem('boundary-in-content', this.#partCount - 1, this.#at + at);
      this.#put(part, rest.subarray(0, after));
      this.#drop(after);
      return true;
    }
    if (breakBytes === 1) this.#problem('bare-line-feed', this.#partCount - 1, this.#at + at - 1);
    this.#put(part, rest.subarray(0, at - breakBytes));
    this.#closePart();
    this.#drop(after);
    this.#state = 'after-boundary';
    return true;
  }

  /** A boundary is followed by the end of its line or by two dashes; a longer word is no boundary. */
  #endsLine(at: number): boolean {
    const next = this.#rest[at];
    const second = this.#rest[at + 1];
    const isBlank = next === 32 || next === 9;
    return (
      next === undefined ||
      next === LF ||
      isBlank ||
      (next === CR && (second === undefined || second === LF)) ||
      (next === DASH && second === DASH)
    );
  }

  #put(part: OpenPart, bytes: Buffer): void {
    if (bytes.length === 0) return;
    part.hash.update(bytes);
    part.sizeBytes += bytes.length;
    const room = VALUE_BYTES - part.value.length;
    if (part.header.filename === null && room > 0)
      part.value = Buffer.concat([part.value, bytes.subarray(0, room)]);
  }

  #closePart(): void {
    const part = this.#part;
    this.#part = null;
    if (!part) return;
    if (this.#parts.length >= MAX_PARTS) {
      this.#problem('too-many-parts', null, part.offsetBytes);
      return;
    }
    const { header, offsetBytes, contentOffsetBytes, sizeBytes, hash, value } = part;
    this.#parts.push({
      ...header,
      offsetBytes,
      contentOffsetBytes,
      sizeBytes,
      sha256: hash.digest('hex'),
      value: header.filename === null ? value.toString('utf8').slice(0, SHOWN_VALUE_LENGTH) : null,
    });
  }
}

/** Where a part's header ends: at an empty line. Null when it is not here. */
function headerEnd(
  bytes: Buffer,
): { readonly textBytes: number; readonly wholeBytes: number; readonly isBare: boolean } | null {
  if (bytes[0] === CR && bytes[1] === LF) return { textBytes: 0, wholeBytes: 2, isBare: false };
  if (bytes[0] === LF) return { textBytes: 0, wholeBytes: 1, isBare: true };
  const proper = bytes.indexOf('\r\n\r\n');
  const bare = bytes.indexOf('\n\n');
  if (proper >= 0 && (bare < 0 || proper < bare))
    return { textBytes: proper, wholeBytes: proper + 4, isBare: false };
  return bare < 0 ? null : { textBytes: bare, wholeBytes: bare + 2, isBare: true };
}

/** A parameter of a header line, quoted or not; null when it has none of that name. */
function parameterOf(line: string, wanted: string): string | null {
  const pattern = /;\s*([\w!#$%&'*+.^`|~-]{1,40})\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]*))/g;
  for (const [, name = '', quoted, bare] of line.matchAll(pattern)) {
    if (name.toLowerCase() !== wanted) continue;
    return quoted === undefined ? (bare ?? '') : quoted.replace(/\\(["\\])/g, '$1');
  }
  return null;
}

/** `UTF-8''caf%C3%A9.png` */
function decodedExtended(value: string | null): string | null {
  if (value === null) return null;
  const text = /^[^']*'[^']*'(.*)$/s.exec(value)?.[1] ?? value;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
