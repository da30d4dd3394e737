/** EXIF's numbers for how a picture is to be turned for display: 1 as it lies, 6 a quarter clockwise. */
export type ExifOrientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const SHORT_TYPE = 3;

/**
 * A JPEG with an EXIF segment that holds nothing but the orientation.
 * @throws RangeError when the bytes do not begin like a JPEG.
 */
export function withExifOrientation(jpeg: Buffer, orientation: ExifOrientation): Buffer {
  if (jpeg.readUInt16BE(0) !== 0xffd8) throw new RangeError('These bytes are not a JPEG.');
  const tiff = Buffer.alloc(26);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION_TAG, 10);
  tiff.writeUInt16BE(SHORT_TYPE, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
