/** Distances by which an observer's reference area is widened, as a page gives them (WeChat's "Margins"). */
export type Margins = Readonly<Partial<Record<Side, number | string>>>;

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** CSS pixels. */
export type MarginLengths = Readonly<Record<Side, number>>;

const LENGTH = /^\s*(-?(?:\d+\.?\d*|\.\d+))\s*(px|rpx|%)?\s*$/i;

/**
 * Margins in CSS pixels. A number or a text without unit counts pixels; `rpx` is converted by `pxOfRpx`; `%` goes by
 * the reference area's own width or height. What is no length is zero.
 */
export function marginLengths(
  margins: Margins,
  reference: { readonly width: number; readonly height: number },
  pxOfRpx: (rpx: number) => number,
): MarginLengths {
  const length = (value: number | string | undefined, whole: number): number => {
    const [, number = '0', unit = 'px'] = LENGTH.exec(String(value ?? '')) ?? [];
    const count = Number(number);
    if (unit.toLowerCase() === 'rpx') return pxOfRpx(count);
    return unit === '%' ? (count * whole) / 100 : count;
  };
  return {
    left: length(margins.left, reference.width),
    right: length(margins.right, reference.width),
    top: length(margins.top, reference.height),
    bottom: length(margins.bottom, reference.height),
  };
}
