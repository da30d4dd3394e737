import { isTransformName, transformFunction, type TransformName } from './transform.ts';

/** A keyframe of `this.animate`, as WeChat documents it. */
export type WrittenKeyframe = Readonly<Record<string, unknown>>;

/** CSS properties a keyframe may set beside `transform`, and whether a plain number is a length in pixels. */
const STYLES: Readonly<Record<string, { readonly property: string; readonly isLength: boolean }>> = {
  backgroundColor: { property: 'background-color', isLength: false },
  opacity: { property: 'opacity', isLength: false },
  width: { property: 'width', isLength: true },
  height: { property: 'height', isLength: true },
  left: { property: 'left', isLength: true },
  right: { property: 'right', isLength: true },
  top: { property: 'top', isLength: true },
  bottom: { property: 'bottom', isLength: true },
};

/** What a keyframe sets, by the names a page clears it by. */
export interface FrameStyle {
  /** CSS property and value by name, such as `backgroundColor`. */
  readonly styles: ReadonlyMap<string, readonly [string, string]>;
  /** Functions of `transform` by name, in the order written. */
  readonly transforms: ReadonlyMap<TransformName, string>;
  readonly transformOrigin: string | null;
}

/** @param lengths turns `rpx` in a value into what the document knows */
export function frameStyle(frame: WrittenKeyframe, lengths: (text: string) => string): FrameStyle {
  const styles = new Map<string, readonly [string, string]>();
  const transforms = new Map<TransformName, string>();
  for (const [name, value] of Object.entries(frame)) {
    if (value === null || value === undefined) continue;
    if (isTransformName(name)) {
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      transforms.set(name, lengths(transformFunction(name, values)));
    } else if (Object.hasOwn(STYLES, name) && (typeof value === 'string' || typeof value === 'number')) {
      const { property, isLength } = STYLES[name] ?? { property: name, isLength: false };
      const text = isLength && typeof value === 'number' ? `${String(value)}px` : String(value);
      styles.set(name, [property, lengths(text)]);
    }
  }
  const origin = frame['transformOrigin'];
  return { styles, transforms, transformOrigin: typeof origin === 'string' ? lengths(origin) : null };
}

/** A frame's style as CSS declarations. */
export function declarationsOfFrame({
  styles,
  transforms,
  transformOrigin,
}: FrameStyle): Map<string, string> {
  const declarations = new Map(styles.values());
  if (transforms.size > 0) declarations.set('transform', [...transforms.values()].join(' '));
  if (transformOrigin !== null) declarations.set('transform-origin', transformOrigin);
  return declarations;
}

/** The keyframes as the browser takes them: `offset` between 0 and 1, `ease` as easing up to the next frame. */
export function browserKeyframes(
  frames: readonly WrittenKeyframe[],
  lengths: (text: string) => string,
): Keyframe[] {
  return frames.map((frame) => {
    const keyframe: Keyframe = {};
    for (const [property, value] of declarationsOfFrame(frameStyle(frame, lengths))) {
      keyframe[property.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
    }
    if (typeof frame['offset'] === 'number') keyframe.offset = frame['offset'];
    const ease = frame['ease'] ?? frame['easing'];
    if (typeof ease === 'string' && ease !== '') keyframe.easing = ease;
    return keyframe;
  });
}
