import { strict } from './strict.ts';

/** Electron's `NativeImage` of a captured page, in the two formats the browser made of it. */
export class NativeImage implements Pick<
  Electron.NativeImage,
  'toPNG' | 'toJPEG' | 'getSize' | 'isEmpty' | 'toDataURL'
> {
  private readonly png: Buffer;
  private readonly jpeg: Buffer;

  constructor(png: Buffer, jpeg: Buffer) {
    this.png = png;
    this.jpeg = jpeg;
    return strict('NativeImage', this);
  }

  toPNG(): Buffer {
    return this.png;
  }

  /** The JPEG the browser made at quality 90: Electron encodes now, at the quality asked for. */
  toJPEG(quality: number): Buffer {
    if (!Number.isInteger(quality)) throw new TypeError('quality must be an integer from 0 to 100');
    return this.jpeg;
  }

  getSize(): Electron.Size {
    if (this.isEmpty()) return { width: 0, height: 0 };
    // Width and height lie at fixed places in a PNG's first chunk.
    return { width: this.png.readUInt32BE(16), height: this.png.readUInt32BE(20) };
  }

  isEmpty(): boolean {
    return this.png.length === 0;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.png.toString('base64')}`;
  }
}
