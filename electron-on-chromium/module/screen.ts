import { EventEmitter } from 'node:events';
import type { ScreenInfo } from '../worlds/view-messages.ts';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';

const SIZE = { width: 1920, height: 1080 };
const NO_SCREEN: ScreenInfo = { size: SIZE, workArea: { x: 0, y: 0, ...SIZE }, scaleFactor: 1 };

/** Electron's `screen`: the display the app's windows are on; without a screen one of 1920 × 1080. */
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
    const { size, workArea, scaleFactor } = this.runtime.screen ?? NO_SCREEN;
    return strict('Display', {
      id: 1,
      label: 'electron-on-chromium',
      bounds: { x: 0, y: 0, ...size },
      workArea: { ...workArea },
      size: { ...size },
      workAreaSize: { width: workArea.width, height: workArea.height },
      scaleFactor,
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
