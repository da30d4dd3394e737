import { cloudKeyOf } from '#contract/cloud';
import { FerryError } from '#contract/errors';
import { createCloudStorage, type CloudStorage } from './lab/cloud-storage.ts';
import type { ProgramNetwork } from './transfers/network.ts';

/**
 * Where a program's cloud files are kept: the storage that its mock file names, else Ferry's own. Legal domains
 * concern neither.
 *
 * @param folder of Ferry's own
 * @param named by the mock file as it is now; null for none
 */
export function createProgramCloud(
  folder: string,
  named: () => string | null,
  network: Pick<ProgramNetwork, 'vouchFor'>,
): CloudStorage {
  const own = createCloudStorage(folder);
  return {
    async url() {
      const url = named() ?? (await own.url());
      network.vouchFor(url);
      return url;
    },
    remove: (keys) => own.remove(keys),
    close: () => own.close(),
  };
}

/**
 * Where the file behind a `cloud://` id is fetched.
 *
 * @throws FerryError `file.not-found` for what is no id
 */
export async function cloudUrlOf(cloud: Pick<CloudStorage, 'url'>, fileId: string): Promise<string> {
  const key = cloudKeyOf(fileId);
  if (key === null) throw new FerryError('file.not-found', `${fileId} is no id of a cloud file.`);
  return `${await cloud.url()}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
