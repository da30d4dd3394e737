/** A text of at most this many characters; a cut one ends in an ellipsis. */
export function clipped(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
