import type { Rule } from '#contract/conditions';
import type { RuleFinding } from '#contract/panel-conditions';
import { coversMatch, isLike } from './rule-book.ts';

/** What the findings are made from. */
export interface FindingFacts {
  readonly pages: readonly string[];
  /** Why a host cannot be reached by any kind; null where nothing is enforced. */
  readonly isIllegal: (host: string, rule: Rule) => boolean;
  readonly hits: (ruleId: string) => number;
}

/** Why rules that are on do nothing: by id, those with nothing to tell left out. */
export function ruleFindings(
  rules: readonly Rule[],
  facts: FindingFacts,
): ReadonlyMap<string, readonly RuleFinding[]> {
  const found = new Map<string, readonly RuleFinding[]>();
  const active = rules.filter(({ enabled }) => enabled);
  for (const [index, rule] of active.entries()) {
    const own = findingsOf(rule, active.slice(0, index), facts);
    if (own.length > 0) found.set(rule.id, own);
  }
  return found;
}

function findingsOf(rule: Rule, before: readonly Rule[], facts: FindingFacts): readonly RuleFinding[] {
  const { match } = rule;
  const findings: RuleFinding[] = [];
  const taker = before.find((other) => excludes(other, rule) && coversMatch(other.match, match));
  if (taker) findings.push({ kind: 'shadowed', by: taker.id });
  if (match.nth !== undefined && facts.hits(rule.id) > 0) findings.push({ kind: 'spent' });
  const { page } = match;
  if (page !== undefined && !facts.pages.some((route) => isLike(route, page))) {
    findings.push({ kind: 'no-page', page });
  }
  if (hasNoEffect(rule)) findings.push({ kind: 'no-effect' });
  const { host } = match;
  if (host !== undefined && !host.includes('*') && facts.isIllegal(host, rule)) {
    findings.push({ kind: 'illegal', host });
  }
  return findings;
}

/** Of an answer, another origin and a link the first one counts. */
function excludes(first: Rule, second: Rule): boolean {
  const isAnswer = ({ action }: Rule): boolean => action.kind === 'respond' || action.kind === 'send-to';
  const isLink = ({ action }: Rule): boolean => action.kind === 'throttle';
  return (isAnswer(first) && isAnswer(second)) || (isLink(first) && isLink(second));
}

/** A download sends no body to break, and a request tells no progress to repeat. */
function hasNoEffect({ match, action }: Rule): boolean {
  if (action.kind !== 'fault') return false;
  const { fault } = action;
  if (fault.kind === 'duplicate-progress') return match.kind === 'request';
  return match.kind === 'download' && 'side' in fault && fault.side === 'request';
}
