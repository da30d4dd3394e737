export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place, in CSS pixels from the middle of the stage. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a picture is zoomed to and where its middle lies, from the middle of the stage in CSS pixels. */
export interface Pose extends Point {
  readonly scale: number;
}

export const AT_REST: Pose = { scale: 1, x: 0, y: 0 };

/** The largest size of a picture's proportions that fits into a stage. */
export function contained(picture: Size, stage: Size): Size {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** The pose at another scale, with the same spot of the picture under `point`. */
export function zoomedAbout(pose: Pose, scale: number, point: Point): Pose {
  const factor = scale / pose.scale;
  return {
    scale,
    x: point.x - (point.x - pose.x) * factor,
    y: point.y - (point.y - pose.y) * factor,
  };
}

/**
 * The nearest pose in which the picture leaves nothing of the frame empty; a side that is shorter than the frame's is
 * put in the middle.
 *
 * @param shown the picture at scale 1
 */
export function heldOver(pose: Pose, shown: Size, frame: Size): Pose {
  const held = (offset: number, side: number, room: number): number => {
    const spare = Math.max(0, (side * pose.scale - room) / 2);
    return Math.min(Math.max(offset, -spare), spare);
  };
  return {
    scale: pose.scale,
    x: held(pose.x, shown.width, frame.width),
    y: held(pose.y, shown.height, frame.height),
  };
}

export function transformOf({ x, y, scale }: Pose): string {
  return `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})`;
}
