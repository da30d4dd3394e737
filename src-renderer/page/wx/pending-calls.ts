/** Asynchronous `wx` calls that have not answered yet: while there are any, a page is not at rest. */
export interface PendingCalls {
  /** A call has begun; returns its end. */
  begin(api: string): () => void;
  count(): number;
}

/** Calls that wait for the person or for a sound to end: nobody knows how long, so no run waits for them. */
const OPEN_ENDED: ReadonlySet<string> = new Set([
  'authorize',
  'chooseImage',
  'chooseMedia',
  'chooseMessageFile',
  'chooseVideo',
  'cropImage',
  'makePhoneCall',
  'navigateToMiniProgram',
  'openEmbeddedMiniProgram',
  'openSetting',
  'playVoice',
  'saveImageToPhotosAlbum',
  'saveVideoToPhotosAlbum',
  'showActionSheet',
  'showModal',
  'startRecord',
]);

export function createPendingCalls(): PendingCalls {
  let count = 0;
  return {
    begin(api) {
      if (OPEN_ENDED.has(api)) return () => undefined;
      count += 1;
      return () => {
        count -= 1;
      };
    },
    count: () => count,
  };
}
