/** Objects of which a picture has left something out, kept so that the rest can be asked for. */
export interface ValueRefs {
  /** The number under which an object is found until so many others came after it. */
  keep(value: object): number;
  /** Null when it is not kept any longer. */
  find(ref: number): object | null;
}

/** They are kept alive: what a line of the console showed may be needed nowhere else. */
const KEPT = 2000;

export function createValueRefs(): ValueRefs {
  const numbers = new WeakMap<object, number>();
  const kept = new Map<number, object>();
  let last = 0;
  return {
    keep(value) {
      const known = numbers.get(value);
      if (known !== undefined && kept.has(known)) return known;
      last += 1;
      numbers.set(value, last);
      kept.set(last, value);
      kept.delete(last - KEPT);
      return last;
    },
    find: (ref) => kept.get(ref) ?? null,
  };
}
