/** Bits one after the other, the highest first. */
export interface BitWriter {
  /** The lowest `count` bits of a value; at most 32. */
  write(value: number, count: number): void;
  readonly bitCount: number;
  /** All of it; the last byte is filled up with zeros. */
  bytes(): Uint8Array<ArrayBuffer>;
}

export function createBitWriter(): BitWriter {
  const bits: number[] = [];
  return {
    write(value, count) {
      for (let shift = count - 1; shift >= 0; shift -= 1) bits.push((value >>> shift) & 1);
    },
    get bitCount() {
      return bits.length;
    },
    bytes() {
      const bytes = new Uint8Array(Math.ceil(bits.length / 8));
      bits.forEach((bit, index) => {
        bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (7 - (index & 7)));
      });
      return bytes;
    },
  };
}
