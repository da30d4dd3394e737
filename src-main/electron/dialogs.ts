import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp', 'tiff', 'heic'];

/** The system's dialogs. An empty answer means that the person cancelled. */
export interface Dialogs {
  pickFolder(): Promise<string | null>;
  pickImages(several: boolean): Promise<string[]>;
}

/** @param parent the window the dialogs belong to; null when there is none */
export function createDialogs(parent: () => BrowserWindow | null): Dialogs {
  const open = async (options: OpenDialogOptions): Promise<string[]> => {
    const window = parent();
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options));
    return canceled ? [] : filePaths;
  };
  return {
    async pickFolder() {
      const [folder] = await open({ properties: ['openDirectory'] });
      return folder ?? null;
    },
    pickImages: (several) =>
      open({
        properties: several ? ['openFile', 'multiSelections'] : ['openFile'],
        filters: [{ name: 'Images', extensions: IMAGE_EXTENSIONS }],
      }),
  };
}
