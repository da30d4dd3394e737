import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layOutArchive } from './asar.ts';
import { resolveEntry, type AppEntry } from './entry.ts';
import { createOwnedFolder } from './profile.ts';

const ARCHIVE = 'app.asar';

/**
 * The app packed into `resources/app.asar` beside the executable, which then runs it and nothing else, as Electron's
 * does; null when there is none. Node reads no archives, so this app runs from a copy of its resources folder in the
 * temp folder, in which the archive is a folder and all else a link. The copy goes with the process.
 *
 * @throws Error when the archive is damaged
 */
export function openPackagedApp(executable: string): AppEntry | null {
  const packed = path.join(path.dirname(executable), 'resources');
  if (!existsSync(path.join(packed, ARCHIVE))) return null;
  const owned = createOwnedFolder(os.tmpdir());
  process.once('exit', owned.remove);
  const resources = path.join(realpathSync(owned.folder), 'resources');
  mkdirSync(resources);
  layOutArchive(path.join(packed, ARCHIVE), path.join(resources, ARCHIVE));
  for (const name of readdirSync(packed)) {
    // The kind of link is for Windows, where only a junction needs no privilege.
    if (name !== ARCHIVE) symlinkSync(path.join(packed, name), path.join(resources, name), 'junction');
  }
  const entry = resolveEntry(path.join(resources, ARCHIVE), packed);
  return entry && { ...entry, resources, isPackaged: true };
}
