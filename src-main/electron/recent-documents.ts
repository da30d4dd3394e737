import { app } from 'electron';

/**
 * Keeps the system's own list (the dock's on macOS, the task bar's on Windows) as Ferry's; told again whenever that
 * may have changed, newest folder first. Linux has no such list.
 */
export function createRecentDocuments(): (folders: readonly string[]) => void {
  let told = '';
  return (folders) => {
    if (process.platform !== 'darwin' && process.platform !== 'win32') return;
    if (folders.join('\n') === told) return;
    told = folders.join('\n');
    app.clearRecentDocuments();
    for (const folder of folders.toReversed()) app.addRecentDocument(folder);
  };
}
