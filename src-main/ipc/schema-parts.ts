import * as v from 'valibot';

/** A schema for every request of a call map; a channel without one does not compile. */
export type SchemasOf<Calls extends { [C in keyof Calls]: (request: never) => unknown }> = {
  readonly [C in keyof Calls]: v.GenericSchema<unknown, Parameters<Calls[C]>[0]>;
};

const MAX_TEXT = 1_000_000;
export const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
export const shortText = v.pipe(v.string(), v.maxLength(8192));
export const path = v.pipe(v.string(), v.maxLength(4096));
export const finite = v.pipe(v.number(), v.finite());
export const empty = v.strictObject({});
export const bytes = v.custom<Uint8Array<ArrayBuffer>>(
  (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength <= 65_536,
  'not bytes of at most 64 KiB',
);
