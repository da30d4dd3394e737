import { pxFromRpx } from '../rpx.ts';

/** A length as a property may hold it (`12`, `"12px"`, `"24rpx"`) in CSS pixels; null for what is none. */
export function pxFromLength(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const [, number = '', unit = 'px'] = /^\s*(-?[\d.]+)\s*(px|rpx)?\s*$/.exec(String(value)) ?? [];
  const amount = Number(number);
  if (number === '' || !Number.isFinite(amount)) return null;
  return unit === 'rpx' ? pxFromRpx(amount) : amount;
}
