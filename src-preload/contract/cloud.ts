/** Where the files of `wx.cloud` are kept. */
export interface CloudCalls {
  /**
   * The storage of this mini-program: an URL without a slash at its end. A file is put by a form post to it
   * (`key`, then `file`), fetched at `<url>/<key>`, listed as gone by DELETE there; `key` is `<env>/<path>`.
   */
  'wx:cloud-storage': (request: Record<string, never>) => string;
  /** Removes files; false for each that was not there. */
  'wx:cloud-remove': (request: { readonly keys: readonly string[] }) => readonly boolean[];
}

/** `cloud://<env>.<bucket>/<path>`. */
const FILE_ID = /^cloud:\/\/([^./]+)\.([^/]+)\/(.+)$/;

/** The key that a cloud file is kept under; null for what is no file id. */
export function cloudKeyOf(fileId: string): string | null {
  const match = FILE_ID.exec(fileId);
  return match ? `${match[1] ?? ''}/${match[3] ?? ''}` : null;
}

/** The file id of a path in an environment, in WeChat's spelling. */
export function cloudFileId(env: string, path: string): string {
  return `cloud://${env}.ferry-${env}/${path}`;
}
