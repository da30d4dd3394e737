import type { PickerCalls } from '#contract/pickers';
import type { ImagePicker } from '../program/image-picker.ts';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

export interface PickerHandlerDeps {
  readonly picker: ImagePicker;
}

export function createPickerHandlers({ picker }: PickerHandlerDeps): HandlersOf<PickerCalls, Program> {
  return {
    'wx:choose-image': (program, { count }) => picker.choose(program.files, count),
    'wx:pick-images': async (program, request) => ({
      tempFiles: await (request.from === 'album'
        ? picker.fromAlbum(program.files, request.ids)
        : picker.fromComputer(program.files, request.count)),
    }),
  };
}
