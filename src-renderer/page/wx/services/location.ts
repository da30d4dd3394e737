import { createListeners } from '../listeners.ts';
import type { WxFunctions } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import type { Overlays } from '../../overlays/index.ts';
import { numberOf, textOf, type WxOptions } from '../parameters.ts';
import { PLAYED_WORDS } from './played-words.ts';
import type { ServiceKit } from './service-kit.ts';

/** The place WeChat's own examples are at: the TIT park in Guangzhou. */
const PLACE = { latitude: 23.099994, longitude: 113.32452 } as const;
const NAME = { name: 'T.I.T 创意园', address: '广东省广州市海珠区新港中路397号' } as const;

function position(): WxResult {
  return {
    ...PLACE,
    speed: -1,
    accuracy: 65,
    altitude: 0,
    verticalAccuracy: 65,
    horizontalAccuracy: 65,
  };
}

/**
 * Where the phone is, and WeChat's pages about places: always the same place, so that a test gets the same answer.
 * Updates tell of it once each time they start.
 */
export function createLocationFunctions(service: ServiceKit, overlays: Pick<Overlays, 'modal'>): WxFunctions {
  const { kit, madeUp, notices } = service;
  const { host, library } = kit;
  const words = PLAYED_WORDS[host.boot.locale];
  const moved = createListeners();
  const failed = createListeners();
  let isUpdating = false;

  const tell = (): void => {
    kit.defer(() => {
      if (!isUpdating) return;
      notices.madeUp('onLocationChange');
      moved.fire(library.resultOf('onLocationChange', 'callback', position()), (error) => {
        host.reports.exception(error, { ours: false });
      });
    });
  };
  const start = (api: string) =>
    kit.asynchronous(api, {}, () => {
      isUpdating = true;
      tell();
      return {};
    });

  function latitudeAndLongitude(options: WxOptions): WxResult {
    return {
      latitude: numberOf(options, 'latitude', PLACE.latitude),
      longitude: numberOf(options, 'longitude', PLACE.longitude),
    };
  }

  return {
    getLocation: madeUp('getLocation', {}, position),
    getFuzzyLocation: madeUp('getFuzzyLocation', {}, () => ({ ...PLACE })),
    chooseLocation: madeUp('chooseLocation', {}, (options) => ({
      ...NAME,
      ...latitudeAndLongitude(options),
    })),
    choosePoi: madeUp('choosePoi', {}, (options) => ({
      type: 2,
      city: '',
      ...NAME,
      ...latitudeAndLongitude(options),
    })),
    openLocation: kit.asynchronous(
      'openLocation',
      { latitude: 'Number', longitude: 'Number' },
      async (options) => {
        const at = `${String(options['latitude'])}, ${String(options['longitude'])}`;
        const lines = [textOf(options, 'name'), textOf(options, 'address'), at].filter((line) => line !== '');
        notices.madeUp('openLocation');
        void overlays.modal.show(words.notice(words.location, lines.join('\n')));
        return Promise.resolve({});
      },
    ),
    startLocationUpdate: start('startLocationUpdate'),
    startLocationUpdateBackground: start('startLocationUpdateBackground'),
    stopLocationUpdate: kit.asynchronous('stopLocationUpdate', {}, () => {
      isUpdating = false;
      return {};
    }),
    onLocationChange(listener) {
      moved.on(listener);
      if (isUpdating) tell();
    },
    offLocationChange: moved.off,
    onLocationChangeError: failed.on,
    offLocationChangeError: failed.off,
  };
}
