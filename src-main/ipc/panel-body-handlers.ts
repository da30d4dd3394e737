import type { BodyCalls, BodyParts } from '#contract/panel-bodies';
import type { BodySide } from '#contract/transfer';
import type { HandlersOf } from './serve.ts';

/** What the panel can do with kept bodies, as the composition root offers it. */
export interface BodyActions {
  parts(exchangeId: string): Promise<BodyParts | null>;
  /** Returns the name of the file; null when the person cancels. */
  save(exchangeId: string, side: BodySide, part: number | null): Promise<string | null>;
}

export function createBodyHandlers(actions: BodyActions): HandlersOf<BodyCalls, 'panel'> {
  return {
    'panel:parts': (_panel, { id }) => actions.parts(id),
    'panel:save-body': async (_panel, { id, side, part }) => ({
      savedAs: await actions.save(id, side, part),
    }),
  };
}
