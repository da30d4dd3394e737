/** Controls, marks of direction and separators: they draw nothing, and move or hide what is drawn. */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|\r(?!\n)/g;
/** No script stacks so many marks on a letter; a renderer takes seconds for thousands. */
const STACKED = /(\p{M}{16})\p{M}+/gu;

/**
 * Text of a page or a server as it can be shown: what could not be seen stands there by its number, `‹U+202E›` for
 * the turn that makes `exe.jpg` of `gpj.exe`.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, nameOf).replace(STACKED, '$1…');
}

function nameOf(character: string): string {
  return `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`;
}
