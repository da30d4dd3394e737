/**
 * A number from 0 up to 1 that depends on the numbers given and nothing else, so that what happened on a link can
 * happen again. Neighbouring inputs give unrelated results.
 */
export function chance(seed: number, stream: number, at: number): number {
  let mixed = mix(Math.trunc(seed) | 0);
  mixed = mix(mixed ^ Math.imul(stream + 1, 0x9e3779b1));
  mixed = mix(mixed ^ Math.imul(at + 1, 0x85ebca77));
  return (mixed >>> 0) / 2 ** 32;
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
