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
        return await picker.choose(program.files, wanted, (names) => {
          const { api, count } = wanted;
          const takes = `${api} takes ${String(count)} ${count === 1 ? 'file' : 'files'} here`;
          tellOfScript(program, 'warn', `${takes}; left out: ${names.join(', ')}`);
        });
      } catch (error) {
        if (error instanceof FerryError && error.code === 'picker.not-accepted') {
          tellOfScript(program, 'error', error.message);
        }
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

/** A page may well not show what became of a pick; whoever wrote the script is to know that it does not fit. */
function tellOfScript({ log }: Program, level: 'warn' | 'error', text: string): void {
  log.addConsole({ atEpochMs: Date.now(), level, text: `--choose: ${text}`, page: log.state().route });
}
