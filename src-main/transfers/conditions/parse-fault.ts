import type { Fault, FaultPlace, FaultSide, Rule, RuleAction, RuleMatch } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import { parseMatch } from './parse-match.ts';
import { millisecondsFrom } from './units.ts';

/** What a fault is made of: `[response:]reset@50%,5s`. */
interface Written {
  readonly name: string;
  readonly side: FaultSide;
  readonly at: FaultPlace | null;
  readonly value: string | null;
}

/** Faults of a body, which have a side. */
const SIDED: ReadonlySet<string> = new Set(['reset', 'close', 'stall', 'corrupt', 'drip']);

const START: FaultPlace = { unit: 'bytes', bytes: 0 };

/** How each fault is written; null where what is written makes no sense. */
const FAULTS: Readonly<Record<string, (written: Written) => Fault | null>> = {
  refuse: plain('refuse'),
  dns: plain('dns'),
  tls: plain('tls'),
  reset: ({ side, at, value }) => (value === null ? { kind: 'reset', side, at: at ?? START } : null),
  close: ({ side, at, value }) => (value === null ? { kind: 'close', side, at: at ?? START } : null),
  stall({ side, at, value }) {
    const forMs = value === null ? null : millisecondsFrom(value);
    return value !== null && forMs === null ? null : { kind: 'stall', side, at: at ?? START, forMs };
  },
  truncate: ({ at, value }) => (at && value === null ? { kind: 'truncate', at } : null),
  corrupt({ side, at, value }) {
    const bytes = value === null ? 1 : wholeFrom(value);
    return at && bytes ? { kind: 'corrupt', side, at, bytes } : null;
  },
  'content-length'({ at, value }) {
    const bytes = wholeFrom(value ?? '');
    return at || bytes === null ? null : { kind: 'content-length', bytes };
  },
  'garbage-header': plain('garbage-header'),
  drip({ side, at, value }) {
    const bytesPerSecond = wholeFrom(value ?? '');
    return at || !bytesPerSecond ? null : { kind: 'drip', side, bytesPerSecond };
  },
  status({ at, value }) {
    const statusCode = wholeFrom(value ?? '');
    const isStatus = statusCode !== null && statusCode >= 200 && statusCode <= 599;
    return at || !isStatus ? null : { kind: 'status', statusCode };
  },
  'drop-response': plain('drop-response'),
  'duplicate-progress': plain('duplicate-progress'),
};

/**
 * Reads a fault with the transfers it is for: `download:reset@50%`, `upload:stall@65536,5s`, `upload#2:status,503`.
 * A place counts bytes of the request body for uploads, else of the response body; `request/` or `response/` before
 * the fault says which otherwise (`upload:response/close@10`).
 *
 * @throws FerryError `usage`
 */
export function parseFault(text: string): { readonly match: RuleMatch; readonly fault: Fault } {
  const [, who = '', side, name = '', place, value] =
    /^([^:]+(?:\([^()]*\))?):(?:(request|response)\/)?([a-z-]+)(?:@([^,]+))?(?:,(.+))?$/.exec(text.trim()) ??
    [];
  const make = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
  if (!make) throw wrong(text);
  const match = parseMatch(who);
  const at = place === undefined ? null : placeFrom(place);
  if (place !== undefined && at === null) throw wrong(text);
  if (side !== undefined && !SIDED.has(name)) throw wrong(text);
  const fault = make({
    name,
    side: (side as FaultSide | undefined) ?? (match.kind === 'upload' ? 'request' : 'response'),
    at,
    value: value ?? null,
  });
  if (!fault) throw wrong(text);
  return { match, fault };
}

/** The rule of one `--fault`: a fault, or `upload:delay,500ms`, which breaks nothing and only takes its time. */
export function faultRule(id: string, text: string): Rule {
  const [, who, time] = /^([^:]+(?:\([^()]*\))?):delay,(.+)$/.exec(text.trim()) ?? [];
  const ms = time === undefined ? null : millisecondsFrom(time);
  if (who !== undefined && ms !== null) return ruleOf(id, text, parseMatch(who), { kind: 'delay', ms });
  const { match, fault } = parseFault(text);
  return ruleOf(id, text, match, { kind: 'fault', fault });
}

function ruleOf(id: string, text: string, match: RuleMatch, action: RuleAction): Rule {
  return { id, text, enabled: true, match, action };
}

function plain(kind: 'refuse' | 'dns' | 'tls' | 'garbage-header' | 'drop-response' | 'duplicate-progress') {
  return ({ at, value }: Written): Fault | null => (at === null && value === null ? { kind } : null);
}

function placeFrom(text: string): FaultPlace | null {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (number === undefined) return null;
  const value = Number(number);
  if (percent === '%') return value <= 100 ? { unit: 'percent', percent: value } : null;
  return Number.isSafeInteger(value) ? { unit: 'bytes', bytes: value } : null;
}

function wholeFrom(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function wrong(text: string): FerryError {
  return new FerryError(
    'usage',
    `${JSON.stringify(text)} is no fault: write <who>:<what>, as in download:reset@50%, upload:stall@65536,5s or request#2:status,503. What: delay,<time>, ${Object.keys(FAULTS).join(', ')}.`,
    { details: { problem: 'fault', text } },
  );
}
