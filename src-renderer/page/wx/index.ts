import { BUILTIN_ATTRIBUTES } from '../components/index.ts';
import type { PageHost } from '../host.ts';
import { createPageMedia } from '../media/page-media.ts';
import { createOverlays } from '../overlays/index.ts';
import { audioPartsOf } from './audio/element.ts';
import { createBodyCarrier } from './bodies.ts';
import { createDefer } from './defer.ts';
import { createFacade } from './facade.ts';

/** The `wx` object of a page renderer: the facade with the page's own overlays, audio and origin behind it. */
export function createWx(host: PageHost): Record<string, unknown> {
  return createFacade(host, {
    defer: createDefer(),
    clock: { now: () => performance.now(), originEpochMs: performance.timeOrigin },
    overlays: createOverlays(host.overlayRoot, host.boot.locale, host.project.name),
    audio: audioPartsOf(window),
    bodies: createBodyCarrier(window.fetch.bind(window)),
    media: createPageMedia(window.fetch.bind(window)),
    hasTapped: () => navigator.userActivation.isActive,
    components: BUILTIN_ATTRIBUTES,
  });
}
