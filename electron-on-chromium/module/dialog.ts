import { complain } from '../complain.ts';
import { showDialog } from './dialog-programs.ts';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';

/**
 * Electron's `dialog`. With a screen, the desktop's own dialogs; without one the answer is that of a user who
 * pressed Escape.
 */
export function createDialog(runtime: Runtime) {
  /** The options of a call, which may come after a window. */
  function optionsOf<T extends object>(first: Electron.BaseWindow | T, second: T | undefined): T {
    if (!runtime.isReady) throw new Error('dialog module can only be used after app is ready');
    if (second !== undefined) return second;
    if (typeof first !== 'object' || 'contentView' in first)
      throw new TypeError('Missing required dialog options');
    return first;
  }
  const show: typeof showDialog = (request, platform) =>
    runtime.headless ? Promise.resolve(null) : showDialog(request, platform);

  return strict('dialog', {
    async showOpenDialog(
      first: Electron.BaseWindow | Electron.OpenDialogOptions,
      second?: Electron.OpenDialogOptions,
    ): Promise<Electron.OpenDialogReturnValue> {
      const options = optionsOf(first, second);
      const properties = options.properties ?? ['openFile'];
      const extensions = (options.filters ?? []).flatMap((filter) => filter.extensions);
      const filePaths = await show(
        {
          kind: 'open',
          title: options.title ?? options.message ?? 'Open',
          folder: properties.includes('openDirectory'),
          multiple: properties.includes('multiSelections'),
          defaultPath: options.defaultPath ?? '',
          extensions: extensions.includes('*') ? [] : extensions,
        },
        process.platform,
      );
      return { canceled: filePaths === null, filePaths: filePaths ?? [] };
    },

    async showSaveDialog(
      first: Electron.BaseWindow | Electron.SaveDialogOptions,
      second?: Electron.SaveDialogOptions,
    ): Promise<Electron.SaveDialogReturnValue> {
      const options = optionsOf(first, second);
      const title = options.title ?? options.message ?? 'Save';
      const defaultPath = options.defaultPath ?? '';
      const chosen = await show({ kind: 'save', title, defaultPath }, process.platform);
      return { canceled: chosen?.[0] === undefined, filePath: chosen?.[0] ?? '' };
    },

    async showMessageBox(
      first: Electron.BaseWindow | Electron.MessageBoxOptions,
      second?: Electron.MessageBoxOptions,
    ): Promise<Electron.MessageBoxReturnValue> {
      const options = optionsOf(first, second);
      const buttons = options.buttons && options.buttons.length > 0 ? options.buttons : ['OK'];
      const severity = options.type === undefined || options.type === 'none' ? 'info' : options.type;
      const text = [options.message, options.detail].filter((part) => part !== undefined).join('\n\n');
      const chosen = await show(
        { kind: 'message', title: options.title ?? '', text, buttons, severity },
        process.platform,
      );
      return {
        response: chosen ? Number(chosen[0]) : escapeButton(buttons, options.cancelId),
        checkboxChecked: options.checkboxChecked ?? false,
      };
    },

    /** Goes to stderr, as Electron's own does before the app is ready on Linux. */
    showErrorBox(title: string, content: string): void {
      complain(`${title}\n${content}`);
    },
  } satisfies Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>);
}

/** The button Escape presses: `cancelId`, else one labelled cancel or no, else the first. */
function escapeButton(buttons: readonly string[], cancelId: number | undefined): number {
  if (cancelId !== undefined) return cancelId;
  return Math.max(
    0,
    buttons.findIndex((label) => /^(cancel|no)$/i.test(label.replace('&', ''))),
  );
}
