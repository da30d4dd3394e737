/// <reference lib="dom" />
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findRuntime } from '../src-main/cli/runtime.ts';
import { pictureOfInstrument, pictureOfWindow } from './screenshots/compose.ts';
import { openFerry, type FerryWindows } from './screenshots/ferry-windows.ts';
import { startHarbourServer } from './screenshots/harbour-server.ts';
import { playScenes } from './screenshots/scenes.ts';
import { smallPicture } from './screenshots/small-picture.ts';
import { BASE_LOOK, TWO_LOOKS, type Look, type Shoot, type Stage } from './screenshots/stage.ts';

/**
 * `npm run screenshots`: builds Ferry, plays a mini-program in it without a screen, and takes the pictures in docs.
 *
 * `-- --only list,rules` plays these scenes alone and leaves the other pictures; `--into <folder>` writes elsewhere;
 * `--built` takes the build that is there.
 */

const { values } = parseArgs({
  options: { only: { type: 'string' }, into: { type: 'string' }, built: { type: 'boolean' } },
});
const root = path.resolve(import.meta.dirname, '..');
const folder = values.into ?? path.join(root, 'docs', 'screenshots');
const media = path.join(root, 'assets', 'media');
const USUAL = [1280, 800] as const;
const LARGE = [1920, 1080] as const;

/** Puts a look on Ferry, and waits until it shows. */
async function wear({ panel, call }: FerryWindows, { locale, theme, system }: Look): Promise<void> {
  const drawn = theme === 'contrast' ? `contrast-${system ?? 'light'}` : theme;
  await panel.emulateMedia({ colorScheme: system ?? (theme === 'dark' ? 'dark' : 'light') });
  await call('panel:set-preferences', { locale, theme, reloadOnSave: false });
  await panel.locator(`html[lang="${locale}"][data-theme="${drawn}"]`).waitFor();
  // No row shall look hovered, and no tab or button focused that was only clicked on the way.
  await panel.mouse.move(0, 0);
  await panel.evaluate(() => {
    const { activeElement } = document;
    if (activeElement?.matches(':is([role=tab], [role=radio], button):not([role=dialog] *)'))
      (activeElement as HTMLElement).blur();
  });
}

function shootInto(ferry: FerryWindows): Shoot {
  return async (name, { frame = 'window', looks = TWO_LOOKS, isCovered = false, before } = {}) => {
    if (frame === 'large-window') await ferry.resize(...LARGE);
    for (const look of looks) {
      await wear(ferry, look);
      await before?.(look);
      const guest = isCovered || frame === 'instrument' ? null : await ferry.guest();
      const picture =
        frame === 'instrument'
          ? await pictureOfInstrument(ferry.panel)
          : await pictureOfWindow(ferry.panel, guest);
      const theme = look.system === undefined ? look.theme : `${look.theme}-${look.system}`;
      const file = `${name}.${look.locale}.${theme}.png`;
      fs.writeFileSync(path.join(folder, file), smallPicture(picture));
      process.stdout.write(`docs/screenshots/${file}\n`);
    }
    await wear(ferry, BASE_LOOK);
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
if (!values.built) {
  const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.ts')], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The build failed.');
}

const wanted = values.only?.split(',') ?? null;
if (wanted === null) fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-screenshots-'));
const server = await startHarbourServer(media);
try {
  const ferry = await openFerry(root, path.join(scratch, 'home'));
  try {
    await ferry.resize(...USUAL);
    await wear(ferry, BASE_LOOK);
    const { panel, guest, callPage, answerDialogs } = ferry;
    const stage: Stage = {
      ferry,
      panel,
      server,
      media,
      scratch,
      guest,
      callPage,
      answerDialogs,
      shoot: shootInto(ferry),
    };
    const harbour = path.join(root, 'scripts', 'screenshots', 'project');
    await playScenes(
      stage,
      {
        openHarbour: () => ferry.open({ folder: harbour }),
        openSample: (id) => ferry.open({ id }),
        close: () => ferry.call('panel:close-project', {}),
      },
      wanted,
    );
  } catch (error) {
    const picture = path.join(os.tmpdir(), 'ferry-screenshots-failed.png');
    fs.writeFileSync(picture, await ferry.panel.screenshot());
    process.stderr.write(`A scene did not play. What the panel showed: ${picture}\n`);
    throw error;
  } finally {
    await ferry.close();
  }
} finally {
  await server.close();
  fs.rmSync(scratch, { recursive: true, force: true });
}
