import type { OutgoingBody } from './outgoing.ts';

type Multipart = Extract<OutgoingBody, { kind: 'multipart' }>;

/** Stands in no body by accident; snippets that write a body by hand part it with this. */
export const SNIPPET_BOUNDARY = '----FerrySnippet7MA4YWxkTrZu0gW';

/** What stands before and after the file, as the worker writes it: names escaped, values as they are. */
export function multipartText({ fields, file }: Multipart): { readonly head: string; readonly tail: string } {
  const heads = fields.map(
    ([name, value]) =>
      `--${SNIPPET_BOUNDARY}\r\nContent-Disposition: form-data; name="${escapedName(name)}"\r\n\r\n${value}\r\n`,
  );
  const fileHead =
    `--${SNIPPET_BOUNDARY}\r\nContent-Disposition: form-data; name="${escapedName(file.name)}"; ` +
    `filename="${escaped(file.filename)}"\r\nContent-Type: ${file.contentType.replace(/[\r\n\0]+/gu, ' ')}\r\n\r\n`;
  return { head: heads.join('') + fileHead, tail: `\r\n--${SNIPPET_BOUNDARY}--\r\n` };
}

/** Whether forms of browsers would change it: they write every line break as CR LF. */
export function isChangedByForms({ fields }: Multipart): boolean {
  return fields.some(([, value]) => /\r(?!\n)|(?<!\r)\n/u.test(value));
}

function escapedName(name: string): string {
  return escaped(name.replace(/\r\n|\r|\n/gu, '\r\n'));
}

const ESCAPES: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A', '"': '%22', '\0': '%00' };

function escaped(text: string): string {
  return text.replace(/[\r\n"\0]/gu, (character) => ESCAPES[character] ?? '');
}
