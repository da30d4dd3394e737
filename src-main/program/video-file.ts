import fs from 'node:fs/promises';
import { FerryError } from '#contract/errors';
import type { ImageOrientation, VideoFile } from '#contract/images';

/** A box of an MP4 or QuickTime file, whose content lies in a buffer. */
interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** What the headers of a video may take; one of two hours has about 2 MB of them. */
const MAX_HEADERS_BYTES = 32 * 1024 * 1024;
const MAX_TOP_BOXES = 10_000;

type Facts = Pick<VideoFile, 'fps' | 'orientation'>;

const NOTHING_KNOWN: Facts = { fps: null, orientation: 'up' };

/**
 * What the headers of a video say, without decoding a frame: MP4 and QuickTime by their boxes; of other formats the
 * type alone.
 *
 * @param shownPath the virtual path, for the error
 * @throws FerryError `file.type` when it is no video by its content
 */
export async function readVideoFile(realPath: string, shownPath: string): Promise<VideoFile> {
  const file = await fs.open(realPath);
  try {
    const { size } = await file.stat();
    const type = typeOf(await stretch(file, 0, Math.min(64, size)), shownPath);
    const headers = type === 'mp4' || type === 'mov' || type === '3gp' ? await headersOf(file, size) : null;
    return { size, type, ...(headers === null ? NOTHING_KNOWN : factsFrom(headers)) };
  } catch (error) {
    if (error instanceof FerryError) throw error;
    throw noVideo(shownPath, error);
  } finally {
    await file.close();
  }
}

function noVideo(shownPath: string, cause?: unknown): FerryError {
  return new FerryError('file.type', `Not a video: ${shownPath}`, { details: { path: shownPath }, cause });
}

function typeOf(head: Buffer, shownPath: string): string {
  const text = head.toString('latin1');
  const box = text.slice(4, 8);
  if (box === 'ftyp') {
    const brand = text.slice(8, 12);
    if (brand === 'qt  ') return 'mov';
    return brand.startsWith('3g') ? '3gp' : 'mp4';
  }
  // QuickTime before it had a brand.
  if (['moov', 'mdat', 'wide', 'free'].includes(box)) return 'mov';
  if (text.startsWith('\u001a\u0045\u00df\u00a3')) return text.includes('webm') ? 'webm' : 'mkv';
  if (text.startsWith('RIFF') && text.slice(8, 11) === 'AVI') return 'avi';
  if (text.startsWith('OggS')) return 'ogv';
  throw noVideo(shownPath);
}

/** The content of `moov`, wherever it lies; null where there is none, or one beyond all measure. */
async function headersOf(file: fs.FileHandle, sizeBytes: number): Promise<Buffer | null> {
  let offset = 0;
  for (let count = 0; count < MAX_TOP_BOXES && offset + 8 <= sizeBytes; count += 1) {
    const head = await stretch(file, offset, Math.min(16, sizeBytes - offset));
    const short = head.readUInt32BE(0);
    const isLong = short === 1 && head.length === 16;
    const headBytes = isLong ? 16 : 8;
    const boxBytes = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? sizeBytes - offset : short;
    if (boxBytes < headBytes) return null;
    if (head.toString('latin1', 4, 8) === 'moov') {
      const length = Math.min(boxBytes, sizeBytes - offset) - headBytes;
      return length > MAX_HEADERS_BYTES ? null : stretch(file, offset + headBytes, length);
    }
    offset += boxBytes;
  }
  return null;
}

async function stretch(file: fs.FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function* boxesIn(content: Buffer): Generator<Box> {
  let offset = 0;
  while (offset + 8 <= content.length) {
    const size = content.readUInt32BE(offset);
    const end = size === 0 ? content.length : offset + size;
    if (size !== 0 && size < 8) return;
    yield {
      type: content.toString('latin1', offset + 4, offset + 8),
      body: content.subarray(offset + 8, Math.min(end, content.length)),
    };
    offset = end;
  }
}

/** The first box at the end of a path such as `mdia/minf/stbl`. */
function boxAt(content: Buffer, ...types: readonly string[]): Buffer | null {
  return types.reduce<Buffer | null>((inside, type) => {
    if (inside === null) return null;
    for (const box of boxesIn(inside)) if (box.type === type) return box.body;
    return null;
  }, content);
}

function factsFrom(moov: Buffer): Facts {
  for (const track of boxesIn(moov)) {
    if (track.type !== 'trak') continue;
    if (boxAt(track.body, 'mdia', 'hdlr')?.toString('latin1', 8, 12) !== 'vide') continue;
    const media = boxAt(track.body, 'mdia', 'mdhd');
    const times = boxAt(track.body, 'mdia', 'minf', 'stbl', 'stts');
    const header = boxAt(track.body, 'tkhd');
    const scale = media === null ? 0 : unitsPerSecond(media);
    return {
      fps: times === null || scale === 0 ? null : framesPerSecond(times, scale),
      orientation: header === null ? 'up' : orientationOf(header),
    };
  }
  return NOTHING_KNOWN;
}

/** `mdhd`, version 0 or 1. */
function unitsPerSecond(media: Buffer): number {
  return media.readUInt32BE(media[0] === 1 ? 20 : 12);
}

/** `stts`: runs of frames with the time each lasts. Null where there is none, as in a recording in pieces. */
function framesPerSecond(times: Buffer, scale: number): number | null {
  const runs = Math.min(times.readUInt32BE(4), Math.floor((times.length - 8) / 8));
  let frames = 0;
  let units = 0;
  for (let run = 0; run < runs; run += 1) {
    const count = times.readUInt32BE(8 + run * 8);
    frames += count;
    units += count * times.readUInt32BE(12 + run * 8);
  }
  return units === 0 ? null : (frames * scale) / units;
}

/** The turn that a player carries out, by the signs of the upper left of the matrix of `tkhd`. */
const TURNS: Readonly<Record<string, ImageOrientation>> = {
  '1 0 0 1': 'up',
  '0 1 -1 0': 'right',
  '-1 0 0 -1': 'down',
  '0 -1 1 0': 'left',
  '-1 0 0 1': 'up-mirrored',
  '1 0 0 -1': 'down-mirrored',
  '0 1 1 0': 'left-mirrored',
  '0 -1 -1 0': 'right-mirrored',
};

function orientationOf(header: Buffer): ImageOrientation {
  const start = header[0] === 1 ? 52 : 40;
  const signs = [0, 4, 12, 16].map((offset) => String(Math.sign(header.readInt32BE(start + offset))));
  return TURNS[signs.join(' ')] ?? 'up';
}
