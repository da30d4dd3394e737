import { expect, it } from 'vitest';
import {
  createResponseReader,
  type ResponsePiece,
} from '../../../../src-main/worker/tampering/response-reader.ts';

/** What a reader makes of a response that comes in pieces of `step` bytes: kinds and their bytes, joined. */
function read(text: string, step: number, method = 'GET'): string {
  const reader = createResponseReader(method);
  const bytes = Buffer.from(text, 'latin1');
  const parts: [kind: string, text: string][] = [];
  const told = (piece: ResponsePiece): string => {
    switch (piece.kind) {
      case 'head':
        return `${String(piece.head.statusCode)} ${piece.head.framing.kind}`;
      case 'whole':
        return Buffer.from(piece.trailers).toString('latin1');
      default:
        return Buffer.from(piece.bytes).toString('latin1');
    }
  };
  for (let at = 0; at < bytes.length; at += step) {
    for (const piece of reader.read(bytes.subarray(at, at + step))) {
      const last = parts.at(-1);
      if (last?.[0] === piece.kind && piece.kind !== 'head') last[1] += told(piece);
      else parts.push([piece.kind, told(piece)]);
    }
  }
  const rest = Buffer.from(reader.rest()).toString('latin1');
  return [...parts, ...(rest === '' ? [] : [['rest', rest]])].map((part) => part.join(' ')).join(' | ');
}

const OK = 'HTTP/1.1 200 OK\r\n';

it.each([
  ['a told length', `${OK}Content-Length: 5\r\n\r\nhello`, 'head 200 length | body hello | whole '],
  ['a length of nothing', `${OK}Content-Length: 0\r\n\r\n`, 'head 200 length | whole '],
  [
    'more than it told',
    `${OK}Content-Length: 2\r\n\r\nhello`,
    'head 200 length | body he | whole  | raw llo',
  ],
  [
    'chunks',
    `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\n\r\n`,
    'head 200 chunked | body hello | whole ',
  ],
  [
    'chunks and trailers',
    `${OK}transfer-encoding: gzip, Chunked\r\n\r\n00a\r\n0123456789\r\n0\r\nX: y\r\nZ: a\r\n\r\n`,
    'head 200 chunked | body 0123456789 | whole X: y\r\nZ: a\r\n',
  ],
  [
    'a chunk whose size is none',
    `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\nno size\r\nrest`,
    'head 200 chunked | body x | raw no size\r\nrest',
  ],
  ['no told length', `${OK}X: y\r\n\r\nhello`, 'head 200 close | body hello'],
  ['a length that is none', `${OK}Content-Length: 5x\r\n\r\nhello`, 'head 200 close | body hello'],
  ['no body', 'HTTP/1.1 204 No Content\r\n\r\n', 'head 204 none | whole '],
  [
    'an interim answer first',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${OK}Content-Length: 1\r\n\r\nx`,
    'raw HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n | head 200 length | body x | whole ',
  ],
  ['something else than HTTP', 'SSH-2.0-OpenSSH\r\n\r\nabc', 'raw SSH-2.0-OpenSSH\r\n\r\nabc'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le', 'rest HTTP/1.1 200 OK\r\nContent-Le'],
  ['half a chunk line', `${OK}Transfer-Encoding: chunked\r\n\r\n1`, 'head 200 chunked | rest 1'],
  [
    'line ends of a careless server',
    'HTTP/1.1 200 OK\nContent-Length: 1\n\nx',
    'head 200 length | body x | whole ',
  ],
])('%s reads the same in one piece and byte by byte', (_name, text, expected) => {
  expect(read(text, Infinity)).toBe(expected);
  expect(read(text, 1)).toBe(expected);
  expect(read(text, 3)).toBe(expected);
});

it('an answer to HEAD has no body, whatever it says', () => {
  expect(read(`${OK}Content-Length: 5\r\n\r\n`, 1, 'HEAD')).toBe('head 200 none | whole ');
});

it('a head without an end goes on as it is, in bounded memory', () => {
  const endless = `${OK}X: ${'y'.repeat(200_000)}`;
  expect(read(endless, 1000)).toBe(`raw ${endless}`);
});
