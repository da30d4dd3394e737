import type { ApiKit, WxFunctions } from '../api-kit.ts';
import type { BodyCarrier } from '../bodies.ts';
import type { Permissions } from '../permissions.ts';
import { createVoiceFunctions } from '../voice.ts';
import { createBackgroundAudioCalls } from './background-audio-calls.ts';
import { createBackgroundPlayer } from './background-audio.ts';
import type { AudioParts } from './element.ts';
import { createAudioDoctor } from './failure.ts';
import { createInnerAudioFunctions } from './inner-audio.ts';
import { createRecorder } from './recorder.ts';
import { createRecorderFunctions } from './recorder-functions.ts';

/** Everything of `wx` that plays or records (wx-api.md §14). */
export function createAudioFunctions(
  kit: ApiKit,
  parts: AudioParts,
  given: { readonly permissions: Permissions; readonly bodies: BodyCarrier },
): WxFunctions {
  const doctor = createAudioDoctor(parts.fetch, kit.host.boot.traits.wording);
  const recorder = createRecorder({ kit, parts, ...given });
  const voice = createVoiceFunctions(kit, parts, doctor);
  const background = createBackgroundPlayer(kit, parts, doctor);
  return {
    ...voice,
    ...createInnerAudioFunctions(kit, parts, doctor),
    getBackgroundAudioManager: () => background.manager,
    ...createBackgroundAudioCalls(kit, background),
    ...createRecorderFunctions(kit, recorder),
  };
}
