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

/** A server takes some ten kilobytes of them; what a page writes is kept with each record. */
const MAX_HEADERS = 200;
const MAX_HEADERS_TEXT = 262_144;
export const headers = v.pipe(
  v.record(shortText, text),
  v.check((written) => {
    const lines = Object.entries(written);
    const length = lines.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    return lines.length <= MAX_HEADERS && length <= MAX_HEADERS_TEXT;
  }, 'too many headers, or too long'),
);
