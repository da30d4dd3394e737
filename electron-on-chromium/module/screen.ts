import { EventEmitter } from 'node:events';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';

const SIZE = { width: 1920, height: 1080 };

/** Electron's `screen`: one display of 1920 × 1080 at scale 1, whatever the machine has. */
export class Screen
  extends EventEmitter
  implements
    Pick<
      Electron.Screen,
      'getPrimaryDisplay' | 'getAllDisplays' | 'getDisplayMatching' | 'getDisplayNearestPoint'
    >
{
  private readonly runtime: Runtime;

  constructor(runtime: Runtime) {
    super();
    this.runtime = runtime;
    return strict('screen', this);
  }

  getPrimaryDisplay(): Electron.Display {
    if (!this.runtime.isReady)
      throw new Error("The 'screen' module can't be used before the app 'ready' event");
    const bounds = { x: 0, y: 0, ...SIZE };
    return strict('Display', {
      id: 1,
      label: 'electron-on-chromium',
      bounds,
      workArea: bounds,
      size: SIZE,
      workAreaSize: SIZE,
      scaleFactor: 1,
      rotation: 0,
      internal: false,
      touchSupport: 'unknown',
    } satisfies Partial<Electron.Display>) as Electron.Display;
  }

  getAllDisplays(): Electron.Display[] {
    return [this.getPrimaryDisplay()];
  }

  getDisplayMatching(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Electron.Display {
    return this.getPrimaryDisplay();
  }
}
