import type { PictureArea } from '../media/crop-image.ts';
import { contained, type Pose, type Size } from './pose.ts';

/** Room around the frame, in CSS pixels. */
const MARGIN_PX = 24;

/** The largest frame of a ratio, width to height, that a stage has room for. */
export function frameIn(stage: Size, ratio: number): Size {
  const inner = {
    width: Math.max(1, stage.width - 2 * MARGIN_PX),
    height: Math.max(1, stage.height - 2 * MARGIN_PX),
  };
  return contained({ width: ratio, height: 1 }, inner);
}

/**
 * What of a picture lies under the frame in the middle of the stage, in the picture's own pixels.
 *
 * @param shown the picture at scale 1, in CSS pixels
 */
export function areaUnder(frame: Size, pose: Pose, shown: Size, picture: Size): PictureArea {
  const pixels = picture.width / (shown.width * pose.scale);
  return {
    x: (picture.width - frame.width * pixels) / 2 - pose.x * pixels,
    y: (picture.height - frame.height * pixels) / 2 - pose.y * pixels,
    width: frame.width * pixels,
    height: frame.height * pixels,
  };
}
