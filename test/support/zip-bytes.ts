import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip as it is to stand in the archive; what is not said is as it should be. */
export interface ZipPart {
  /** As bytes where it is no UTF-8. */
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly deflated?: boolean;
  /** What the directory tells of its size. */
  readonly toldBytes?: number;
  readonly flags?: number;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  readonly toldCrc?: number;
  /** Unix mode in the external attributes, made by Unix. */
  readonly mode?: number;
  /** The directory points to the bytes of this earlier entry; its own are left out. */
  readonly sharesWith?: number;
}

const UTF8 = 0x0800;

/** A zip archive, entry by entry, right or wrong. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const raw = Buffer.from(part.content);
    const bytes = part.deflated ? deflateRawSync(raw, { level: 9 }) : raw;
    const fields = {
      flags: part.flags ?? UTF8,
      method: part.method ?? (part.deflated ? 8 : 0),
      crc: part.toldCrc ?? crc32(raw),
      bytes: bytes.length,
      told: part.toldBytes ?? raw.length,
      name: name.length,
    };
    const start = part.sharesWith === undefined ? at : (starts[part.sharesWith] ?? 0);
    starts.push(start);
    if (part.sharesWith === undefined) {
      const header = Buffer.alloc(30);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(20, 4);
      writeFields(header, 6, fields);
      local.push(header, name, bytes);
      at += header.length + name.length + bytes.length;
    }
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE((3 << 8) | 20, 4);
    header.writeUInt16LE(20, 6);
    writeFields(header, 8, fields);
    header.writeUInt32LE((((part.mode ?? 0o100644) << 16) >>> 0) >>> 0, 38);
    header.writeUInt32LE(start, 42);
    central.push(header, name);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}

interface Fields {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly bytes: number;
  readonly told: number;
  readonly name: number;
}

/** What both headers of an entry say in the same order. */
function writeFields(header: Buffer, from: number, { flags, method, crc, bytes, told, name }: Fields): void {
  header.writeUInt16LE(flags, from);
  header.writeUInt16LE(method, from + 2);
  // 1 January 1980, which every reader takes.
  header.writeUInt16LE(0x21, from + 6);
  header.writeUInt32LE(crc, from + 8);
  header.writeUInt32LE(bytes, from + 12);
  header.writeUInt32LE(told, from + 16);
  header.writeUInt16LE(name, from + 20);
}
