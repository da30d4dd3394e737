import type { ApiKit } from '../api-kit.ts';
import { isOptions } from '../parameters.ts';
import type { Notices } from '../services/notices.ts';
import type { TransferTasks } from '../transfer-tasks.ts';
import { createDatabase } from './database/index.ts';
import { createCloudEnvironment } from './environment.ts';
import { createCloudFunctions } from './functions.ts';
import { createCloudStorageFunctions } from './storage.ts';

/** `wx.cloud.CloudID`: a number that stands for data which only a cloud function would see. */
class CloudId {
  readonly cloudID: string;

  constructor(id: string) {
    this.cloudID = id;
  }

  toJSON(): object {
    return { type: 'CloudID', cloudID: this.cloudID };
  }
}

/**
 * `wx.cloud`: cloud development as `ferry.mock.json` sets it. Functions answer what stands there, the database lies in
 * the page's memory, files are kept by a storage on this computer.
 *
 * @param missing members of `wx.cloud` that Ferry does not have
 */
export function createCloud(
  kit: ApiKit,
  notices: Notices,
  tasks: TransferTasks,
  missing: (name: string) => unknown,
): object {
  const members = (): Record<string, unknown> => {
    const environment = createCloudEnvironment(kit, notices);
    return {
      init: (options?: unknown) => {
        environment.init(options);
      },
      ...createCloudFunctions(environment),
      ...createCloudStorageFunctions(environment, tasks),
      database: createDatabase(environment),
      CloudID: (id: unknown) => new CloudId(String(id)),
      DYNAMIC_CURRENT_ENV: Symbol.for('DYNAMIC_CURRENT_ENV'),
    };
  };
  /** `new wx.cloud.Cloud({resourceEnv})`: another environment, with an `init` of its own that is awaited. */
  function Cloud(options: unknown): object {
    const own = members();
    const env = isOptions(options) ? options['resourceEnv'] : undefined;
    return {
      ...own,
      init() {
        (own['init'] as (options: unknown) => void)({ env });
        return Promise.resolve();
      },
    };
  }
  return new Proxy(
    { ...members(), Cloud },
    {
      get: (target, name, receiver) =>
        name in target || typeof name === 'symbol'
          ? (Reflect.get(target, name, receiver) as unknown)
          : missing(name),
    },
  );
}
