import { findById, scopeOf } from '../canvas/canvas-registry.ts';
import { type AudioControl, audioOf } from '../components/audio.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { method, objectOf } from './audio/members.ts';

/**
 * `createAudioContext` (WeChat's documentation of AudioContext): methods of the `audio` with an id, looked for at each
 * call in the page on top or in the component handed in. A method whose audio is not there does nothing.
 */
export function createAudioContextFunctions(kit: ApiKit): WxFunctions {
  return {
    createAudioContext(id, component) {
      const scope = scopeOf(kit.host, component);
      const doing = (run: (audio: AudioControl, argument: unknown) => void): PropertyDescriptor =>
        method((argument: unknown) => {
          const node = findById(scope, String(id));
          const audio = node && audioOf(node);
          if (audio) run(audio, argument);
        });
      return objectOf(kit, 'AudioContext', {
        setSrc: doing((audio, src) => {
          audio.setSrc(String(src));
        }),
        play: doing((audio) => {
          audio.play();
        }),
        pause: doing((audio) => {
          audio.pause();
        }),
        seek: doing((audio, positionS) => {
          audio.seek(Number(positionS));
        }),
      });
    },
  };
}
