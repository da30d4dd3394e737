/** Larger drawings are read as text: what they cost to draw cannot be told from their size. */
const MOST_BYTES = 256 * 1024;
const MOST_ELEMENTS = 5000;
/** Each level may want a sheet of its own to be drawn on. */
const DEEPEST = 32;
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * Elements that draw what is written in them, once. Those that draw others again (`use`, `pattern`, `marker`), a picture
 * within (`image`), or every pixel many times (`filter`) are none of them: a kilobyte of such holds the window still
 * for minutes and fills its memory.
 */
const PLAIN_ELEMENTS = new Set([
  ...['svg', 'g', 'defs', 'title', 'desc', 'switch'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan'],
  ...['linearGradient', 'radialGradient', 'stop'],
]);
/** Attributes that lead elsewhere, or cost more than they are long. */
const COSTLY_ATTRIBUTE =
  /^(?:href|filter|mask|clip-path|marker(?:-\w+)?|stroke-dasharray|class|on\w+|src|begin|attributeName)$/iu;
const COSTLY_VALUE = /\\|data:|&|javascript:/iu;
const PLAIN_STYLE = /^[\w\s:;#.,%()-]*$/u;
const COSTLY_STYLE = /filter|mask|clip|marker|shadow|blur|dasharray|url|blend|animation|transition|var/iu;

/** Whether a drawing in SVG can be shown: it is small, and nothing in it is drawn more than once. */
export function isLightSvg(text: string): boolean {
  const isOtherwiseEncoded = /^\ufeff?<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-8["'])/iu.test(text);
  if (text.length > MOST_BYTES || /<!(?:DOCTYPE|ENTITY)/iu.test(text) || isOtherwiseEncoded) return false;
  // Read, and not drawn: what a parser makes is in no page.
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  const isAlone = [...parsed.childNodes].every((node) => node === parsed.documentElement || isComment(node));
  const all = parsed.getElementsByTagName('*');
  return isAlone && all.length <= MOST_ELEMENTS && isPlain(parsed.documentElement, DEEPEST);
}

function isComment(node: Node): boolean {
  return node.nodeType === Node.COMMENT_NODE;
}

function isPlain(element: Element, levels: number): boolean {
  if (levels === 0 || element.namespaceURI !== SVG_NAMESPACE || !PLAIN_ELEMENTS.has(element.localName)) {
    return false;
  }
  return (
    [...element.attributes].every(isPlainAttribute) &&
    [...element.children].every((child) => isPlain(child, levels - 1))
  );
}

function isPlainAttribute({ localName, value }: Attr): boolean {
  if (COSTLY_ATTRIBUTE.test(localName) || COSTLY_VALUE.test(value)) return false;
  if (localName === 'style') return PLAIN_STYLE.test(value) && !COSTLY_STYLE.test(value);
  // A gradient is all that can be named here: there are no other paints.
  return !/url\s*\(/iu.test(value) || /^\s*url\(\s*["']?#[\w-]+["']?\s*\)\s*$/u.test(value);
}

/** Whether the picture behind a URL may be drawn: of SVG, whether it is light; anything else may. */
export async function mayBeDrawn(url: string, mediaType: string): Promise<boolean> {
  if (!/^\s*image\/svg/iu.test(mediaType)) return true;
  if (/charset\s*=\s*"?(?!utf-8)/iu.test(mediaType)) return false;
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
