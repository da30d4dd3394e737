import { CanvasNode, type NodeKind } from '../canvas/canvas-node.ts';
import { partOf, type PictureArea, putPixels } from '../canvas/canvas-picture.ts';
import { encodePicture, type PictureFormat } from '../media/encode-picture.ts';
import { findCanvas, type Scope, scopeOf } from '../canvas/canvas-registry.ts';
import type { DrawAction } from '../canvas/legacy-actions.ts';
import type { LegacyCanvas } from '../canvas/legacy-canvas.ts';
import { legacyContextMembers } from '../canvas/legacy-context.ts';
import { canvasOf } from '../canvas/native-sources.ts';
import { type ApiKit, Refusal, type WxFunction, type WxFunctions } from './api-kit.ts';
import { objectOf } from './audio/members.ts';
import type { ImportTemp } from './import-temp.ts';
import { shownRoute } from './local-file.ts';
import { isOptions, numberOf, textOf, type ParameterType, type WxOptions } from './parameters.ts';
import type { WxResult } from './callbacks.ts';

const NO_CANVAS = 'canvas is empty';
const NO_PICTURE = 'create bitmap failed';
/** Frames a drawing waits for a canvas that its page is about to show. */
const FRAMES_WAITED = 10;
const DEFAULT_WIDTH = 300;
const DEFAULT_HEIGHT = 150;

/** A canvas to read from or write to, and its own pixels for each of the units an API is asked in. */
interface Surface {
  readonly element: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/**
 * The drawing of `wx`: contexts by `canvas-id`, canvases without a component, and what is read from both kinds
 * (WeChat's documentation of the canvas group).
 */
export function createCanvasFunctions(kit: ApiKit, importTemp: ImportTemp): WxFunctions {
  const { host } = kit;

  /** An asynchronous function whose second argument is the component the canvas is in. */
  function inScope(
    api: string,
    required: Readonly<Record<string, ParameterType>>,
    work: (options: WxOptions, scope: Scope) => Promise<WxResult>,
  ): WxFunction {
    return (options, component) =>
      kit.asynchronous(api, required, (checked) => work(checked, scopeOf(host, component)))(options);
  }

  async function waitFor(scope: Scope, canvasId: string): Promise<LegacyCanvas | null> {
    for (let frame = 0; frame < FRAMES_WAITED; frame += 1) {
      const found = findCanvas(scope, canvasId);
      if (found) return found;
      await nextFrame();
    }
    return null;
  }

  function draw(
    scope: Scope,
    canvasId: string,
    actions: readonly DrawAction[],
    reserve: boolean,
    drawn: () => void,
  ): void {
    const ended = host.pendingCalls.begin('drawCanvas');
    // On a later turn, as what is drawn may not be on the page before the one that asks for it has ended.
    kit.defer(() => {
      void waitFor(scope, canvasId)
        .then(async (canvas) => canvas?.draw(actions, reserve))
        .finally(() => {
          kit.defer(() => {
            ended();
            drawn();
          });
        });
    });
  }

  function contextOf(canvasId: string, scope: Scope): object {
    return objectOf(
      kit,
      'CanvasContext',
      legacyContextMembers({
        measure,
        draw(actions, reserve, drawn) {
          draw(scope, canvasId, actions, reserve, drawn);
        },
      }),
    );
  }

  /** The canvas that an API is asked about: by its node, or by its `canvas-id` with all it was asked to draw. */
  async function surfaceFrom(options: WxOptions, scope: Scope): Promise<Surface> {
    const node = canvasOf(options['canvas']);
    if (node) return surfaceOf(node);
    const canvas = findCanvas(scope, textOf(options, 'canvasId'));
    if (!canvas) throw new Refusal(NO_CANVAS);
    await canvas.settled();
    return { element: canvas.element, ...canvas.measures() };
  }

  async function toTempFilePath(options: WxOptions, scope: Scope): Promise<WxResult> {
    const surface = await surfaceFrom(options, scope);
    const x = numberOf(options, 'x', 0);
    const y = numberOf(options, 'y', 0);
    const width = numberOf(options, 'width', surface.width - x);
    const height = numberOf(options, 'height', surface.height - y);
    const { pixelRatio } = host.device.current();
    const destWidth = numberOf(options, 'destWidth', Math.min(width, surface.width - x) * pixelRatio);
    const destHeight = numberOf(options, 'destHeight', Math.min(height, surface.height - y) * pixelRatio);
    const area = pixelsOf(surface, { x, y, width, height });
    if (!(area.width > 0 && area.height > 0 && destWidth > 0 && destHeight > 0))
      throw new Refusal(NO_PICTURE);
    const format = formatFrom(options);
    const part = partOf(surface.element, area, { width: destWidth, height: destHeight }, 'high');
    const picture = pictureOf(part, format);
    const extension = format.type === 'image/png' ? 'png' : 'jpg';
    return { tempFilePath: (await importTemp(picture, extension, { kind: 'drawn' })).path };
  }

  async function getImageData(options: WxOptions, scope: Scope): Promise<WxResult> {
    const surface = await surfaceFrom(options, scope);
    const { width, height, ...place } = areaFrom(options);
    if (!(width > 0 && height > 0)) throw new Refusal('the width or height is zero');
    const area = { x: place.x * surface.scaleX, y: place.y * surface.scaleY };
    const size = { width: width * surface.scaleX, height: height * surface.scaleY };
    const part = partOf(surface.element, { ...area, ...size }, { width, height }, 'low');
    const pixels = part.getContext('2d')?.getImageData(0, 0, part.width, part.height);
    return { width: part.width, height: part.height, data: pixels?.data };
  }

  async function putImageData(options: WxOptions, scope: Scope): Promise<WxResult> {
    const surface = await surfaceFrom(options, scope);
    const { x, y, width, height } = areaFrom(options);
    const { data } = options;
    const rows = data instanceof Uint8ClampedArray && width > 0 ? data.length / 4 / Math.trunc(width) : 0;
    if (!(data instanceof Uint8ClampedArray) || rows < 1 || !Number.isInteger(rows)) {
      throw new Refusal('invalid data');
    }
    const pixels = new ImageData(new Uint8ClampedArray(data), Math.trunc(width));
    putPixels(surface.element, pixels, {
      x: x * surface.scaleX,
      y: y * surface.scaleY,
      width: pixels.width * surface.scaleX,
      height: (height > 0 ? Math.min(height, pixels.height) : pixels.height) * surface.scaleY,
    });
    return {};
  }

  return {
    createCanvasContext: (canvasId, component) => contextOf(String(canvasId), scopeOf(host, component)),
    // The first drawing functions, long out of the documentation and still in use.
    createContext: () => contextOf('', scopeOf(host, null)),
    drawCanvas(options) {
      const { canvasId, actions, reserve } = isOptions(options) ? options : {};
      draw(
        scopeOf(host, null),
        String(canvasId),
        Array.isArray(actions) ? (actions as DrawAction[]) : [],
        reserve === true,
        () => undefined,
      );
    },
    canvasToTempFilePath: inScope('canvasToTempFilePath', {}, toTempFilePath),
    canvasGetImageData: inScope('canvasGetImageData', { canvasId: 'String' }, getImageData),
    canvasPutImageData: inScope('canvasPutImageData', { canvasId: 'String' }, putImageData),
    createOffscreenCanvas(first, second, third) {
      const options = isOptions(first) ? first : { width: first, height: second, compInst: third };
      const element = document.createElement('canvas');
      element.width = numberOf(options, 'width', DEFAULT_WIDTH);
      element.height = numberOf(options, 'height', DEFAULT_HEIGHT);
      const kind: NodeKind = options['type'] === '2d' ? '2d' : 'webgl';
      const owner = scopeOf(host, options['compInst']).owners()[0]?.is ?? shownRoute(host);
      return new CanvasNode({ element, kind, urlOf: (src) => host.resourceUrl(src, owner) });
    },
  };
}

let ruler: CanvasRenderingContext2D | null = null;

function measure(written: string, font: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return 0;
  ruler.font = '10px sans-serif';
  ruler.font = font;
  return ruler.measureText(written).width;
}

async function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      resolve();
    });
  });
}

