import { isOptions, numberOf } from '../../parameters.ts';
import type { CloudEnvironment } from '../environment.ts';
import { createCollection } from './collection.ts';
import { QUERY_COMMANDS } from './query.ts';
import { createCloudStore, type CloudStore } from './store.ts';
import { UPDATE_COMMANDS } from './update.ts';
import { GeoPoint, regExpFrom, ServerDate } from './values.ts';

/**
 * `wx.cloud.database()`: collections in this page's memory, seeded by `cloud.database` of the mock file, with the
 * commands that ask and change (WeChat's documentation of the cloud database, client side).
 */
export function createDatabase(environment: CloudEnvironment): (options?: unknown) => object {
  const { host } = environment.kit;
  const stores = new Map<string, CloudStore>();

  function storeOf(env: string): CloudStore {
    const store = stores.get(env) ?? createCloudStore(environment.mock.database);
    stores.set(env, store);
    return store;
  }

  /** A chain of names that only a server would make sense of. */
  const aggregate = new Proxy(
    {},
    {
      get: (_target, name) =>
        typeof name === 'symbol' || name === 'then'
          ? undefined
          : (...values: unknown[]) => ({ [name]: values }),
    },
  );

  return (options) => {
    environment.check();
    const written = isOptions(options) ? options : {};
    const env = environment.env('database', { config: written });
    const throwsOnNotFound = written['throwOnNotFound'] !== false;
    return {
      command: { ...QUERY_COMMANDS, ...UPDATE_COMMANDS, aggregate },
      collection(name: unknown) {
        if (typeof name !== 'string' || name === '') {
          throw new Error('database.collection:fail collection name must be a non-empty string');
        }
        return createCollection({ environment, store: storeOf(env), name, throwsOnNotFound });
      },
      serverDate: (wanted?: unknown) => new ServerDate(isOptions(wanted) ? numberOf(wanted, 'offset', 0) : 0),
      RegExp: regExpFrom,
      Geo: {
        Point: (longitude: unknown, latitude: unknown) => new GeoPoint(Number(longitude), Number(latitude)),
      },
      createCollection: environment.call('database.createCollection', {}, () => {
        host.reports.unsupported('wx.cloud.database.createCollection');
        return {};
      }),
    };
  };
}
