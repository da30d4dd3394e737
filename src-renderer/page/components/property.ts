type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | null;

/** One property of a built-in, with the value it has when WXML does not set it. */
export interface Property<T> {
  readonly type: PropertyType;
  readonly value: T;
}

export const text = (value = ''): Property<string> => ({ type: String, value });
export const number = (value = 0): Property<number> => ({ type: Number, value });
export const flag = (value = false): Property<boolean> => ({ type: Boolean, value });
/** A property that takes values of several types as they come. */
export const anything = (value: unknown = null): Property<unknown> => ({ type: null, value });

export type PropertyTable = Readonly<Record<string, Property<unknown>>>;
export type ValuesOf<P extends PropertyTable> = {
  readonly [K in keyof P]: P[K] extends Property<infer T> ? T : never;
};
