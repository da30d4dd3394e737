/** The bytes around the file of a multipart body; head + file + tail is the whole body. */
export interface MultipartFrame {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** Where each part lies in the whole body: the fields in their order, the file last. */
  readonly places: readonly PartPlace[];
}

export interface PartPlace {
  /** Of its header lines, after the boundary line. */
  readonly offsetBytes: number;
  readonly contentOffsetBytes: number;
}

/** The part that is a file. */
export interface FramedFile {
  readonly name: string;
  readonly filename: string;
  readonly contentType: string;
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
  file: FramedFile,
): MultipartFrame {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  const places: PartPlace[] = [];
  let at = 0;
  const put = (text: string): number => {
    const bytes = encoder.encode(text);
    pieces.push(bytes);
    return (at += bytes.length);
  };
  const begin = (header: string): void => {
    const offsetBytes = put(`--${boundary}\r\n`);
    places.push({ offsetBytes, contentOffsetBytes: put(`${header}\r\n\r\n`) });
  };
  for (const [name, value] of fields) {
    begin(`Content-Disposition: form-data; name="${escapedName(name)}"`);
    put(`${value}\r\n`);
  }
  begin(
    `Content-Disposition: form-data; name="${escapedName(file.name)}"; ` +
      `filename="${escaped(file.filename)}"\r\nContent-Type: ${withoutControls(file.contentType)}`,
  );
  const head = new Uint8Array(at);
  let end = 0;
  for (const piece of pieces) {
    head.set(piece, end);
    end += piece.length;
  }
  return { head, tail: encoder.encode(`\r\n--${boundary}--\r\n`), places };
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
