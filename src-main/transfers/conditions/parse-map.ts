import fs from 'node:fs';
import path from 'node:path';
import type { LocalAnswer, Rule, RuleAction } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import { mediaTypeOf } from '../../lib/media-type.ts';
import { placeFrom } from './parse-match.ts';

/**
 * Reads `<from>=<to>`: everything for an origin (`https://api.example.com`) or for a part of it (`…/v1/*`) goes to
 * another origin, or is answered here: by a file, by `text:…`, or by `status:404`.
 *
 * @param places the origin of the lab, for a `to` of `lab`, and the folder that files are named from
 * @throws FerryError `usage`
 */
export function mapRule(
  id: string,
  text: string,
  places: { readonly labOrigin: string | null; readonly folder: string },
): Rule {
  const [, from = '', to = ''] = /^((?:https?:\/\/)?[^=]+)=(.+)$/i.exec(text.trim()) ?? [];
  const match = placeFrom(from);
  if (to === '' || (match.host === undefined && match.path === undefined)) throw wrong(text);
  return { id, text, enabled: true, match, action: actionFrom(to, text, places) };
}

function actionFrom(
  to: string,
  text: string,
  { labOrigin, folder }: { readonly labOrigin: string | null; readonly folder: string },
): RuleAction {
  if (to === 'lab') {
    if (labOrigin === null)
      throw new FerryError('usage', `${JSON.stringify(text)} needs the lab: add --lab.`);
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
  if (to.startsWith('status:')) {
    const status = /^status:([2-5]\d\d)$/.exec(to)?.[1];
    if (status === undefined)
      throw new FerryError('usage', `${JSON.stringify(to)} is no status from 200 to 599.`);
    return textAnswer(Number(status), '');
  }
  if (to.startsWith('text:')) return textAnswer(200, to.slice('text:'.length));
  const file = path.resolve(folder, to);
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new FerryError(
      'usage',
      `There is no file ${file} to answer with. Name one, an origin, text:… or status:404.`,
    );
  }
  return {
    statusCode: 200,
    headers: [['Content-Type', mediaTypeOf(file)]],
    body: { kind: 'file', path: file },
  };
}

function textAnswer(statusCode: number, text: string): LocalAnswer {
  const isJson = /^\s*[[{]/.test(text);
  const contentType = isJson ? 'application/json' : 'text/plain; charset=utf-8';
  return { statusCode, headers: [['Content-Type', contentType]], body: { kind: 'text', text } };
}

function wrong(text: string): FerryError {
  return new FerryError(
    'usage',
    `${JSON.stringify(text)} maps nothing: write <origin[/path*]>=<origin>, or after the = a file, text:…, status:404 or lab.`,
  );
}
