import type { Fault, FaultPlace, LocalAnswer, Rule, RuleAction, RuleMatch } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import { mediaTypeOf } from '../../lib/media-type.ts';
import { faultRule } from './parse-fault.ts';
import { linkRule } from './parse-link.ts';
import { mapRule, textTypeOf } from './parse-map.ts';
import { parseMatch, STARTS_WITH_KIND } from './parse-match.ts';

/** What the texts of rules are read against: the lab behind `lab`, and the folder that files are named from. */
export interface RulePlaces {
  readonly labOrigin: string | null;
  readonly folder: string;
}

/** A rule with the text of an answer in it. */
const MAX_RULE_LENGTH = 65_536;

type Option = 'fault' | 'link' | 'map' | 'break';

const OPTION_OF: Readonly<Record<RuleAction['kind'], Option>> = {
  delay: 'fault',
  fault: 'fault',
  throttle: 'link',
  respond: 'map',
  'send-to': 'map',
  break: 'break',
};

/**
 * Reads one rule in the words of the command line, with its option or without: `--fault upload:reset@50%`,
 * `--map https://api.example.com=lab`, `3g@files.example.com`, `--break upload:response`.
 *
 * @throws FerryError `usage`; `details.problem` says of what kind, `details.text` where
 */
export function parseRule(id: string, line: string, places: RulePlaces): Rule {
  const trimmed = line.trim();
  if (trimmed.length > MAX_RULE_LENGTH) {
    throw new FerryError('usage', 'A rule is never this long: put a long answer into a file.', {
      details: { problem: 'long', text: trimmed.slice(0, 60) },
    });
  }
  const [, named, rest = trimmed] = /^--(fault|link|map|break)\s+(.*)$/s.exec(trimmed) ?? [];
  switch (named ?? optionOf(rest)) {
    case 'link': {
      const rule = linkRule(id, rest);
      if (rule) return rule;
      throw new FerryError(
        'usage',
        `${JSON.stringify(rest)} names no transfers: write 3g@upload or 3g@api.example.com. A link for everything is chosen above the phone.`,
        { details: { problem: 'link-for-all', text: rest } },
      );
    }
    case 'map':
      return mapRule(id, rest, places);
    case 'break':
      return breakRule(id, rest);
    default:
      return faultRule(id, rest);
  }
}

/** What a text without an option can only be: `=` maps, `@` with a host or a kind after it is a link. */
function optionOf(text: string): Option {
  if (STARTS_WITH_KIND.test(text)) return /^\w+(?:#\d+n?)?(?:\([^()]*\))?=/.test(text) ? 'map' : 'fault';
  if (/^[\w.=,%-]+@/.test(text)) return 'link';
  return text.includes('=') ? 'map' : 'fault';
}

/** `upload`, `upload:request`, `download#2(api.example.com):response`. */
function breakRule(id: string, text: string): Rule {
  const [, who = text, on = 'both'] = /^(.*?)(?::(request|response))?$/s.exec(text) ?? [];
  return {
    id,
    text: `--break ${text}`,
    enabled: true,
    match: parseMatch(who),
    action: { kind: 'break', on: on as 'request' | 'response' | 'both' },
  };
}

/** A rule as a line of the command line, with its option. */
export function lineOf({ text, action }: Pick<Rule, 'text' | 'action'>): string {
  return action.kind === 'break' ? text : `--${OPTION_OF[action.kind]} ${text}`;
}

/** The line that {@link parseRule} reads as this. */
export function ruleLine(match: RuleMatch, action: RuleAction): string {
  return `--${OPTION_OF[action.kind]} ${wordsOf(match, action)}`;
}

function wordsOf(match: RuleMatch, action: RuleAction): string {
  switch (action.kind) {
    case 'delay':
      return `${whoText(match)}:delay,${String(action.ms)}ms`;
    case 'fault':
      return `${whoText(match)}:${faultText(action.fault, match)}`;
    case 'throttle':
      return `${action.link.name}@${action.sharing === 'rule' ? placeText(match) : whoText(match)}`;
    case 'respond':
      return `${fromText(match)}=${answerText(action.answer)}`;
    case 'send-to':
      return `${fromText(match)}=${action.origin}`;
    case 'break':
      return `${whoText(match)}${action.on === 'both' ? '' : `:${action.on}`}`;
  }
}

function whoText(match: RuleMatch): string {
  const count =
    match.every !== undefined
      ? `#${String(match.every)}n`
      : match.nth === undefined
        ? ''
        : `#${String(match.nth)}`;
  const where = [placeText(match), match.page === undefined ? '' : `page=${match.page}`].filter(
    (text) => text !== '',
  );
  return `${match.kind ?? 'any'}${count}${where.length === 0 ? '' : `(${where.join(',')})`}`;
}

function placeText({ scheme, host, path }: RuleMatch): string {
  const below = path === undefined || path.startsWith('/') ? (path ?? '') : `/${path}`;
  return `${scheme === undefined ? '' : `${scheme}://`}${host ?? ''}${below}`;
}

/** A place alone where that is all there is. */
function fromText(match: RuleMatch): string {
  const { kind, page, nth, every, host, path } = match;
  const isPlace = [kind, page, nth, every].every((part) => part === undefined);
  return isPlace && (host !== undefined || path !== undefined) ? placeText(match) : whoText(match);
}

function faultText(fault: Fault, match: RuleMatch): string {
  const usual = match.kind === 'upload' ? 'request' : 'response';
  const side = 'side' in fault && fault.side !== usual ? `${fault.side}/` : '';
  const at = 'at' in fault ? `@${placeOf(fault.at)}` : '';
  return `${side}${fault.kind}${at}${valueOf(fault)}`;
}

function valueOf(fault: Fault): string {
  switch (fault.kind) {
    case 'stall':
      return fault.forMs === null ? '' : `,${String(fault.forMs)}ms`;
    case 'corrupt':
    case 'content-length':
      return `,${String(fault.bytes)}`;
    case 'drip':
      return `,${String(fault.bytesPerSecond)}`;
    case 'status':
      return `,${String(fault.statusCode)}`;
    default:
      return '';
  }
}

function placeOf(place: FaultPlace): string {
  return place.unit === 'bytes' ? String(place.bytes) : `${String(place.percent)}%`;
}

function answerText({ statusCode, headers, body }: LocalAnswer): string {
  const usual = body.kind === 'file' ? mediaTypeOf(body.path) : textTypeOf(body.text);
  const own = headers.filter(([name, value]) => name.toLowerCase() !== 'content-type' || value !== usual);
  const content =
    body.kind === 'file'
      ? body.path
      : body.text === ''
        ? ''
        : /[\r\n]/.test(body.text)
          ? `quoted:${JSON.stringify(body.text)}`
          : `text:${body.text}`;
  const parts = [
    ...(statusCode === 200 && (content !== '' || own.length > 0) ? [] : [`status:${String(statusCode)}`]),
    ...own.map(([name, value]) => `header:${name}: ${value.replaceAll(';', '\\;')}`),
    ...(content === '' ? [] : [content]),
  ];
  return parts.join(';');
}
