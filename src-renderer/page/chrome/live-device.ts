import type { DeviceInfo } from '#contract/wx';
import type { LiveDevice } from '../host.ts';

/** The device of the page runtime, which main may exchange. */
export interface DeviceHolder extends LiveDevice {
  /** Takes over what the developer chose. */
  set(device: DeviceInfo): void;
}

interface LiveDeviceOptions {
  readonly initial: DeviceInfo;
  /** app.json's `darkmode`: without it a mini-program is light wherever it runs (WeChat's "DarkMode"). */
  readonly hasDarkMode: boolean;
}

/** What style sheets ask of the device, as custom properties of the document; see `device-css.ts`. */
function writeProperties({ screen, theme }: DeviceInfo): void {
  const { style, dataset } = document.documentElement;
  for (const [edge, px] of Object.entries(screen.safeInsets)) {
    style.setProperty(`--ferry-safe-area-inset-${edge}`, `${String(px)}px`);
  }
  dataset['ferryTheme'] = theme;
  dataset['ferryCutout'] = screen.cutout;
}

/** Keeps the device and what the document shows of it. */
export function createLiveDevice({ initial, hasDarkMode }: LiveDeviceOptions): DeviceHolder {
  const told = (device: DeviceInfo): DeviceInfo => (hasDarkMode ? device : { ...device, theme: 'light' });
  const listeners = new Set<(device: DeviceInfo, before: DeviceInfo) => void>();
  let device = told(initial);
  writeProperties(device);

  return {
    current: () => device,
    set(next) {
      const before = device;
      device = told(next);
      writeProperties(device);
      for (const listener of listeners) listener(device, before);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
