import type { FaultPlace, RuleAction, RuleMatch } from '#contract/conditions';
import type { RuleFinding, RuleLine, RuleProblem } from '#contract/panel-conditions';
import { formatBytes, formatDurationExact } from '../../lib/format.ts';
import type { TextKey, Texts } from '../texts/texts.ts';

/** A rule as one sentence. */
export function ruleWords(texts: Texts, match: RuleMatch, action: RuleAction): string {
  return texts.t('rules.sentence', { who: matchWords(texts, match), does: actionWords(texts, action) });
}

/** Which transfers a rule is for, in words: `Every second upload to api.example.com`. */
export function matchWords({ t }: Texts, match: RuleMatch): string {
  const kind = match.kind ?? 'any';
  const place = `${match.scheme === undefined ? '' : `${match.scheme}://`}${match.host ?? ''}${match.path ?? ''}`;
  const who =
    match.every !== undefined
      ? t(`rules.who.every.${kind}`, { number: match.every })
      : match.nth !== undefined
        ? t(`rules.who.nth.${kind}`, { number: match.nth })
        : t(`rules.who.${kind}`);
  const where = place === '' ? '' : t('rules.who.to', { place });
  const from = match.page === undefined ? '' : t('rules.who.from', { page: match.page });
  return `${who}${where}${from}`;
}

/** What a rule does, in words: `connection reset after 50 % of the request`. */
export function actionWords(texts: Texts, action: RuleAction): string {
  const { t } = texts;
  switch (action.kind) {
    case 'delay':
      return t('rules.does.delay', { time: timeWords(action.ms) });
    case 'throttle':
      return t('rules.does.throttle', { link: linkName(texts, action.link.name) });
    case 'respond': {
      const { statusCode, body } = action.answer;
      return body.kind === 'file'
        ? t('rules.does.respondFile', { status: statusCode, file: body.path })
        : t('rules.does.respondText', { status: statusCode });
    }
    case 'send-to':
      return t('rules.does.sendTo', { origin: action.origin });
    case 'break':
      return t(`rules.does.break.${action.on}`);
    case 'fault':
      return faultWords(texts, action.fault);
  }
}

function faultWords({ t }: Texts, fault: Extract<RuleAction, { kind: 'fault' }>['fault']): string {
  const place = 'at' in fault ? placeWords(fault.at) : '';
  const side = 'side' in fault ? t(`rules.side.${fault.side}`) : '';
  switch (fault.kind) {
    case 'stall':
      return fault.forMs === null
        ? t('rules.does.stallForGood', { place, side })
        : t('rules.does.stall', { place, side, time: timeWords(fault.forMs) });
    case 'corrupt':
      return t('rules.does.corrupt', { place, side, bytes: fault.bytes });
    case 'content-length':
      return t('rules.does.content-length', { bytes: formatBytes(fault.bytes) });
    case 'drip':
      return t('rules.does.drip', { side, rate: formatBytes(fault.bytesPerSecond) });
    case 'status':
      return t('rules.does.status', { status: fault.statusCode });
    default:
      return t(`rules.does.${fault.kind}`, { place, side });
  }
}

function placeWords(place: FaultPlace): string {
  return place.unit === 'percent' ? `${String(place.percent)} %` : formatBytes(place.bytes);
}

/** As it would be said: `5 s`, `1.5 s`, but `1234 ms`. */
function timeWords(ms: number): string {
  return ms >= 1000 && ms % 100 === 0 ? `${String(ms / 1000)}\u00a0s` : formatDurationExact(ms);
}

/** A preset by its usual name; what is custom as it is written. */
export function linkName({ find }: Texts, name: string): string {
  return find(`link.${name.toLowerCase()}`) ?? name;
}

/** What is wrong with a line, in words. */
export function problemWords({ t, find }: Texts, { problem, text, message }: RuleProblem): string {
  return find(`rules.problem.${problem}`, { text }) ?? t('notice.failed', { message });
}

/** Why a rule does nothing, in words. */
export function findingWords(texts: Texts, finding: RuleFinding, lines: readonly RuleLine[]): string {
  const { t } = texts;
  switch (finding.kind) {
    case 'shadowed': {
      const number = lines.findIndex(({ id }) => id === finding.by) + 1;
      return number > 0 ? t('rules.finding.shadowed', { number }) : t('rules.finding.shadowedByArmed');
    }
    case 'no-page':
      return t('rules.finding.no-page', { page: finding.page });
    case 'illegal':
      return t('rules.finding.illegal', { host: finding.host });
    case 'broken':
      return problemWords(texts, finding.problem);
    default:
      return t(`rules.finding.${finding.kind}` satisfies TextKey);
  }
}
