/** Characters that the keyboard of an `input` type has; types that are not named have them all. */
const ALPHABETS: Readonly<Record<string, RegExp>> = {
  number: /^\d*$/,
  digit: /^[\d.]*$/,
  idcard: /^[\dXx]*$/,
};

/** Whether the keyboard of that `type` could have written the text (WeChat's documentation of `input`, `type`). */
export function canType(type: string, written: string): boolean {
  return ALPHABETS[type]?.test(written) ?? true;
}
