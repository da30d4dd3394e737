import type { CameraOptions } from '../../src-renderer/page/overlays/camera.ts';
import type { FilePickerOptions } from '../../src-renderer/page/overlays/file-picker.ts';
import { createWxHarness, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** What the overlays of a picker were asked. */
export interface Asked {
  readonly picker: FilePickerOptions[];
  readonly camera: CameraOptions[];
}

/** A page whose person cancels; what the overlays were asked is in `asked`. */
export function askingPage(options: HarnessOptions = {}): {
  readonly page: WxHarness;
  readonly asked: Asked;
} {
  const asked: Asked = { picker: [], camera: [] };
  const page = createWxHarness({
    answers: { 'wx:choose-files': () => ({ kind: 'ask', album: [] }) },
    overlays: {
      filePicker: {
        show(shown) {
          asked.picker.push(shown);
          // With a camera the person goes there first, then gives up.
          return Promise.resolve(shown.camera && asked.camera.length === 0 ? { from: 'camera' } : null);
        },
      },
      camera: {
        show(shown) {
          asked.camera.push(shown);
          return Promise.resolve(null);
        },
      },
    },
    ...options,
  });
  return { page, asked };
}
