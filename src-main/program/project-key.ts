import { createHash } from 'node:crypto';
import { REAL_APPID } from '#contract/project';

/**
 * What a program's files, storage and history are kept under: its appid, or a hash of its folder where there is
 * no real appid (`touristappid`, empty), so that two such projects never share files.
 *
 * @param realFolder the folder with links resolved
 */
export function projectKey(appid: string, realFolder: string): string {
  return REAL_APPID.test(appid) ? appid.toLowerCase() : `local-${folderHash(realFolder)}`;
}

/** Names the build of a folder; two folders with one appid have two builds. */
export function folderHash(realFolder: string): string {
  return createHash('sha256').update(realFolder).digest('hex').slice(0, 16);
}
