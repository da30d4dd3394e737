import fs from 'node:fs/promises';
import { FerryError } from '#contract/errors';
import type { ImageOrientation, VideoFile } from '#contract/images';

/** A video that is being looked at. */
interface Source {
  readonly file: fs.FileHandle;
  /** How many boxes may still be looked at: a file of nothing but boxes has millions. */
  boxesLeft: number;
}

/** Bytes of a file, from one offset to the one behind the last. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A box of an MP4 or QuickTime file. */
interface Box {
  readonly type: string;
  readonly body: Stretch;
}

/** Enough for a long video in pieces; those before its headers count too. */
const MAX_BOXES = 10_000;
/** What is read of a header of one piece; the longest is `tkhd` with 92 bytes. */
const MAX_HEADER_BYTES = 128;
/** What is read of the times of frames: 131,071 runs of frames, an hour when each frame has its own. */
const MAX_TIMES_BYTES = 1024 * 1024;

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
    const type = typeOf(await bytesIn(file, { start: 0, end: size }, 64), shownPath);
    const isOfBoxes = type === 'mp4' || type === 'mov' || type === '3gp';
    const facts = isOfBoxes ? await factsFrom({ file, boxesLeft: MAX_BOXES }, size) : NOTHING_KNOWN;
    return { size, type, ...facts };
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

async function bytesIn(file: fs.FileHandle, { start, end }: Stretch, maxBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(maxBytes, end - start)));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

/** The boxes that lie in a stretch of the file side by side, until one makes no sense or enough were looked at. */
async function* boxesIn(source: Source, { start, end }: Stretch): AsyncGenerator<Box> {
  for (let offset = start; offset + 8 <= end && source.boxesLeft > 0; source.boxesLeft -= 1) {
    const head = await bytesIn(source.file, { start: offset, end }, 16);
    if (head.length < 8) return;
    const short = head.readUInt32BE(0);
    const isLong = short === 1 && head.length === 16;
    const headBytes = isLong ? 16 : 8;
    const boxBytes = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - offset : short;
    if (boxBytes < headBytes) return;
    const next = Math.min(offset + boxBytes, end);
    yield { type: head.toString('latin1', 4, 8), body: { start: offset + headBytes, end: next } };
    offset = next;
  }
}

/** The first box at the end of a path such as `mdia/minf/stbl`. */
async function boxAt(source: Source, inside: Stretch, ...types: readonly string[]): Promise<Stretch | null> {
  const [first, ...others] = types;
  if (first === undefined) return inside;
  for await (const box of boxesIn(source, inside)) {
    if (box.type === first) return boxAt(source, box.body, ...others);
  }
  return null;
}

async function factsFrom(source: Source, sizeBytes: number): Promise<Facts> {
  const moov = await boxAt(source, { start: 0, end: sizeBytes }, 'moov');
  if (moov === null) return NOTHING_KNOWN;
  for await (const { type, body } of boxesIn(source, moov)) {
    if (type !== 'trak') continue;
    const read = async (maxBytes: number, ...types: readonly string[]): Promise<Buffer | null> => {
      const found = await boxAt(source, body, ...types);
      return found && bytesIn(source.file, found, maxBytes);
    };
    const kind = await read(MAX_HEADER_BYTES, 'mdia', 'hdlr');
    if (kind?.toString('latin1', 8, 12) !== 'vide') continue;
    const media = await read(MAX_HEADER_BYTES, 'mdia', 'mdhd');
    const times = await read(MAX_TIMES_BYTES, 'mdia', 'minf', 'stbl', 'stts');
    const header = await read(MAX_HEADER_BYTES, 'tkhd');
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