/** A canvas on the page is measured in CSS pixels, one that is on none in its own. */
function surfaceOf(element: HTMLCanvasElement): Surface {
  const width = element.clientWidth || element.width;
  const height = element.clientHeight || element.height;
  return { element, width, height, scaleX: element.width / width, scaleY: element.height / height };
}

function areaFrom(options: WxOptions): PictureArea {
  return {
    x: numberOf(options, 'x', 0),
    y: numberOf(options, 'y', 0),
    width: Math.round(numberOf(options, 'width', 0)),
    height: Math.round(numberOf(options, 'height', 0)),
  };
}

/** What of an area lies on the canvas, in its pixels: `width: canvas.width` is the whole of it, whatever its ratio. */
function pixelsOf(surface: Surface, { x, y, width, height }: PictureArea): PictureArea {
  return {
    x: x * surface.scaleX,
    y: y * surface.scaleY,
    width: Math.min(width, surface.width - x) * surface.scaleX,
    height: Math.min(height, surface.height - y) * surface.scaleY,
  };
}

function pictureOf(canvas: HTMLCanvasElement, format: PictureFormat): Blob {
  try {
    return encodePicture(canvas, format);
  } catch {
    throw new Refusal(NO_PICTURE);
  }
}

function formatFrom(options: WxOptions): PictureFormat {
  const quality = numberOf(options, 'quality', 1);
  return {
    type: options['fileType'] === 'jpg' ? 'image/jpeg' : 'image/png',
    quality: quality > 0 && quality <= 1 ? quality : 1,
  };
}
