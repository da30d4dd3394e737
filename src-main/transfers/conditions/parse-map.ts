import fs from 'node:fs';
import path from 'node:path';
import type { LocalAnswer, Rule, RuleAction } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import { mediaTypeOf } from '../../lib/media-type.ts';
import { parseMatch, placeFrom } from './parse-match.ts';

/** `upload#2(api.example.com/v1/*)=…`; in the brackets an equals sign may stand. */
const WHO = /^((?:upload|download|request|any)(?:#\d+n?)?(?:\([^()]+\))?)=(.+)$/s;
const PLACE = /^((?:https?:\/\/)?[^=]+)=(.+)$/is;

/**
 * Reads `<from>=<to>`: everything for an origin (`https://api.example.com`) or for a part of it (`…/v1/*`) goes to
 * another origin, or is answered here: by a file, by `text:…`, or by `status:404`. Before
 * the file or text its status and headers may stand: `status:503;header:Retry-After: 5;text:busy`. In the place of a
 * part of an origin, the transfers may be named as for a fault: `upload#2(api.example.com)=status:503`.
 *
 * @param places the origin of the lab, for a `to` of `lab`, and the folder that files are named from
 * @throws FerryError `usage`
 */
export function mapRule(
  id: string,
  text: string,
  places: { readonly labOrigin: string | null; readonly folder: string },
): Rule {
  const [, who, answer = ''] = WHO.exec(text.trim()) ?? [];
  const [, from = '', to = answer] = who === undefined ? (PLACE.exec(text.trim()) ?? []) : [];
  const match = who === undefined ? placeFrom(from) : parseMatch(who);
  if (to === '' || (who === undefined && match.host === undefined && match.path === undefined))
    throw wrong(text);
  return { id, text, enabled: true, match, action: actionFrom(to, text, places) };
}

function actionFrom(
  to: string,
  text: string,
  { labOrigin, folder }: { readonly labOrigin: string | null; readonly folder: string },
): RuleAction {
  if (to === 'lab') {
    if (labOrigin === null)
      throw new FerryError('usage', `${JSON.stringify(text)} needs the lab: add --lab.`, {
        details: { problem: 'lab', text },
      });
    return { kind: 'send-to', origin: labOrigin };
  }
  if (/^https?:\/\//i.test(to)) {
    const url = URL.parse(to);
    if (url?.pathname !== '/' || url.search !== '' || url.username !== '') throw wrong(text);
    return { kind: 'send-to', origin: url.origin };
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(to)) throw wrong(text);
  return { kind: 'respond', answer: answerFrom(to, folder) };
}

function answerFrom(to: string, folder: string): LocalAnswer {
  let rest = to;
  let statusCode = 200;
  const headers: [string, string][] = [];
  const status = /^status:([^;]*)(?:;|$)/.exec(rest);
  if (status) {
    statusCode = /^[2-5]\d\d$/.test(status[1] ?? '') ? Number(status[1]) : 0;
    if (statusCode === 0) {
      throw new FerryError('usage', `${JSON.stringify(to)} is no status from 200 to 599.`, {
        details: { problem: 'status', text: to },
      });
    }
    rest = rest.slice(status[0].length);
  }
  for (;;) {
    const header = /^header:([!#$%&'*+.^_`|~\w-]+):[ \t]*((?:\\;|[^;\r\n])*)(?:;|$)/.exec(rest);
    if (!header) break;
    headers.push([header[1] ?? '', (header[2] ?? '').replaceAll('\\;', ';')]);
    rest = rest.slice(header[0].length);
  }
  if (rest === '') return answer(statusCode, headers, 'text/plain; charset=utf-8', '');
  const text = textFrom(rest);
  if (text !== null) return answer(statusCode, headers, textTypeOf(text), text);
  const file = path.resolve(folder, rest);
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new FerryError(
      'usage',
      `There is no file ${file} to answer with. Name one, an origin, text:… or status:404.`,
      { details: { problem: 'file', text: file } },
    );
  }
  return {
    ...answer(statusCode, headers, mediaTypeOf(file), ''),
    body: { kind: 'file', path: file },
  };
}

/** `text:…` as it stands, or `quoted:"…"` as a JSON string, for what does not go on one line. */
function textFrom(written: string): string | null {
  if (written.startsWith('text:')) return written.slice('text:'.length);
  if (!written.startsWith('quoted:')) return null;
  try {
    const text: unknown = JSON.parse(written.slice('quoted:'.length));
    if (typeof text === 'string') return text;
  } catch {
    // Told below.
  }
  throw wrong(written);
}

/** The media type that a text has where its answer names none. */
export function textTypeOf(text: string): string {
  return /^\s*[[{]/.test(text) ? 'application/json' : 'text/plain; charset=utf-8';
}

function answer(
  statusCode: number,
  headers: readonly (readonly [string, string])[],
  contentType: string,
  text: string,
): LocalAnswer {
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    statusCode,
    headers: isTyped ? headers : [['Content-Type', contentType], ...headers],
    body: { kind: 'text', text },
  };
}

function wrong(text: string): FerryError {
  return new FerryError(
    'usage',
    `${JSON.stringify(text)} maps nothing: write <origin[/path*]>=<origin>, or after the = a file, text:…, status:404 or lab.`,
    { details: { problem: 'map', text } },
  );
}
