import type { AnyBuiltin } from '../builtin.ts';
import { camera } from './camera.ts';
import { map } from './map.ts';
import { otherStandIns } from './others.ts';

/** Components that show something else in their place and say so. */
export const standIns: readonly AnyBuiltin[] = [map, camera, ...otherStandIns];
