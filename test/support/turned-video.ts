import type { ImageOrientation } from '#contract/images';

/** Upper left of the matrix of a track's header, in the order it is written in. */
const MATRICES: Readonly<Record<ImageOrientation, readonly [number, number, number, number]>> = {
  up: [1, 0, 0, 1],
  right: [0, 1, -1, 0],
  down: [-1, 0, 0, -1],
  left: [0, -1, 1, 0],
  'up-mirrored': [-1, 0, 0, 1],
  'down-mirrored': [1, 0, 0, -1],
  'left-mirrored': [0, 1, 1, 0],
  'right-mirrored': [0, -1, -1, 0],
};

/** Where those four lie, from the start of the matrix. */
const PLACES = [0, 4, 12, 16];

/** A copy of an MP4 whose first track asks for a turn. */
export function turnedVideo(video: Buffer, orientation: ImageOrientation): Buffer {
  const turned = Buffer.from(video);
  const header = turned.indexOf('tkhd', 0, 'latin1') + 4;
  if (header < 4) throw new Error('There is no track in it.');
  const start = header + (turned[header] === 1 ? 52 : 40);
  for (const [index, value] of MATRICES[orientation].entries()) {
    turned.writeInt32BE(value * 65_536, start + (PLACES[index] ?? 0));
  }
  return turned;
}
