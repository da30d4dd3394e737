import type { GeneralComponent } from 'glass-easel';
import { type CameraControl, cameraOf } from '../../components/stand-ins/camera.ts';
import { type ApiKit, Refusal, type WxFunction, type WxFunctions } from '../api-kit.ts';
import { method, objectOf } from '../audio/members.ts';
import type { WxResult } from '../callbacks.ts';
import type { ImportTemp } from '../import-temp.ts';
import { textOf, type WxOptions } from '../parameters.ts';

/** Quality of a photo by WeChat's word for it. */
const QUALITIES: Readonly<Record<string, number>> = { high: 0.92, normal: 0.8, low: 0.5 };

/** A video of the card has no cover of its own: the first picture is taken for it. */
interface Running {
  readonly recording: ReturnType<CameraControl['record']>;
  readonly cover: Blob;
}

/**
 * `createCameraContext` (WeChat's documentation of CameraContext) for the one camera of the page on top: photos,
 * videos and frames of Ferry's test card.
 */
export function createCameraContextFunctions(kit: ApiKit, importTemp: ImportTemp): WxFunctions {
  const { host } = kit;
  let running: Running | null = null;

  const camera = (): CameraControl => {
    const found = cameraIn(host.router.current()?.component ?? null);
    if (!found) throw new Refusal('there is no camera on this page');
    return found;
  };
  const doing = (
    name: string,
    work: (options: WxOptions) => WxResult | Promise<WxResult>,
  ): PropertyDescriptor => method(kit.asynchronous(name, {}, work));

  return {
    createCameraContext: () =>
      objectOf(kit, 'CameraContext', {
        takePhoto: doing('takePhoto', async (options) => {
          const quality = QUALITIES[textOf(options, 'quality', 'normal')] ?? 0.8;
          const photo = camera().photo('image/jpeg', quality);
          const { path } = await importTemp(photo, 'jpg', { kind: 'camera' });
          return { tempImagePath: path };
        }),
        setZoom: doing('setZoom', () => {
          camera();
          return { zoom: 1 };
        }),
        startRecord: doing('startRecord', () => {
          if (running) throw new Refusal('a video is being recorded already');
          const used = camera();
          running = { recording: used.record(), cover: used.photo('image/jpeg', 0.8) };
          return {};
        }),
        stopRecord: doing('stopRecord', async () => {
          if (!running) throw new Refusal('no video is being recorded');
          const { recording, cover } = running;
          running = null;
          const { blob, extension } = await recording.stop();
          const video = await importTemp(blob, extension, { kind: 'camera' });
          const thumb = await importTemp(cover, 'jpg', { kind: 'camera' });
          return { tempVideoPath: video.path, tempThumbPath: thumb.path };
        }),
        onCameraFrame: method((listener: WxFunction) => frameListener(camera, listener, kit)),
      }),
  };
}

/** `CameraFrameListener`: `start` and `stop`, which answer by their callbacks. */
function frameListener(camera: () => CameraControl, listener: WxFunction, kit: ApiKit): object {
  let end: (() => void) | null = null;
  return {
    start: kit.asynchronous('start', {}, () => {
      end ??= camera().frames((frame) => {
        try {
          listener(frame);
        } catch (error) {
          kit.host.reports.exception(error, { ours: false });
        }
      });
      return {};
    }),
    stop: kit.asynchronous('stop', {}, () => {
      end?.();
      end = null;
      return {};
    }),
  };
}

/** The camera in a page's tree: its own, or one in a component of it. */
function cameraIn(component: GeneralComponent | null): CameraControl | null {
  const root = component?.$$ as unknown;
  if (!(root instanceof Element)) return null;
  const element = root.querySelector('wx-camera');
  return element ? cameraOf(element) : null;
}
