import type { Wording } from '#contract/wx-errors';
import { PAGE_PATHS } from '#contract/wx';
import { relativeUrl } from '../../resource-url.ts';
import type { FetchDoor } from '../bodies.ts';

/**
 * Why a sound does not play, as `onError` tells it (wx-api.md §14): 10001 system, 10002 network, 10003 file,
 * 10004 format, -1 unknown.
 */
export interface AudioFailure {
  readonly errCode: 10001 | 10002 | 10003 | 10004 | -1;
  readonly errMsg: string;
}

/** Voice formats of phones that no browser decodes, by how their files begin. */
const PHONE_FORMATS: readonly (readonly [magic: string, name: string])[] = [
  ['#!AMR', 'AMR'],
  ['#!SILK_V3', 'SILK'],
  // Tencent's own variant has a byte before the mark.
  ['\u0002#!SILK_V3', 'SILK'],
];
const MAGIC_BYTES = 16;

/** Looks at a source that an element could not play and says why. */
export type AudioDoctor = (url: string) => Promise<AudioFailure>;

/** @param fetchDoor of the page's origin */
export function createAudioDoctor(fetchDoor: FetchDoor, wording: Wording): AudioDoctor {
  return async (url) => {
    const isRemote = url.startsWith(relativeUrl(PAGE_PATHS.remote));
    let response: Response;
    try {
      response = await fetchDoor(url, { headers: { range: `bytes=0-${String(MAGIC_BYTES - 1)}` } });
    } catch {
      // A scheme that the page's policy does not let through.
      return { errCode: -1, errMsg: 'unknown error: this address cannot be played in Ferry' };
    }
    // 416: the file is empty, so it has no such range.
    if (!response.ok && response.status !== 416) {
      return isRemote
        ? { errCode: 10002, errMsg: `network error: ${await response.text()}` }
        : { errCode: 10003, errMsg: 'file error: file not exist' };
    }
    const head = response.ok ? await headOf(response) : '';
    return { errCode: 10004, errMsg: `format error: ${formatText(head)}${innerCode(wording)}` };
  };
}

/** The first bytes as text; the rest is not fetched. */
async function headOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  let text = '';
  while (reader && text.length < MAGIC_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    text += String.fromCharCode(...value.subarray(0, MAGIC_BYTES));
  }
  await reader?.cancel();
  return text;
}

function formatText(head: string): string {
  const phoneFormat = PHONE_FORMATS.find(([magic]) => head.startsWith(magic))?.[1];
  if (phoneFormat !== undefined) {
    return `${phoneFormat} voice files cannot be played in Ferry; convert the file to mp3, aac or wav on the server`;
  }
  return head === '' ? 'the file is empty' : 'this is no audio that can be played';
}

/** iOS tells a file that its player does not recognise by this number (wx-api.md §14). */
function innerCode(wording: Wording): string {
  return wording === 'ios' ? ', INNERCODE -11828' : '';
}
