import type { Fault, LinkSpec, LocalAnswer, Rule, RuleMatch } from '#contract/conditions';
import type { BodySide, TransferKind } from '#contract/transfer';
import { recordedAddressOf } from '../../lib/url-address.ts';

/** What rules look at. */
export interface TransferFacts {
  readonly kind: TransferKind;
  readonly url: URL;
  /** Left out where nothing depends on it. */
  readonly method?: string;
  /** Route of the page that made the call. */
  readonly page: string;
}

/** What the rules make of one transfer. */
export interface Treatment {
  readonly delayMs: number;
  readonly faults: readonly Fault[];
  readonly answer: LocalAnswer | null;
  readonly sendTo: string | null;
  /** The link of a `throttle` rule; `share` names what shares its rates. */
  readonly link: { readonly share: string; readonly spec: LinkSpec } | null;
  /** Where it stops for the developer. */
  readonly breaks: readonly BodySide[];
  /** Every rule that applied, as written. */
  readonly rules: readonly string[];
}

export const UNTREATED: Treatment = {
  delayMs: 0,
  faults: [],
  answer: null,
  sendTo: null,
  link: null,
  breaks: [],
  rules: [],
};

/** The developer's rules of one program. */
export interface RuleBook {
  /** What applies to a new transfer; counts it for `nth`. */
  treat(facts: TransferFacts, exchangeId?: string): Treatment;
  /** Where a redirect to this URL goes instead, and by which shared link. Counts nothing. */
  beyondRedirect(facts: TransferFacts): Pick<Treatment, 'sendTo' | 'link'>;
  /** Replaces the rules. A rule that stays, by its id and text, keeps its count. */
  set(rules: readonly Rule[]): void;
  /** How often each rule applied, by id. */
  hits(): ReadonlyMap<string, number>;
}

interface Counted {
  readonly rule: Rule;
  /** Transfers that matched all but `nth`. */
  met: number;
  hits: number;
}

/** @param onHit hears which rule applied to which transfer */
export function createRuleBook(
  rules: readonly Rule[],
  onHit: (ruleId: string, exchangeId: string | null) => void = () => undefined,
): RuleBook {
  let lines: Counted[] = rules.map((rule) => ({ rule, met: 0, hits: 0 }));
  let treated = 0;

  const appliesNow = (line: Counted, facts: TransferFacts): boolean => {
    if (!line.rule.enabled || !matches(line.rule.match, facts)) return false;
    line.met += 1;
    const { nth, every } = line.rule.match;
    if (nth !== undefined && nth !== line.met) return false;
    if (every !== undefined && line.met % every !== 0) return false;
    line.hits += 1;
    return true;
  };

  return {
    treat(facts, exchangeId) {
      treated += 1;
      const found = lines.filter((line) => appliesNow(line, facts)).map(({ rule }) => rule);
      for (const { id } of found) onHit(id, exchangeId ?? null);
      return found.reduce((treatment, rule) => withRule(treatment, rule, treated), UNTREATED);
    },
    beyondRedirect(facts) {
      const actions = lines
        .filter(({ rule }) => rule.enabled && isForAll(rule.match) && matches(rule.match, facts))
        .map(({ rule }) => ({ id: rule.id, action: rule.action }));
      const sendTo = actions.find(({ action }) => action.kind === 'send-to')?.action;
      const shared = actions.find(({ action }) => action.kind === 'throttle' && action.sharing === 'rule');
      return {
        sendTo: sendTo?.kind === 'send-to' ? sendTo.origin : null,
        link: shared?.action.kind === 'throttle' ? { share: shared.id, spec: shared.action.link } : null,
      };
    },
    set(next) {
      lines = next.map((rule) => {
        const known = lines.find((line) => line.rule.id === rule.id && line.rule.text === rule.text);
        return { rule, met: known?.met ?? 0, hits: known?.hits ?? 0 };
      });
    },
    hits: () => new Map(lines.map(({ rule, hits }) => [rule.id, hits])),
  };
}

/** Of `respond`, `send-to` and `throttle` the first counts; delays add up. */
function withRule(treatment: Treatment, rule: Rule, transfer: number): Treatment {
  const { action } = rule;
  const next = { ...treatment, rules: [...treatment.rules, rule.text] };
  switch (action.kind) {
    case 'delay':
      return { ...next, delayMs: treatment.delayMs + action.ms };
    case 'throttle': {
      const share = action.sharing === 'rule' ? rule.id : `${rule.id}:${String(transfer)}`;
      return { ...next, link: treatment.link ?? { share, spec: action.link } };
    }
    case 'fault':
      return { ...next, faults: [...treatment.faults, action.fault] };
    case 'respond':
      return treatment.sendTo === null ? { ...next, answer: treatment.answer ?? action.answer } : treatment;
    case 'break': {
      const sides: readonly BodySide[] = action.on === 'both' ? ['request', 'response'] : [action.on];
      return { ...next, breaks: [...new Set([...treatment.breaks, ...sides])] };
    }
    case 'send-to':
      return treatment.answer === null ? { ...next, sendTo: treatment.sendTo ?? action.origin } : treatment;
  }
}

/** Whether a rule is for every transfer that matches, whatever its number. */
function isForAll({ nth, every }: RuleMatch): boolean {
  return nth === undefined && every === undefined;
}

function matches(match: RuleMatch, { kind, method, url, page }: TransferFacts): boolean {
  return (
    (match.kind === undefined || match.kind === kind) &&
    (match.method === undefined || match.method === method) &&
    (match.recordedAddress === undefined || match.recordedAddress === recordedAddressOf(url)) &&
    (match.scheme === undefined || `${match.scheme}:` === url.protocol) &&
    (match.host === undefined || isLike(url.host, match.host)) &&
    (match.path === undefined || isLike(url.pathname, match.path)) &&
    (match.page === undefined || isLike(page, match.page))
  );
}

/**
 * Whether whatever one match lets through, another does too: patterns by their letters, so that a `false` may be
 * wrong and a `true` is not.
 */
export function coversMatch(wide: RuleMatch, narrow: RuleMatch): boolean {
  const covers = (key: 'host' | 'path' | 'page'): boolean =>
    wide[key] === undefined || (narrow[key] !== undefined && isLike(narrow[key], wide[key]));
  return (
    isForAll(wide) &&
    (wide.kind === undefined || wide.kind === narrow.kind) &&
    (wide.method === undefined || wide.method === narrow.method) &&
    (wide.recordedAddress === undefined || wide.recordedAddress === narrow.recordedAddress) &&
    (wide.scheme === undefined || wide.scheme === narrow.scheme) &&
    covers('host') &&
    covers('path') &&
    covers('page')
  );
}

/** Whether a text is like a pattern in which `*` stands for any characters; in time that grows with both alone. */
export function isLike(text: string, pattern: string): boolean {
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || !text.endsWith(tail)) return false;
  // Each piece as early as it is found leaves the most room for those after it.
  let at = head.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - tail.length;
}
