const ELLIPSIS = '…';
/** Letters of a file name below which its folders are not worth their room. */
const LEAST_OF_NAME = 10;

/** The largest count up to `most` for which `isFine` holds, when it holds for every smaller one too. */
function largest(most: number, isFine: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isFine(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Shortens an address or a path until `fits` holds: first the query gives way, then the folders before the file
 * name; a name too long for that gives its middle, so that its ending stays, and keeps its folders while it can.
 */
export function cutInTheMiddle(text: string, fits: (candidate: string) => boolean): string {
  if (fits(text)) return text;
  const question = text.indexOf('?');
  if (question > 0 && fits(text.slice(0, question) + ELLIPSIS)) {
    const kept = largest(text.length - question, (count) => fits(text.slice(0, question + count) + ELLIPSIS));
    return text.slice(0, question + kept) + ELLIPSIS;
  }
  const path = question > 0 ? text.slice(0, question) : text;
  const slash = path.lastIndexOf('/', path.length - 2);
  const name = slash > 0 ? path.slice(slash) : path;
  if (slash > 0 && fits(ELLIPSIS + name)) {
    const kept = largest(slash, (count) => fits(path.slice(0, count) + ELLIPSIS + name));
    return path.slice(0, kept) + ELLIPSIS + name;
  }
  const around = (count: number, before: string): string =>
    before + name.slice(0, Math.ceil(count / 2)) + ELLIPSIS + name.slice(name.length - Math.floor(count / 2));
  const folders = slash > 0 ? path.slice(0, slash) : '';
  const kept = fits(around(LEAST_OF_NAME, folders)) ? folders : '';
  return around(
    largest(name.length, (count) => fits(around(count, kept))),
    kept,
  );
}
