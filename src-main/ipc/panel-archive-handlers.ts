import type { ArchiveCalls, ExportOptions, Exported, Imported } from '#contract/panel-archive';
import type { HandlersOf } from './serve.ts';

/** Taking exchanges along, as the composition root offers it. */
export interface ArchiveActions {
  /** Null when cancelled. */
  save(options: ExportOptions): Promise<Exported | null>;
  /** @param file null asks for one; null comes back when cancelled */
  load(file: string | null): Promise<Imported | null>;
}

export function createArchiveHandlers(actions: ArchiveActions): HandlersOf<ArchiveCalls, 'panel'> {
  return {
    'panel:export': (_panel, options) => actions.save(options),
    'panel:import': (_panel, { path }) => actions.load(path),
  };
}
