import type { FilePart } from './protocol.ts';

/** The bytes around the file of a multipart body; head + file + tail is the whole body. */
export interface MultipartFrame {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/**
 * Frames one file and its form fields as `multipart/form-data`: fields first, in the order given, then the file
 * (object stores that check a policy want the file last). Field values go out verbatim; names and the filename are
 * escaped as the WHATWG form encoding says, so no value can break out of its header line; NUL too, at which some
 * servers stop reading.
 */
export function multipartFrame(
  boundary: string,
  fields: readonly (readonly [name: string, value: string])[],
  file: Pick<FilePart, 'name' | 'filename' | 'contentType'>,
): MultipartFrame {
  const fieldParts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${escapedName(name)}"\r\n\r\n${value}\r\n`,
  );
  const filePart =
    `--${boundary}\r\nContent-Disposition: form-data; name="${escapedName(file.name)}"; ` +
    `filename="${escaped(file.filename)}"\r\nContent-Type: ${withoutControls(file.contentType)}\r\n\r\n`;
  const encoder = new TextEncoder();
  return {
    head: encoder.encode(fieldParts.join('') + filePart),
    tail: encoder.encode(`\r\n--${boundary}--\r\n`),
  };
}

/** WHATWG: line breaks in an entry's name become CRLF before they are escaped. */
function escapedName(name: string): string {
  return escaped(name.replace(/\r\n|\r|\n/g, '\r\n'));
}

const ESCAPES: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A', '"': '%22', '\0': '%00' };

function escaped(text: string): string {
  return text.replace(/[\r\n"\0]/g, (character) => ESCAPES[character] ?? '');
}

function withoutControls(contentType: string): string {
  return contentType.replace(/[\r\n\0]+/g, ' ');
}
