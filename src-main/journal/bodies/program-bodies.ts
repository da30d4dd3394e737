import type { KeptBody } from '#contract/transfer';
import type { Journal } from '../journal.ts';
import type { BodyToKeep, KeptBodies } from './kept-bodies.ts';

/** The kept bodies of one mini-program, in step with its journal. */
export interface ProgramBodies extends Pick<KeptBodies, 'sizeOf' | 'read' | 'fileOf'> {
  keep(body: Omit<BodyToKeep, 'project'>): KeptBody | null;
}

/** What goes from the journal goes here as well; what had to go here is said there. */
export function createProgramBodies(
  kept: KeptBodies,
  project: string,
  journal: Pick<Journal, 'get' | 'update' | 'onRemoved'>,
): ProgramBodies {
  journal.onRemoved((removed) => {
    kept.forget(removed.map(({ id }) => id));
  });
  kept.onDropped(project, ({ exchangeId, side }) => {
    const exchange = journal.get(exchangeId);
    if (exchange) journal.update(exchangeId, { bodies: { ...exchange.bodies, [side]: null } });
  });
  return {
    keep: (body) => kept.keep({ ...body, project }),
    sizeOf: (id, side) => kept.sizeOf(id, side),
    read: (id, side, stretch) => kept.read(id, side, stretch),
    fileOf: (id, side, fresh) => kept.fileOf(id, side, fresh),
  };
}
