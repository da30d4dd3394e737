import type { GeneralComponent } from 'glass-easel';
import { offerNode } from '../../query/node-registry.ts';
import { anything, builtin, flag, number, text } from '../builtin.ts';
import { labelledBox } from './box.ts';
import { STAND_IN_WORDS } from './words.ts';

/** What `MapContext` reads and moves on a map of the page. Degrees. */
export interface MapControl {
  readonly center: () => { readonly latitude: number; readonly longitude: number };
  readonly scale: () => number;
  readonly moveTo: (latitude: number, longitude: number) => void;
}

const maps = new WeakMap<GeneralComponent, MapControl>();

export function mapOf(node: GeneralComponent): MapControl | null {
  return maps.get(node) ?? null;
}

/**
 * `map` (WeChat's documentation of map): a box with the centre, the scale and the number of markers. What lies in it
 * is shown, `MapContext` answers from its properties, and `updated` comes once.
 */
export const map = builtin({
  tag: 'map',
  real: false,
  properties: {
    longitude: number(),
    latitude: number(),
    scale: number(16),
    minScale: number(3),
    maxScale: number(20),
    markers: anything([]),
    covers: anything([]),
    polyline: anything([]),
    circles: anything([]),
    controls: anything([]),
    includePoints: anything([]),
    polygons: anything([]),
    showLocation: flag(),
    subkey: text(),
    layerStyle: number(1),
    rotate: number(),
    skew: number(),
    enable3D: flag(),
    showCompass: flag(),
    showScale: flag(),
    enableOverlooking: flag(),
    enableAutoMaxOverlooking: flag(),
    enableZoom: flag(true),
    enableScroll: flag(true),
    enableRotate: flag(),
    enableSatellite: flag(),
    enableTraffic: flag(),
    enablePoi: flag(true),
    enableBuilding: flag(true),
    setting: anything({}),
  },
  attach(self) {
    const words = STAND_IN_WORDS[self.host.boot.locale];
    const box = labelledBox(self, 'box');
    const show = (): void => {
      const markers = self.get('markers');
      const count = Array.isArray(markers) ? markers.length : 0;
      box.say(
        `${self.get('latitude').toFixed(5)}, ${self.get('longitude').toFixed(5)}`,
        `×${String(self.get('scale'))}`,
        ...(count > 0 ? [words.markers(count)] : []),
      );
    };
    show();
    const control: MapControl = {
      center: () => ({ latitude: self.get('latitude'), longitude: self.get('longitude') }),
      scale: () => self.get('scale'),
      moveTo(latitude, longitude) {
        self.set('latitude', latitude);
        self.set('longitude', longitude);
        show();
      },
    };
    maps.set(self.node, control);
    offerNode(self.element, 'context', () => control);
    const told = setTimeout(() => {
      self.emit('updated');
    });
    return {
      changed: { latitude: show, longitude: show, scale: show, markers: show },
      detached() {
        clearTimeout(told);
        maps.delete(self.node);
      },
    };
  },
});
