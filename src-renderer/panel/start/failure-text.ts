import type { OpenFailure } from '#contract/panel';
import type { Texts } from '../texts/texts.ts';

/** Why a project did not open, in the panel's language where the panel has words for the reason. */
export function failureText(texts: Texts, { message, details }: OpenFailure): string {
  const { reason, fault, ...facts } = details ?? {};
  const key = `failure.${String(reason)}`;
  const values = Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string | number] =>
      ['string', 'number'].includes(typeof fact[1]),
    ),
  );
  const said = texts.find(key, {
    ...values,
    ...(typeof fault === 'string' && { fault: texts.find(`json.${fault}`) ?? fault }),
  });
  return said ?? message;
}
