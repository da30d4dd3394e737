import type { GeneralComponent } from 'glass-easel';
import { addCanvas, removeCanvas } from '../canvas/canvas-registry.ts';
import { CanvasNode, type NodeKind } from '../canvas/canvas-node.ts';
import { createLegacyCanvas } from '../canvas/legacy-canvas.ts';
import { offerNode } from '../query/node-registry.ts';
import { type Behaviour, type Builtin, builtin, flag, text, type ValuesOf } from './builtin.ts';

const PROPERTIES = { type: text(), canvasId: text(), disableScroll: flag() } as const;

/** A function of `wx` that gives a context. */
type Maker = (id: string, owner: unknown) => unknown;

type CanvasSelf = Builtin<ValuesOf<typeof PROPERTIES>>;
type CanvasBehaviour = Behaviour<ValuesOf<typeof PROPERTIES>>;

/** `type` as the node behind it; null for a canvas of the old kind, known by its `canvas-id`. */
const KINDS: Readonly<Record<string, NodeKind>> = { '2d': '2d', webgl: 'webgl', webgl2: 'webgl' };

/**
 * `canvas` (WeChat's documentation of canvas): with a `type`, a node for `NodesRef.node`; without one, drawn on by
 * `wx.createCanvasContext`. Touches on it have `x` and `y` from its corner. `binderror` tells `errMsg` when the
 * browser gives no context, or when a `canvas-id` is missing or taken, which hides the canvas.
 */
export const canvas = builtin({
  tag: 'canvas',
  properties: PROPERTIES,
  attach(self) {
    const { element } = self;
    const surface = document.createElement('canvas');
    element.prepend(surface);

    const keepStill = (event: Event): void => {
      if (self.get('disableScroll') && event.cancelable) event.preventDefault();
    };
    element.addEventListener('touchmove', keepStill, { passive: false });
    const markScroll = (): void => {
      element.toggleAttribute('disable-scroll', self.get('disableScroll'));
    };
    markScroll();

    const kind = KINDS[self.get('type')];
    const behaviour = kind === undefined ? attachLegacy(self, surface) : attachNode(self, surface, kind);
    return { ...behaviour, changed: { ...behaviour.changed, disableScroll: markScroll } };
  },
});

function attachNode(self: CanvasSelf, surface: HTMLCanvasElement, kind: NodeKind): CanvasBehaviour {
  const node = new CanvasNode({
    element: surface,
    kind,
    urlOf: self.resourceUrl,
    failed(errMsg) {
      self.emit('error', { errMsg });
    },
  });
  let isSized = kind !== 'webgl';
  offerNode(self.element, 'node', () => {
    // As large as it shows when it is first asked for: what draws by WebGL asks the canvas for its size.
    if (!isSized && surface.clientWidth > 0) {
      surface.width = surface.clientWidth;
      surface.height = surface.clientHeight;
      isSized = true;
    }
    return node;
  });
  return {
    detached() {
      CanvasNode.retire(node);
    },
  };
}

function attachLegacy(self: CanvasSelf, surface: HTMLCanvasElement): CanvasBehaviour {
  const owner = self.node.ownerShadowRoot?.getHostNode();
  if (!owner) return {};
  const legacy = createLegacyCanvas(surface, self.resourceUrl, self.host.device.current().pixelRatio);
  const holder: GeneralComponent = owner;
  let known = '';

  function add(): void {
    if (known !== '') removeCanvas(holder, known, legacy);
    known = self.get('canvasId');
    const isNew = known !== '' && addCanvas(holder, known, legacy);
    surface.hidden = known !== '' && !isNew;
    if (isNew) return;
    const errMsg =
      known === ''
        ? 'canvas-id attribute is undefined'
        : `canvas-id ${known} in this page has already existed`;
    known = '';
    self.emit('error', { errMsg });
  }

  add();
  offerNode(self.element, 'context', () => {
    const create = self.wx['createCanvasContext'];
    return typeof create === 'function' ? (create as Maker)(self.get('canvasId'), owner) : null;
  });
  return {
    changed: { canvasId: add },
    detached() {
      if (known !== '') removeCanvas(owner, known, legacy);
    },
  };
}
