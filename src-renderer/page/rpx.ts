/** What a page is wide, in the unit WXSS adds to CSS (WeChat's "WXSS"). */
const PAGE_WIDTH_RPX = 750;

/** A length in `rpx` in hundredths of the view's width, the page being as wide as the view. */
export function vwFromRpx(rpx: number): number {
  return Number(((rpx * 100) / PAGE_WIDTH_RPX).toFixed(5));
}

/** A length in `rpx` in CSS pixels of the view as it is now. */
export function pxFromRpx(rpx: number): number {
  return (rpx * document.documentElement.clientWidth) / PAGE_WIDTH_RPX;
}

/** A length in CSS pixels of the view as it is now in `rpx`. */
export function rpxFromPx(px: number): number {
  return (px * PAGE_WIDTH_RPX) / document.documentElement.clientWidth;
}
