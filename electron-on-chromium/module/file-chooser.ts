import type { DevtoolsSession } from '../devtools-pipe.ts';
import type { PageTarget } from '../page/page-target.ts';
import { showDialog } from './dialog-programs.ts';

/**
 * Has the desktop's own dialog answer a view's `<input type="file">`: the view's browser has no screen to show one on.
 */
export function watchFileChooser(page: PageTarget, session: DevtoolsSession): void {
  page.post('Page.setInterceptFileChooserDialog', { enabled: true });
  session.on('Page.fileChooserOpened', ({ mode, backendNodeId }) => {
    if (backendNodeId === undefined) return;
    const multiple = mode === 'selectMultiple';
    void showDialog(
      { kind: 'open', title: 'Open', folder: false, multiple, defaultPath: '', extensions: [] },
      process.platform,
    ).then((files) => {
      if (files) page.post('DOM.setFileInputFiles', { files, backendNodeId });
    });
  });
}
