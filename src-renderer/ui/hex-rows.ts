/** Bytes in a row of a `HexView`. */
export const HEX_ROW_BYTES = 16;
export const HEX_ROW_PX = 18;

/** Browsers draw no element that is higher than this. */
const HIGHEST_PX = 16_000_000;

/** As many bytes as one scroll bar reaches; what lies beyond is shown from another place on. */
export const MOST_HEX_BYTES = Math.floor(HIGHEST_PX / HEX_ROW_PX) * HEX_ROW_BYTES;
