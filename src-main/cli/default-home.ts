import os from 'node:os';
import path from 'node:path';

/** Where Ferry keeps its data when nobody says otherwise: the place Electron gives an app named Ferry. */
export function defaultHome(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const home = os.homedir();
  switch (platform) {
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', 'Ferry');
    case 'win32':
      return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Ferry');
    default: {
      const configured = env['XDG_CONFIG_HOME'];
      const folder = configured === undefined || configured === '' ? path.join(home, '.config') : configured;
      return path.join(folder, 'Ferry');
    }
  }
}
