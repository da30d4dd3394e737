import * as v from 'valibot';
import { FerryError } from '#contract/errors';
import type { InspectAnswer, InspectCalls } from '#contract/panel-inspect';
import type { Inspector } from '../program/inspector.ts';
import { EVALUATION, INSPECT_ANSWERS } from './panel-inspect-schemas.ts';
import type { HandlersOf } from './serve.ts';

/** @param current of the open program; null while there is none */
export function createInspectHandlers(current: () => Inspector | null): HandlersOf<InspectCalls, 'panel'> {
  const inspector = (): Inspector => {
    const found = current();
    if (!found) throw new FerryError('page.gone', 'No mini-program is open.');
    return found;
  };
  return {
    'panel:inspect': async (_panel, question) => {
      const schema: v.GenericSchema<unknown, InspectAnswer> = INSPECT_ANSWERS[question.ask];
      return checked(schema, await inspector().ask(question));
    },
    'panel:evaluate': async (_panel, { code }) => {
      const own = inspector();
      const outcome = checked(EVALUATION, await own.evaluate(code));
      const text = outcome.value.kind === 'error' ? own.mapStack(outcome.value.text) : outcome.value.text;
      return { ...outcome, value: { ...outcome.value, text }, stack: own.mapStack(outcome.stack) };
    },
    'panel:storage': (_panel, { words, from, count }) => inspector().storage.list(words, from, count),
    'panel:stored-value': (_panel, { key }) => inspector().storage.value(key),
    'panel:set-storage': (_panel, { key, json, oldKey }) => {
      inspector().storage.set(key, json, oldKey);
      return null;
    },
    'panel:remove-storage': (_panel, { keys }) => inspector().storage.remove(keys),
    'panel:restore-storage': () => inspector().storage.restore(),
  };
}

/** What a page said, if it has the form it must have. A depth that no schema can follow is none. */
function checked<T>(schema: v.GenericSchema<unknown, T>, said: unknown): T {
  try {
    const result = v.safeParse(schema, said);
    if (result.success) return result.output;
  } catch {
    // Nested deeper than a call stack goes.
  }
  throw new FerryError(
    'page.gone',
    'The page gave an answer that Ferry cannot read. Reload the mini-program.',
  );
}
