/** The fields worth a line, in their order; a picture may hold hundreds. */
const FIELDS = [
  'Make',
  'Model',
  'LensModel',
  'Software',
  'DateTimeOriginal',
  'OffsetTimeOriginal',
  'Orientation',
  'ExifImageWidth',
  'ExifImageHeight',
  'FNumber',
  'ExposureTime',
  'ISO',
  'FocalLength',
  'ColorSpace',
  'Artist',
  'Copyright',
  'ImageDescription',
  'latitude',
  'longitude',
  'GPSAltitude',
] as const;

/** A picture's text may be of any length. */
const MOST_CHARACTERS = 300;

/** What a picture says of itself; empty where it holds nothing that can be read. The reader comes with the first picture. */
export async function readExif(bytes: Uint8Array): Promise<readonly (readonly [string, string])[]> {
  const { default: exifr } = await import('exifr');
  let found: unknown;
  try {
    found = await exifr.parse(new Uint8Array(bytes).buffer, { translateValues: true, gps: true });
  } catch {
    // Not every format is known, and what is broken has nothing to tell.
    return [];
  }
  if (typeof found !== 'object' || found === null) return [];
  const tags = found as Readonly<Record<string, unknown>>;
  return FIELDS.flatMap((name) => {
    const value = tags[name];
    return value === undefined || value === null ? [] : [[name, wordsOf(name, value)] as const];
  });
}

function wordsOf(name: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, 19);
  if (typeof value === 'number' && name === 'ExposureTime' && value < 1)
    return `1/${String(Math.round(1 / value))} s`;
  if (typeof value === 'number') return String(Math.round(value * 1e6) / 1e6);
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_CHARACTERS);
}
