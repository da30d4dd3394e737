import { FerryError } from '#contract/errors';
import type { PickerCalls } from '#contract/pickers';
import type { Picker } from '../program/picker.ts';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

export interface PickerHandlerDeps {
  readonly picker: Picker;
}

export function createPickerHandlers({ picker }: PickerHandlerDeps): HandlersOf<PickerCalls, Program> {
  return {
    'wx:choose-files': async (program, wanted) => {
      try {
        return await picker.choose(program.files, wanted);
      } catch (error) {
        tellOfScript(program, error);
        throw error;
      }
    },
    'wx:pick-files': async (program, { wanted, from }) => ({
      files: await (from.place === 'album'
        ? picker.fromAlbum(program.files, wanted, from.ids)
        : picker.fromComputer(program.files, wanted)),
    }),
  };
}

/** A page may well not show why a pick failed; whoever wrote the script is to know that it does not fit. */
function tellOfScript({ log }: Program, error: unknown): void {
  if (!(error instanceof FerryError) || error.code !== 'picker.not-accepted') return;
  log.addConsole({
    atEpochMs: Date.now(),
    level: 'error',
    text: `--choose: ${error.message}`,
    page: log.state().route,
  });
}
