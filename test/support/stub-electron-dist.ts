import fs from 'node:fs';
import path from 'node:path';
import { SENTINEL } from '@electron/fuses/dist/constants.js';
import { FERRY_ROOT } from './ferry-cli.ts';

/** The systems Ferry is packed for, as electron-builder's options name them. */
export type PackPlatform = 'linux' | 'mac' | 'win';

/** Fuses of the wire in Electron 45, all on as in no release of Ferry's. */
const FUSES = '11111111';
/** Stands in a binary of Electron's for its fuses: the mark, the wire's version and length, the fuses. */
const FUSE_WIRE = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from(FUSES)]);

/** Makes in the folder what electron-builder takes for Electron's `dist` of a system; nothing in it runs. */
export function makeStubDist(platform: PackPlatform, folder: string): void {
  const write = (name: string, content: string | Buffer = ''): void => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content, { mode: 0o755 });
  };
  write('version', '45.4.1');
  write('LICENSE', 'licence');
  write('LICENSES.chromium.html', 'licences');
  switch (platform) {
    case 'linux':
      write('electron', FUSE_WIRE);
      write('chrome-sandbox');
      write('locales/en-US.pak');
      return;
    case 'win':
      write('electron.exe', FUSE_WIRE);
      write('locales/en-US.pak');
      return;
    case 'mac':
      write('Electron.app/Contents/Info.plist', plist('Electron'));
      write('Electron.app/Contents/MacOS/Electron');
      write('Electron.app/Contents/Resources/electron.icns');
      write('Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework', FUSE_WIRE);
      for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
        const helper = `Electron Helper${kind}`;
        write(`Electron.app/Contents/Frameworks/${helper}.app/Contents/Info.plist`, plist(helper));
        write(`Electron.app/Contents/Frameworks/${helper}.app/Contents/MacOS/${helper}`);
      }
  }
}

/** Makes in the folder a `dist` for Linux whose app runs: electron-on-chromium, with fuses to flip. */
export function makeRunningDist(folder: string): void {
  makeStubDist('linux', folder);
  const standIn = path.join(FERRY_ROOT, 'electron-on-chromium');
  fs.cpSync(standIn, folder, {
    recursive: true,
    filter: (source) => source !== path.join(standIn, 'test'),
  });
  // The script ends in exec, so the shell never reads as far.
  fs.appendFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.from('# '), FUSE_WIRE]));
}

function plist(executable: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>CFBundleExecutable</key><string>${executable}</string>
  <key>CFBundleName</key><string>${executable}</string>
  <key>CFBundleIdentifier</key><string>com.github.Electron</string>
</dict></plist>
`;
}
