import { BUILTIN_ATTRIBUTES } from '../components/index.ts';
import type { PageHost } from '../host.ts';
import { createOverlays } from '../overlays/index.ts';
import { createBodyCarrier } from './bodies.ts';
import { createDefer } from './defer.ts';
import { createFacade } from './facade.ts';

/** The `wx` object of a page renderer: the facade with the page's own overlays, audio and origin behind it. */
export function createWx(host: PageHost): Record<string, unknown> {
  return createFacade(host, {
    defer: createDefer(),
    clock: { now: () => performance.now(), originEpochMs: performance.timeOrigin },
    overlays: createOverlays(host.overlayRoot, host.boot.locale),
    voice: document.createElement('audio'),
    bodies: createBodyCarrier(window.fetch.bind(window)),
    components: BUILTIN_ATTRIBUTES,
  });
}
