import type { ApiKit, WxFunctions } from '../api-kit.ts';
import type { ImportTemp } from '../import-temp.ts';
import { createCameraContextFunctions } from './camera-context.ts';
import { createLiveContextFunctions } from './live-context.ts';
import { createMapContextFunctions } from './map-context.ts';
import { createVisionFunctions } from './vision.ts';

/** Functions of `wx` whose component or device something else stands in for. */
export function createStandInFunctions(kit: ApiKit, importTemp: ImportTemp): WxFunctions {
  return {
    ...createMapContextFunctions(kit),
    ...createCameraContextFunctions(kit, importTemp),
    ...createLiveContextFunctions(kit),
    ...createVisionFunctions(kit),
  };
}
