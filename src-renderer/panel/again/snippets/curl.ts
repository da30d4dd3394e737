import { octalHidden, splitHidden } from './code-text.ts';
import { multipartText, SNIPPET_BOUNDARY } from './multipart-text.ts';
import type { Outgoing, OutgoingBody } from './outgoing.ts';

/**
 * A text as one word of a POSIX shell, whatever is in it. What a terminal would obey when it is pasted, or what makes
 * the command read otherwise than it runs, is written out by `printf`.
 */
export function shellWord(text: string): string {
  return splitHidden(text.replaceAll('\0', ''))
    .map((piece, index) => {
      if (index % 2 === 1) return `"$(printf '${octalHidden(piece)}')"`;
      return piece === '' && text !== '' ? '' : `'${piece.replaceAll("'", "'\\''")}'`;
    })
    .join('');
}

/** A command for curl in a POSIX shell. */
export function curlSnippet(outgoing: Outgoing): string {
  const { method, url, headers, body } = outgoing;
  const byHand = body.kind === 'multipart' && !isForCurl(body);
  // Anything else might be read as an option.
  const isPlain = /^https?:\/\//iu.test(url);
  const lines = [`curl ${isPlain ? '' : '--url '}${shellWord(url)}`, '--globoff', '--compressed'];
  if (/\/\.{1,2}(\/|$)/u.test(url)) lines.push('--path-as-is');
  if (method === 'HEAD') lines.push('--head');
  else if (method !== 'GET' && !(method === 'POST' && body.kind !== 'none')) {
    lines.push(`--request ${shellWord(method)}`);
  }
  for (const [name, value] of headers) {
    lines.push(`--header ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (byHand) {
    lines.push(`--header ${shellWord(`content-type: multipart/form-data; boundary=${SNIPPET_BOUNDARY}`)}`);
  } else if (!hasType && (body.kind === 'text' || body.kind === 'file')) {
    lines.push("--header 'content-type:'");
  }
  lines.push(...bodyLines(body, byHand, method));
  const command = lines.join(' \\\n  ');
  return byHand ? `${piped(body)} | ${command}` : command;
}

function bodyLines(body: OutgoingBody, byHand: boolean, method: string): readonly string[] {
  switch (body.kind) {
    case 'none':
      return method === 'POST' || method === 'PUT' ? ["--data-raw ''"] : [];
    case 'text':
      return [`--data-raw ${shellWord(body.text)}`];
    case 'file':
      return [`--data-binary ${shellWord(`@${body.localPath}`)}`];
    case 'multipart':
      if (byHand) return ['--data-binary @-'];
      return [
        ...body.fields.map(([name, value]) => `--form-string ${shellWord(`${name}=${value}`)}`),
        `--form ${shellWord(
          `${body.file.name}=@"${quoted(body.file.localPath)}";filename="${quoted(body.file.filename)}";type=${body.file.contentType}`,
        )}`,
      ];
  }
}

/** curl reads the name up to the first `=`, and a type up to the next `;`. */
function isForCurl({ fields, file }: Extract<OutgoingBody, { kind: 'multipart' }>): boolean {
  const isPlain = (text: string): boolean => text !== '' && !/[=\r\n\0"\\;,]/u.test(text);
  return (
    fields.every(([name, value]) => isPlain(name) && !value.includes('\0')) &&
    isPlain(file.name) &&
    /^[\w.+/-]+$/u.test(file.contentType) &&
    !/[\r\n\0"\\]/u.test(file.filename)
  );
}

/** The body written by hand: what stands before the file, the file, what stands after it. */
function piped({ ...body }: Extract<OutgoingBody, { kind: 'multipart' }>): string {
  const { head, tail } = multipartText(body);
  return `{ printf -- ${printfWord(head)}; cat ${shellWord(body.file.localPath)}; printf -- ${printfWord(tail)}; }`;
}

function printfWord(text: string): string {
  const format = text
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n');
  return `'${octalHidden(format).replaceAll("'", "'\\''")}'`;
}

function quoted(text: string): string {
  return text.replace(/["\\]/gu, (character) => `\\${character}`);
}
