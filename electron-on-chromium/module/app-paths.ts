import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The names `app.getPath` knows here. */
export type PathName =
  | 'home'
  | 'appData'
  | 'userData'
  | 'sessionData'
  | 'temp'
  | 'exe'
  | 'desktop'
  | 'documents'
  | 'downloads'
  | 'music'
  | 'pictures'
  | 'videos'
  | 'logs'
  | 'crashDumps';

/** Where an app's folder of this name lies unless it says otherwise; null for a name not known. */
export function defaultPath(name: string, appName: string, userData: string | undefined): string | null {
  const home = os.homedir();
  const data = appData(home);
  const own = userData ?? path.join(data, appName);
  const paths: Readonly<Record<PathName, () => string>> = {
    home: () => home,
    appData: () => data,
    userData: () => own,
    sessionData: () => own,
    temp: () => os.tmpdir(),
    exe: () => process.argv[0] ?? process.execPath,
    desktop: () => userFolder(home, 'DESKTOP', 'Desktop'),
    documents: () => userFolder(home, 'DOCUMENTS', 'Documents'),
    downloads: () => userFolder(home, 'DOWNLOAD', 'Downloads'),
    music: () => userFolder(home, 'MUSIC', 'Music'),
    pictures: () => userFolder(home, 'PICTURES', 'Pictures'),
    videos: () => userFolder(home, 'VIDEOS', process.platform === 'darwin' ? 'Movies' : 'Videos'),
    logs: () =>
      process.platform === 'darwin' ? path.join(home, 'Library/Logs', appName) : path.join(own, 'logs'),
    crashDumps: () => path.join(own, 'Crashpad'),
  };
  return Object.hasOwn(paths, name) ? paths[name as PathName]() : null;
}

function appData(home: string): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  return process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config');
}

/** A desktop folder by the name the user gave it (`user-dirs.dirs` on Linux). */
function userFolder(home: string, key: string, fallback: string): string {
  const file = path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'user-dirs.dirs');
  if (process.platform === 'linux' && existsSync(file)) {
    const named = new RegExp(`^XDG_${key}_DIR="(.*)"$`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
    if (named !== undefined) return named.replace('$HOME', home);
  }
  return path.join(home, fallback);
}
