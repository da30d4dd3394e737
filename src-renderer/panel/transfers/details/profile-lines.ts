import type { NetworkProfile } from '#contract/transfer';
import type { ShownPhaseName } from '../../exchange/transfer-phases.ts';

/** The two fields of `res.profile` between which a phase lies. */
export const PHASE_FIELDS: Readonly<Partial<Record<ShownPhaseName, string>>> = {
  queue: 'queueStart – queueEnd',
  redirect: 'redirectStart – redirectEnd',
  dns: 'domainLookUpStart – End',
  connect: 'connectStart – End',
  tls: 'SSLconnectionStart – End',
  send: 'requestStart – End',
  wait: 'requestEnd – responseStart',
  receive: 'responseStart – End',
};

/** Moments of the profile: shown from the call on. */
const MOMENTS = new Set<keyof NetworkProfile>([
  'invokeStart',
  'queueStart',
  'queueEnd',
  'redirectStart',
  'redirectEnd',
  'fetchStart',
  'domainLookUpStart',
  'domainLookUpEnd',
  'connectStart',
  'connectEnd',
  'SSLconnectionStart',
  'SSLconnectionEnd',
  'requestStart',
  'requestEnd',
  'responseStart',
  'responseEnd',
]);

/** Every field of `res.profile` by WeChat's name, moments also as milliseconds after the call. */
export function profileLines(profile: NetworkProfile): readonly (readonly [name: string, value: string])[] {
  return (Object.keys(profile) as (keyof NetworkProfile)[]).map((name) => {
    const value = profile[name];
    const text = String(value);
    if (
      !MOMENTS.has(name) ||
      typeof value !== 'number' ||
      value < profile.invokeStart ||
      name === 'invokeStart'
    )
      return [name, text];
    const afterMs = Math.round((value - profile.invokeStart) * 10) / 10;
    return [name, profile.invokeStart === 0 ? text : `${text}  (+${String(afterMs)} ms)`];
  });
}
