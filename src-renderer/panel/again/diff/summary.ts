import type { BodySide, Exchange, Phase } from '#contract/transfer';
import { formatBytes, formatDuration } from '../../../lib/format.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Comparison } from './compare.ts';

/** Less is noise. */
const NOTABLE_MS = 50;
const NOTABLE_SHARE = 0.25;
const MOST_CLAUSES = 4;

type Phases = Readonly<Partial<Record<Phase['name'], number>>>;

/**
 * In one sentence what tells B from A, the weightiest first.
 *
 * @param otherBodies sides whose bytes are known to differ
 */
export function summaryOf(
  a: Exchange,
  b: Exchange,
  comparison: Comparison,
  otherBodies: ReadonlySet<BodySide>,
  { t, locale }: Texts,
): string {
  const clauses = [
    ...resultClauses(a, b, t),
    ...addressClauses(a, b, t),
    ...fieldClauses(a, b, t),
    ...listClauses(comparison, t),
    ...bodyClauses(a, b, otherBodies, t),
    ...timeClauses(a, b, t),
    ...sizeClauses(a, b, t),
  ];
  if (clauses.length === 0) return t('again.diff.sameAll');
  const shown = clauses.slice(0, MOST_CLAUSES);
  if (clauses.length > MOST_CLAUSES) {
    shown.push(t('again.diff.more', { count: clauses.length - MOST_CLAUSES }));
  }
  // Chinese joins clauses by a mark; its word for “and” joins nouns.
  const list = locale.startsWith('zh')
    ? shown.join('；')
    : new Intl.ListFormat(locale, { type: 'conjunction' }).format(shown);
  return t('again.diff.sentence', { list });
}

function resultClauses(a: Exchange, b: Exchange, t: Texts['t']): readonly string[] {
  if (a.state !== b.state) {
    return [t('again.diff.state', { a: t(`state.${a.state}`), b: t(`state.${b.state}`) })];
  }
  if (a.statusCode !== b.statusCode) {
    return [t('again.diff.status', { a: a.statusCode ?? '–', b: b.statusCode ?? '–' })];
  }
  return [];
}

function addressClauses(a: Exchange, b: Exchange, t: Texts['t']): readonly string[] {
  const [left, right] = [URL.parse(a.url), URL.parse(b.url)];
  const clauses: string[] = [];
  if (a.method !== b.method) clauses.push(t('again.diff.method', { a: a.method, b: b.method }));
  if (left && right && left.host !== right.host) {
    clauses.push(t('again.diff.host', { a: left.host, b: right.host }));
  } else if (left && right && left.pathname !== right.pathname) clauses.push(t('again.diff.path'));
  return clauses;
}

function fieldClauses(a: Exchange, b: Exchange, t: Texts['t']): readonly string[] {
  const [left, right] = [countNames(a), countNames(b)];
  const clauses: string[] = [];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [before, after] = [left.get(name) ?? 0, right.get(name) ?? 0];
    if (before === after) continue;
    if (after === 0) clauses.push(t('again.diff.fieldLeft', { name }));
    else if (before === 0 && after === 1) clauses.push(t('again.diff.fieldAdded', { name }));
    else clauses.push(t('again.diff.fieldCount', { name, count: after, before }));
  }
  return clauses;
}

function countNames({ parts }: Exchange): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of parts) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function listClauses(comparison: Comparison, t: Texts['t']): readonly string[] {
  const clauses: string[] = [];
  const add = (
    section: 'parts' | 'query' | 'requestHeaders' | 'responseHeaders',
    key: Parameters<Texts['t']>[0],
  ): void => {
    const changed = comparison[section].filter((row) => !row.isSame && !isOfCount(section, row));
    if (changed.length === 0) return;
    const names = changed.slice(0, 2).map(({ label }) => label);
    clauses.push(
      t(key, {
        count: changed.length,
        names: `${names.join(', ')}${changed.length > names.length ? ', …' : ''}`,
      }),
    );
  };
  add('query', 'again.diff.query');
  add('parts', 'again.diff.values');
  add('requestHeaders', 'again.diff.requestHeaders');
  add('responseHeaders', 'again.diff.responseHeaders');
  return clauses;
}

/** Of an upload its parts tell it already. */
function bodyClauses(
  a: Exchange,
  b: Exchange,
  others: ReadonlySet<BodySide>,
  t: Texts['t'],
): readonly string[] {
  const isUpload = a.kind === 'upload' || b.kind === 'upload';
  return [
    ...(others.has('request') && !isUpload ? [t('again.diff.otherSent')] : []),
    ...(others.has('response') ? [t('again.diff.otherReceived')] : []),
  ];
}

/** A field that one has and the other has not was told already; lengths follow from what was. */
function isOfCount(section: string, { a, b, label }: Comparison['parts'][number]): boolean {
  if (section === 'parts') return a === null || b === null;
  return label === 'content-length';
}

function timeClauses(a: Exchange, b: Exchange, t: Texts['t']): readonly string[] {
  if (a.durationMs === null || b.durationMs === null) return [];
  const byMs = b.durationMs - a.durationMs;
  if (Math.abs(byMs) < NOTABLE_MS || Math.abs(byMs) < NOTABLE_SHARE * Math.min(a.durationMs, b.durationMs)) {
    return [];
  }
  const [before, after] = [phaseLengths(a), phaseLengths(b)];
  const names = [...new Set([...a.phases, ...b.phases].map(({ name }) => name))];
  const phase = names
    .map((name) => ({ name, byMs: (after[name] ?? 0) - (before[name] ?? 0) }))
    .filter((one) => Math.sign(one.byMs) === Math.sign(byMs) && Math.abs(one.byMs) >= Math.abs(byMs) / 2)
    .sort((one, other) => Math.abs(other.byMs) - Math.abs(one.byMs))[0];
  const span = formatDuration(Math.abs(phase ? phase.byMs : byMs));
  if (!phase) return [t(byMs > 0 ? 'again.diff.longer' : 'again.diff.shorter', { span })];
  return [
    t(byMs > 0 ? 'again.diff.phaseLonger' : 'again.diff.phaseShorter', {
      span,
      phase: t(`again.diff.phase.${phase.name}`),
    }),
  ];
}

function phaseLengths({ phases }: Exchange): Phases {
  const lengths: Partial<Record<Phase['name'], number>> = {};
  for (const { name, startMs, endMs } of phases) lengths[name] = (lengths[name] ?? 0) + endMs - startMs;
  return lengths;
}

function sizeClauses(a: Exchange, b: Exchange, t: Texts['t']): readonly string[] {
  const clauses: string[] = [];
  const byReceived = b.receivedBytes - a.receivedBytes;
  if (byReceived !== 0) {
    clauses.push(
      t(byReceived > 0 ? 'again.diff.larger' : 'again.diff.smaller', {
        size: formatBytes(Math.abs(byReceived)),
      }),
    );
  }
  return clauses;
}
