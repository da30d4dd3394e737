import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron';
import type { Locale } from '#contract/panel';
import { MEDIA_EXTENSIONS, type PickedKind, type WantedFiles } from '#contract/pickers';

/** The system's dialogs. An empty answer means that the person cancelled. */
export interface Dialogs {
  pickFolder(): Promise<string | null>;
  pickFiles(wanted: WantedFiles): Promise<string[]>;
  /** A HAR or a bundle of Ferry’s. */
  pickArchive(): Promise<string | null>;
  /** Where a file of this name is to be saved; the dialog itself asks before it names one that is there. */
  saveFile(name: string): Promise<string | null>;
}

const WORDS: Readonly<
  Record<Locale, Readonly<Record<PickedKind | 'media' | 'extensions' | 'archive', string>>>
> = {
  en: {
    image: 'Pictures',
    video: 'Videos',
    media: 'Pictures and videos',
    file: 'All files',
    extensions: 'Accepted files',
    archive: 'Recorded exchanges',
  },
  'zh-CN': {
    image: '图片',
    video: '视频',
    media: '图片和视频',
    file: '所有文件',
    extensions: '可选文件',
    archive: '录制的请求',
  },
};

/** @param parent the window the dialogs belong to; null when there is none */
export function createDialogs(parent: () => BrowserWindow | null, locale: () => Locale): Dialogs {
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
    async saveFile(name) {
      const window = parent();
      const options = { defaultPath: name };
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options));
      return canceled || filePath === '' ? null : filePath;
    },
    async pickArchive() {
      const [file] = await open({
        properties: ['openFile'],
        filters: [{ name: WORDS[locale()].archive, extensions: ['ferry', 'har', 'json'] }],
      });
      return file ?? null;
    },
    pickFiles: (wanted) =>
      open({
        properties: wanted.count > 1 ? ['openFile', 'multiSelections'] : ['openFile'],
        filters: [filterFor(wanted, locale())],
      }),
  };
}

/** A dialog can only be told what to show: what is neither picture nor video is picked from all files. */
function filterFor({ kinds, extensions }: WantedFiles, locale: Locale): FileFilter {
  const words = WORDS[locale];
  if (extensions.length > 0) return { name: words.extensions, extensions: [...extensions] };
  if (kinds.includes('file')) return { name: words.file, extensions: ['*'] };
  const [only] = kinds;
  return {
    name: kinds.length === 1 && only !== undefined ? words[only] : words.media,
    extensions: kinds.flatMap((kind) => (kind === 'file' ? [] : MEDIA_EXTENSIONS[kind])),
  };
}
