/** Larger drawings are read as text: what they cost to draw cannot be told from their size. */
const MOST_BYTES = 256 * 1024;
/**
 * Elements that draw others once more, or every pixel many times. So few of them, nested in the worst way, draw some
 * hundred times what is written; fifty of them in a kilobyte stop the window for minutes and fill its memory.
 */
const MOST_MULTIPLIERS = 12;
const MULTIPLIER =
  /<(?:[\w.-]+:)?(?:use|pattern|filter|mask|marker|clippath|image|foreignobject|fe[a-z]+|animate\w*)\b|\b(?:filter|mask|clip-path|marker(?:-\w+)?)\s*[:=]/giu;

/** Whether a drawing in SVG can be shown: it is small, and draws about what is written in it. */
export function isLightSvg(text: string): boolean {
  if (text.length > MOST_BYTES || /<!(?:ENTITY|DOCTYPE[^>]*\[)/iu.test(text)) return false;
  return (text.match(MULTIPLIER)?.length ?? 0) <= MOST_MULTIPLIERS;
}

/** Whether the picture behind a URL may be drawn: of SVG, whether it is light; anything else may. */
export async function mayBeDrawn(url: string, mediaType: string): Promise<boolean> {
  if (!isSvg(mediaType)) return true;
  const response = await fetch(url, { headers: { range: `bytes=0-${String(MOST_BYTES)}` } });
  if (!response.ok) return false;
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength > MOST_BYTES) return false;
  try {
    return isLightSvg(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Written in other letters, it cannot be looked through.
    return false;
  }
}

function isSvg(mediaType: string): boolean {
  return /^image\/svg/iu.test(mediaType.trim());
}
