/** What a function of `transform` takes: lengths, angles, or plain numbers; a list where each place differs. */
const ARGUMENTS = {
  matrix: 'number',
  matrix3d: 'number',
  rotate: 'angle',
  rotate3d: ['number', 'number', 'number', 'angle'],
  rotateX: 'angle',
  rotateY: 'angle',
  rotateZ: 'angle',
  scale: 'number',
  scale3d: 'number',
  scaleX: 'number',
  scaleY: 'number',
  scaleZ: 'number',
  skew: 'angle',
  skewX: 'angle',
  skewY: 'angle',
  translate: 'length',
  translate3d: 'length',
  translateX: 'length',
  translateY: 'length',
  translateZ: 'length',
} as const satisfies Readonly<Record<string, Unit | readonly Unit[]>>;

type Unit = 'number' | 'angle' | 'length';

/** Names of the functions a page animates by, as WeChat spells them. */
export type TransformName = keyof typeof ARGUMENTS;

export const TRANSFORM_NAMES = Object.keys(ARGUMENTS) as readonly TransformName[];

const SUFFIX = { number: '', angle: 'deg', length: 'px' } as const;

export function isTransformName(name: string): name is TransformName {
  return Object.hasOwn(ARGUMENTS, name);
}

/**
 * One function as CSS: plain numbers are degrees and pixels where the function wants angles and lengths; text stays
 * as written, so that `'50%'` and `'10rpx'` mean what they say.
 */
export function transformFunction(name: TransformName, values: readonly unknown[]): string {
  const units = ARGUMENTS[name];
  const written = values.map((value, index) => {
    const unit: Unit = typeof units === 'string' ? units : (units[index] ?? 'number');
    const isNumber = typeof value === 'number' || (typeof value === 'string' && /^-?[\d.]+$/.test(value));
    return isNumber ? `${String(value)}${SUFFIX[unit]}` : String(value);
  });
  return `${name}(${written.join(', ')})`;
}
