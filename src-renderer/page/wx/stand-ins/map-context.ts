import { findById, scopeOf } from '../../canvas/canvas-registry.ts';
import { type MapControl, mapOf } from '../../components/stand-ins/map.ts';
import { type ApiKit, Refusal, type WxFunctions } from '../api-kit.ts';
import { method, objectOf } from '../audio/members.ts';
import type { WxResult } from '../callbacks.ts';
import { numberOf, type WxOptions } from '../parameters.ts';
import { WITHOUT_EFFECT } from './without-effect.ts';

/** Degrees that a map of 300 by 150 points shows at scale 0, once round the earth being 256 points. */
const DEGREES_AT_ZERO = { longitude: (360 * 300) / 256, latitude: (360 * 150) / 256 } as const;

/**
 * `createMapContext` (WeChat's documentation of MapContext): what a map's properties answer. The map itself is a box
 * (`map.ts`), so what would draw on it fails.
 */
export function createMapContextFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;
  return {
    createMapContext(id, component) {
      const scope = scopeOf(host, component);
      const asking = (
        name: string,
        work: (map: MapControl, options: WxOptions) => WxResult,
      ): PropertyDescriptor =>
        method(
          kit.asynchronous(name, {}, (options) => {
            const node = findById(scope, String(id));
            const map = node && mapOf(node);
            if (!map) throw new Refusal(`there is no map "${String(id)}" on this page`);
            return work(map, options);
          }),
        );
      const without = (name: string): PropertyDescriptor =>
        asking(name, () => {
          host.reports.unsupported(`MapContext.${name}`);
          throw new Refusal('not supported in Ferry yet');
        });
      return objectOf(kit, 'MapContext', {
        getCenterLocation: asking('getCenterLocation', (map) => ({ ...map.center() })),
        moveToLocation: asking('moveToLocation', (map, options) => {
          const center = map.center();
          map.moveTo(
            numberOf(options, 'latitude', center.latitude),
            numberOf(options, 'longitude', center.longitude),
          );
          return {};
        }),
        includePoints: asking('includePoints', () => ({})),
        getScale: asking('getScale', (map) => ({ scale: map.scale() })),
        getRotate: asking('getRotate', () => ({ rotate: 0 })),
        getSkew: asking('getSkew', () => ({ skew: 0 })),
        getRegion: asking('getRegion', (map) => regionOf(map)),
        on: method(() => {
          host.reports.unsupported('MapContext.on');
        }),
        ...Object.fromEntries(WITHOUT_EFFECT.MapContext.map((name) => [name, without(name)])),
      });
    },
  };
}

function regionOf(map: MapControl): WxResult {
  const { latitude, longitude } = map.center();
  const shrink = 2 ** map.scale();
  const height = DEGREES_AT_ZERO.latitude / shrink / 2;
  const width = DEGREES_AT_ZERO.longitude / shrink / 2;
  return {
    southwest: { latitude: latitude - height, longitude: longitude - width },
    northeast: { latitude: latitude + height, longitude: longitude + width },
  };
}
