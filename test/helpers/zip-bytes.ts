import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip written byte by byte, so that a test can make it lie. */
export interface ZipEntry {
  name: string;
  data: Buffer | string;
  deflate?: boolean;
  /** What the headers say instead of the truth. */
  declaredBytes?: number;
  declaredCrc?: number;
  /** General purpose flags; 1 means encrypted. */
  flags?: number;
  /** Unix mode, for example 0o120777 for a symbolic link. */
  mode?: number;
}

/** A zip archive with exactly these entries. */
export function zipBytes(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = Buffer.from(entry.data);
    const packed = entry.deflate ? deflateRawSync(data) : data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0, 2);
    common.writeUInt16LE(entry.deflate ? 8 : 0, 4);
    common.writeUInt32LE(entry.declaredCrc ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.declaredBytes ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), common, name, packed);
    const head = Buffer.from('PK\x01\x02\x14\x03', 'latin1');
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(head, common, tail, name);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
