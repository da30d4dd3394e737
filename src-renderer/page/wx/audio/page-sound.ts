import type { ApiKit } from '../api-kit.ts';
import type { AudioParts } from './element.ts';
import type { AudioDoctor } from './failure.ts';
import { createSound, type Sound, type SoundEvent } from './sound.ts';

/** URL of the page's own origin for a path as the page on top would write it. */
export function urlOnPage({ host }: Pick<ApiKit, 'host'>, src: string): string {
  return host.resourceUrl(src, host.router.current()?.route ?? host.launch.path);
}

/** A sound with an element of its own, whose sources are written as on the page on top. */
export function createPageSound(
  kit: Pick<ApiKit, 'host' | 'defer'>,
  parts: Pick<AudioParts, 'createElement'>,
  doctor: AudioDoctor,
  tell: (event: SoundEvent) => void,
): Sound {
  return createSound({
    element: parts.createElement(),
    defer: kit.defer,
    doctor,
    urlOf: (src) => urlOnPage(kit, src),
    tell,
  });
}
