import { FerryError } from '#contract/errors';
import type { ResendCalls } from '#contract/panel-resend';
import type { Resender } from '../program/resend.ts';
import type { HandlersOf } from './serve.ts';

export interface ResendHandlerDeps {
  /** Of the open program; null while there is none. */
  resender(): Resender | null;
  /** Shows the system's dialog for one file; null when it is cancelled. */
  pickFile(): Promise<string | null>;
}

/** Transfers that the developer sends from the panel. */
export function createResendHandlers(deps: ResendHandlerDeps): HandlersOf<ResendCalls, 'panel'> {
  const resender = (): Resender => {
    const open = deps.resender();
    if (!open) throw new FerryError('page.gone', 'No project is open.');
    return open;
  };
  return {
    'panel:replay': (_panel, { ids, times }) => resender().replay(ids, times),
    'panel:resend': async (_panel, { call }) => ({ id: await resender().send(call) }),
    'panel:abort-resend': (_panel, { id }) => {
      deps.resender()?.abort(id);
      return null;
    },
    'panel:pick-resend-file': async () => {
      const owner = resender();
      const realPath = await deps.pickFile();
      return realPath === null ? null : owner.admit(realPath);
    },
  };
}
