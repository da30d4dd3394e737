/** A piece of a text that may name places of the project's source. */
export interface StackPiece {
  readonly text: string;
  readonly isPlace: boolean;
}

/** `pages/index/index.js:12:5`, as a mapped stack names it; no address, and nothing that leads upwards. */
const PLACE =
  /(?<![\w./:-])(?:[\w@-][\w.@-]{0,100}\/){0,20}[\w@-][\w.@-]{0,100}\.(?:js|ts|mjs|cjs|mts|wxs|wxml|wxss|json):\d{1,7}(?::\d{1,7})?/g;
const MOST_PLACES = 200;

/** A text cut where it names places of the source. */
export function pieceOfStack(text: string): readonly StackPiece[] {
  const pieces: StackPiece[] = [];
  let done = 0;
  for (const { 0: place, index } of text.matchAll(PLACE)) {
    if (pieces.length >= MOST_PLACES) break;
    // Ferry's own runtime is no source of the project.
    if (place.startsWith('runtime/')) continue;
    if (index > done) pieces.push({ text: text.slice(done, index), isPlace: false });
    pieces.push({ text: place, isPlace: true });
    done = index + place.length;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), isPlace: false });
  return pieces;
}
