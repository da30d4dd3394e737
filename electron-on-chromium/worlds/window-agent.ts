import type { LayersFactory } from './layers.ts';
import type { AgentNames, FromHost, Placement, ToHost } from './view-messages.ts';

/**
 * Runs in the page of a window on the screen: shows the window's views over it, and tells where the user has the
 * window. Evaluated as text: names nothing outside itself.
 */
export function windowAgent(names: AgentNames, createLayers: LayersFactory): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const postText = world[names.post] as (text: string) => void;
  Reflect.deleteProperty(world, names.post);
  if (window.top !== window) return;
  const post = (message: FromHost): void => {
    postText(JSON.stringify(message));
  };
  const layers = createLayers(post);

  let told = '';
  /** A window's place has no event: it is looked at whenever the user comes by. */
  function tellPlacement(): void {
    const { width, height, availWidth, availHeight } = screen;
    const { availLeft = 0, availTop = 0 } = screen as unknown as { availLeft?: number; availTop?: number };
    const placement: Placement = {
      isVisible: document.visibilityState === 'visible',
      content: { width: innerWidth, height: innerHeight },
      screen: {
        size: { width, height },
        workArea: { x: availLeft, y: availTop, width: availWidth, height: availHeight },
        scaleFactor: devicePixelRatio,
      },
    };
    const key = JSON.stringify([placement, screenX, screenY, outerWidth, outerHeight]);
    if (key === told) return;
    told = key;
    post({ kind: 'placed', placement });
  }
  window.addEventListener('resize', tellPlacement);
  window.addEventListener('mousemove', tellPlacement, { capture: true, passive: true });
  document.addEventListener('visibilitychange', tellPlacement);
  for (const type of ['focus', 'blur'] as const) {
    window.addEventListener(type, () => {
      tellPlacement();
      post({ kind: 'windowFocus', isFocused: type === 'focus' });
    });
  }
  tellPlacement();
  if (document.hasFocus()) post({ kind: 'windowFocus', isFocused: true });

  let isGuarded = false;
  let isLeaving = false;
  // A page that goes elsewhere is not closed.
  navigation.addEventListener('navigate', ({ destination }) => {
    isLeaving = !destination.sameDocument;
    setTimeout(() => (isLeaving = false));
  });
  window.addEventListener('beforeunload', (event) => {
    if (isGuarded && !isLeaving) event.preventDefault();
  });

  Object.defineProperty(world, names.deliver, {
    value: (message: ToHost): unknown => {
      if (message.kind !== 'guardClose') return layers.receive(message);
      isGuarded = message.isGuarded;
      return null;
    },
  });
}
