/**
 * What is not seen where it stands, or makes what stands beside it read otherwise than it is: controls but tab and
 * line feed, marks of writing direction, letters without a width.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text of JSON, or code made of such, with each hidden character written out. */
export function withoutHidden(code: string): string {
  return code.replace(
    HIDDEN,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** A text as JavaScript and Python read it between quotes. */
export function codeText(text: string): string {
  return withoutHidden(JSON.stringify(text));
}

/** Hidden characters as the bytes that `printf` writes: `\033`. */
export function octalHidden(text: string): string {
  return text.replace(HIDDEN, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
}

/** Hidden characters, run by run, and what stands between them: every second piece is hidden, from the second on. */
export function splitHidden(text: string): readonly string[] {
  return text.split(new RegExp(`((?:${HIDDEN.source})+)`, 'gu'));
}
