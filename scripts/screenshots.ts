import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findRuntime } from '../src-main/cli/runtime.ts';
import { pictureOfInstrument, pictureOfWindow } from './screenshots/compose.ts';
import { openFerry, type FerryWindows } from './screenshots/ferry-windows.ts';
import { playScenes, TWO_LOOKS, type Shoot, type Wear } from './screenshots/scenes.ts';

/** `npm run screenshots`: builds Ferry, plays the samples in it without a screen, and takes the pictures in docs. */

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs', 'screenshots');
const USUAL = [1280, 800] as const;
const LARGE = [1920, 1080] as const;

function wearOn({ panel, call }: FerryWindows): Wear {
  return async (look) => {
    await call('panel:set-preferences', { ...look, reloadOnSave: false });
    await panel.locator(`html[lang="${look.locale}"][data-theme="${look.theme}"]`).waitFor();
    // No row shall look hovered.
    await panel.mouse.move(0, 0);
  };
}

function shootInto(ferry: FerryWindows, wear: Wear): Shoot {
  return async (name, guest, { frame = 'window', looks = TWO_LOOKS } = {}) => {
    if (frame === 'large-window') await ferry.resize(...LARGE);
    for (const look of looks) {
      await wear(look);
      const file = `${name}.${look.locale}.${look.theme}.png`;
      const picture =
        frame === 'instrument'
          ? await pictureOfInstrument(ferry.panel)
          : await pictureOfWindow(ferry.panel, guest);
      fs.writeFileSync(path.join(folder, file), picture);
      process.stdout.write(`docs/screenshots/${file}\n`);
    }
    if (frame === 'large-window') await ferry.resize(...USUAL);
  };
}

const runtime = await findRuntime({
  appRoot: root,
  hidden: true,
  mayInstall: false,
  say: (line) => void process.stdout.write(`${line}\n`),
});
Object.assign(process.env, runtime.env);
// Playwright asks the electron package where the binary is; this is its answer.
if (runtime.kind === 'chromium')
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = path.dirname(runtime.executable);
const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.ts')], { stdio: 'inherit' });
if (built.status !== 0) throw new Error('The build failed.');

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-screenshots-'));
try {
  const ferry = await openFerry(root, home);
  try {
    await ferry.resize(...USUAL);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    const wear = wearOn(ferry);
    await playScenes(ferry, root, shootInto(ferry, wear), wear);
  } finally {
    await ferry.close();
  }
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
