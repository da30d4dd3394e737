import type { ArchiveCalls, ExportOptions, Exported, Imported, RecordingName } from '#contract/panel-archive';
import type { HandlersOf } from './serve.ts';

/** Taking exchanges along, as the composition root offers it. */
export interface ArchiveActions {
  /** Null when cancelled. */
  save(options: ExportOptions): Promise<Exported | null>;
  /** @param file null asks for one; null comes back when cancelled */
  load(file: string | null): Promise<Imported | null>;
  /** Answers from what was read of a file; null ends it. Returns how many answers there are. */
  answerFrom(recording: RecordingName | null): Promise<number>;
}

export function createArchiveHandlers(actions: ArchiveActions): HandlersOf<ArchiveCalls, 'panel'> {
  return {
    'panel:export': (_panel, options) => actions.save(options),
    'panel:answer-from': async (_panel, { recording }) => ({
      answerCount: await actions.answerFrom(recording),
    }),
    'panel:import': (_panel, { path }) => actions.load(path),
  };
}
