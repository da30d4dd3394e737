import type { HeaderLines } from '#contract/transfer';
import { codeText } from './code-text.ts';
import { isChangedByForms, multipartText, SNIPPET_BOUNDARY } from './multipart-text.ts';
import type { Outgoing, OutgoingBody } from './outgoing.ts';

/** Headers that a page of a browser cannot set; the browser writes its own. */
const FORBIDDEN_IN_BROWSERS = new Set([
  'cookie',
  'referer',
  'origin',
  'date',
  'via',
  'expect',
  'trailer',
  'dnt',
]);
/** Methods that `fetch` refuses to send. */
const FORBIDDEN_METHODS = new Set(['TRACE', 'CONNECT']);

type Where = 'node' | 'browser';

/** `fetch` as Node and Deno have it, in a module. */
export function nodeFetchSnippet(outgoing: Outgoing): string {
  return fetchSnippet(outgoing, 'node');
}

/** `fetch` in a page of a browser. */
export function browserFetchSnippet(outgoing: Outgoing): string {
  return fetchSnippet(outgoing, 'browser');
}

function fetchSnippet(outgoing: Outgoing, where: Where): string {
  const { method, url } = outgoing;
  const isKept = ([name]: readonly [string, string]): boolean =>
    where === 'node' || !FORBIDDEN_IN_BROWSERS.has(name.toLowerCase());
  const left = outgoing.headers.filter((line) => !isKept(line)).map(([name]) => name);
  const { before, body, type } = bodyCode(outgoing.body, where);
  const lines = [
    ...(FORBIDDEN_METHODS.has(method) ? [`// fetch refuses to send ${method}.`] : []),
    ...(left.length > 0 ? [`// A browser writes these itself: ${left.join(', ')}.`] : []),
    ...before,
    `const response = await fetch(${codeText(url)}, {`,
    ...optionLines(method, withType(outgoing.headers.filter(isKept), type)),
    ...(body === null ? [] : [`  body: ${body},`]),
    '});',
    'console.log(response.status, await response.text());',
  ];
  return lines.join('\n');
}

/** For got, which Ferry itself sends with. */
export function gotSnippet(outgoing: Outgoing): string {
  const { method, url, headers } = outgoing;
  const { before, body, type } = bodyCode(outgoing.body, 'node');
  const isBlob = body === 'new Blob(body)';
  return [
    "import got from 'got';",
    ...before,
    '',
    `const response = await got(${codeText(url)}, {`,
    ...optionLines(method, withType(headers, type)),
    ...(body === null ? [] : [`  body: ${isBlob ? 'await new Blob(body).bytes()' : body},`]),
    '  throwHttpErrors: false,',
    '  retry: { limit: 0 },',
    '});',
    'console.log(response.statusCode, response.body);',
  ].join('\n');
}

function optionLines(method: string, headers: HeaderLines): readonly string[] {
  return [
    `  method: ${codeText(method)},`,
    ...(headers.length > 0
      ? [
          '  headers: {',
          ...merged(headers).map(([name, value]) => `    ${codeText(name)}: ${codeText(value)},`),
          '  },',
        ]
      : []),
  ];
}

/** An object has each name once: what is there twice is joined, as HTTP lets it be. */
function merged(headers: HeaderLines): HeaderLines {
  const lines = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    const known = lines.get(name.toLowerCase());
    lines.set(name.toLowerCase(), known ? [known[0], `${known[1]}, ${value}`] : [name, value]);
  }
  return [...lines.values()];
}

function withType(headers: HeaderLines, type: string | null): HeaderLines {
  return type === null ? headers : [...headers, ['content-type', type]];
}

interface BodyCode {
  readonly before: readonly string[];
  /** The expression; null for none. */
  readonly body: string | null;
  /** Content-Type that the body needs and nobody else writes. */
  readonly type: string | null;
}

function bodyCode(body: OutgoingBody, where: Where): BodyCode {
  switch (body.kind) {
    case 'none':
      return { before: [], body: null, type: null };
    case 'text':
      return { before: [], body: codeText(body.text), type: null };
    case 'file':
      return where === 'node'
        ? { before: READS, body: `await readFile(${codeText(body.localPath)})`, type: null }
        : { before: [PICKS], body: 'picked', type: null };
    case 'multipart': {
      const { file } = body;
      const before = where === 'node' ? READS : [PICKS];
      const bytes = where === 'node' ? `await readFile(${codeText(file.localPath)})` : 'picked';
      if (isChangedByForms(body)) {
        const { head, tail } = multipartText(body);
        return {
          before: [
            ...before,
            '// Written by hand: FormData would change the line breaks of a field.',
            'const body = [',
            `  ${codeText(head)},`,
            `  ${bytes},`,
            `  ${codeText(tail)},`,
            '];',
          ],
          body: 'new Blob(body)',
          type: `multipart/form-data; boundary=${SNIPPET_BOUNDARY}`,
        };
      }
      return {
        before: [
          ...before,
          'const form = new FormData();',
          ...body.fields.map(([name, value]) => `form.append(${codeText(name)}, ${codeText(value)});`),
          `const file = new File([${bytes}], ${codeText(file.filename)}, { type: ${codeText(file.contentType)} });`,
          `form.append(${codeText(file.name)}, file);`,
        ],
        body: 'form',
        type: null,
      };
    }
  }
}

const READS = ["import { readFile } from 'node:fs/promises';", ''];
const PICKS = "const picked = document.querySelector('input[type=file]').files[0];";
