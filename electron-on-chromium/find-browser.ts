/** The variables that say where programs live; `process.env` fits. */
export type Environment = Readonly<Record<string, string | undefined>>;

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const LINUX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

const MAC_BUNDLES = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PROGRAMS = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Path of an installed Chromium, Chrome or Edge (in this order), or null. `ELECTRON_ON_CHROMIUM_BROWSER` decides
 * when it is set: a path that does not exist is then null, never silently another browser.
 * @param exists whether a file lies at a path; the only look at the disk
 */
export function findBrowser(
  env: Environment,
  platform: NodeJS.Platform,
  exists: (path: string) => boolean,
): string | null {
  const named = env['ELECTRON_ON_CHROMIUM_BROWSER'];
  if (named !== undefined && named !== '') return exists(named) ? named : null;
  return candidates(env, platform).find(exists) ?? null;
}

function candidates(env: Environment, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(isFilled);
    return WINDOWS_PROGRAMS.flatMap((program) => roots.map((root) => `${root}\\${program}`));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(isFilled(env['HOME']) ? [`${env['HOME']}/Applications`] : [])];
    return MAC_BUNDLES.flatMap((bundle) => roots.map((root) => `${root}/${bundle}`));
  }
  const folders = [...new Set([...(env['PATH'] ?? '').split(':').filter(isFilled), ...LINUX_FOLDERS])];
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
}

function isFilled(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
