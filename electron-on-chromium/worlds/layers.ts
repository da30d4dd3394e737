import type { LayerInputFactory } from './layer-input.ts';
import type { ChooserPickerFactory } from './chooser-picker.ts';
import type { FromHost, Layer, ToHost } from './view-messages.ts';

type LayerMessage = Exclude<ToHost, { kind: 'guardClose' }>;

/** The views over a host's page. */
export interface Layers {
  receive(message: LayerMessage): unknown;
}

export type LayersFactory = (post: (message: FromHost) => void) => Layers;

/**
 * Shows the pictures of views over the page and takes what the user does there. All of it lies in one element at the
 * end of the document, in a shadow tree that the page's scripts and styles do not reach. Evaluated as text.
 */
export function createLayers(
  post: (message: FromHost) => void,
  createLayerInput: LayerInputFactory,
  createChooserPicker: ChooserPickerFactory,
): Layers {
  interface Shown {
    readonly canvas: HTMLCanvasElement;
    readonly context: ImageBitmapRenderingContext;
    readonly input: ReturnType<LayerInputFactory>;
    layer: Layer;
  }
  const shown = new Map<number, Shown>();
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const picker = createChooserPicker(root);
  // Only these declarations count, whatever the page's own style sheets say of `div`.
  const style = 'all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; ';
  host.style.cssText = `${style}width: 0 !important; height: 0 !important; z-index: 2147483647 !important;`;

  function make(layer: Layer): Shown {
    const canvas = document.createElement('canvas');
    // Not in the page's tab order, as Tab does not leave the page in Electron either.
    canvas.tabIndex = -1;
    const context = canvas.getContext('bitmaprenderer');
    if (!context) throw new Error('No canvas to draw a view on');
    const { id } = layer;
    const input = createLayerInput(canvas, (what) => {
      post({ kind: 'input', id, input: what });
    });
    return { canvas, context, input, layer };
  }

  function place({ canvas, layer }: Shown): void {
    const { x, y, width, height, radius, background } = layer;
    Object.assign(canvas.style, {
      position: 'fixed',
      left: `${x}px`,
      top: `${y}px`,
      width: `${width}px`,
      height: `${height}px`,
      borderRadius: `${radius}px`,
      background,
      outline: 'none',
      touchAction: 'none',
    });
  }

  function arrange(layers: readonly Layer[]): void {
    const kept = new Set(layers.map((layer) => layer.id));
    for (const [id, { canvas }] of shown) {
      if (kept.has(id)) continue;
      canvas.remove();
      shown.delete(id);
    }
    for (const layer of layers) {
      const entry = shown.get(layer.id) ?? make(layer);
      shown.set(layer.id, entry);
      entry.layer = layer;
      place(entry);
    }
    const wanted = layers
      .map((layer) => shown.get(layer.id)?.canvas)
      .filter((canvas) => canvas !== undefined);
    const isOrdered = wanted.every((canvas, index) => root.children[index] === canvas);
    // Moving a canvas would take the focus from it.
    if (!isOrdered) root.prepend(...wanted);
    lay();
  }

  /** The root element comes a little later than the document. */
  function lay(): void {
    const page = document.documentElement as HTMLElement | null;
    if (!page) document.addEventListener('readystatechange', lay, { once: true });
    else if (shown.size === 0) host.remove();
    else if (host.parentNode !== page) page.append(host);
  }

  /** Resolves when the picture has been drawn, which a window that is hidden does not do. */
  async function draw({ canvas, context }: Shown, picture: string): Promise<void> {
    const bytes = (Uint8Array as unknown as { fromBase64(text: string): Uint8Array<ArrayBuffer> }).fromBase64(
      picture,
    );
    const bitmap = await createImageBitmap(new Blob([bytes]));
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    context.transferFromImageBitmap(bitmap);
    await new Promise(requestAnimationFrame);
  }

  /** Puts text on the clipboard: the user has just pressed a key here. */
  function copy(text: string): void {
    const put = (event: ClipboardEvent): void => {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('copy', put, { capture: true, once: true });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor asks for a permission an app may deny
    document.execCommand('copy');
    window.removeEventListener('copy', put, { capture: true });
  }

  return {
    receive(message) {
      if (message.kind === 'layers') arrange(message.layers);
      else if (message.kind === 'copy') copy(message.text);
      else {
        const entry = shown.get(message.id);
        if (!entry) return null;
        if (message.kind === 'frame') return draw(entry, message.picture);
        if (message.kind === 'focus') entry.canvas.focus();
        else if (message.kind === 'editing') entry.input.setEditing(message.area);
        else if (message.kind === 'choose') {
          picker.open(message.chooser, entry.canvas.getBoundingClientRect(), (choice) => {
            entry.canvas.focus();
            post({ kind: 'input', id: message.id, input: { kind: 'chosen', choice } });
          });
        } else {
          entry.canvas.style.cursor = message.hover.cursor;
          entry.canvas.title = message.hover.title;
        }
      }
      return null;
    },
  };
}
