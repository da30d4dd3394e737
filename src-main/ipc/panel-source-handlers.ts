import { FerryError } from '#contract/errors';
import type { SourceCalls } from '#contract/panel-source';
import type { HandlersOf } from './serve.ts';

export interface SourceActions {
  /** Absolute place of a file of the open project; null where there is none, or it leads out of the project. */
  locate(file: string): Promise<string | null>;
  /** Text of a file; null where it is none. */
  read(realPath: string): string | null;
  /** Whether the system would show it in an editor rather than run it. */
  opensInEditor(realPath: string): boolean;
  /** Resolves with what went wrong, empty when nothing did. */
  openPath(realPath: string): Promise<string>;
  showInFolder(realPath: string): void;
  /** Address of what stands behind a warning; null where it has no source. */
  warningSource(rule: string): string | null;
  openInBrowser(url: string): Promise<void>;
}

/** Shows where a call came from, and where a warning does. */
export function createSourceHandlers(actions: SourceActions): HandlersOf<SourceCalls, 'panel'> {
  return {
    'panel:source': async (_panel, { file }) => {
      const realPath = await actions.locate(file);
      const text = realPath === null ? null : actions.read(realPath);
      return text === null ? null : { file, text };
    },
    'panel:open-source': async (_panel, { file }) => {
      const realPath = await actions.locate(file);
      if (realPath === null) {
        throw new FerryError('file.not-found', `The project has no file ${file}.`, {
          details: { path: file },
        });
      }
      if (actions.opensInEditor(realPath) && (await actions.openPath(realPath)) === '') {
        return { shown: 'editor' };
      }
      actions.showInFolder(realPath);
      return { shown: 'folder' };
    },
    'panel:open-warning-source': async (_panel, { rule }) => {
      const url = actions.warningSource(rule);
      if (url === null) throw new FerryError('request.invalid', `The warning ${rule} names no source.`);
      await actions.openInBrowser(url);
      return null;
    },
  };
}
