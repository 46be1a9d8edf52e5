import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** Checksum and size of the file; the pointers come after. */
const FILE_HEADER_BYTES = 6;
const SECTION_HEADER_BYTES = 16;
const POINTER_BYTES = 10;
const POLYNOMIAL = 0x1021;

/** Whether a file begins as SCP-ECG does: its first section calls itself so. `start`: its first 22 bytes. */
export function isScp(start: Buffer): boolean {
  return start.toString('latin1', 16, 22) === 'SCPECG';
}

/** The contents of the sections of a file by their number, without their headers. Throws AppError('damaged'). */
export function scpSections(file: Buffer, fileName: string): Map<number, Buffer> {
  const sections = new Map<number, Buffer>();
  if (file.length < FILE_HEADER_BYTES + SECTION_HEADER_BYTES) throw new AppError('damaged', `${fileName} is cut off.`);
  const length = Math.min(file.readUInt32LE(FILE_HEADER_BYTES + 4), file.length - FILE_HEADER_BYTES);
  const end = FILE_HEADER_BYTES + length - POINTER_BYTES;
  for (let at = FILE_HEADER_BYTES + SECTION_HEADER_BYTES; at <= end; at += POINTER_BYTES) {
    const id = file.readUInt16LE(at);
    const bytes = file.readUInt32LE(at + 2);
    // Counted from 1.
    const start = file.readUInt32LE(at + 6) - 1;
    if (bytes <= SECTION_HEADER_BYTES) continue;
    if (start < FILE_HEADER_BYTES || start + bytes > file.length) {
      throw new AppError('damaged', `${fileName}: its section ${id} reaches beyond the end of the file.`);
    }
    if (!sections.has(id)) sections.set(id, file.subarray(start + SECTION_HEADER_BYTES, start + bytes));
  }
  return sections;
}

/** Whether the checksum of a file is right: CRC-CCITT of all that comes after it (EN 1064, 5.1). */
export function hasRightChecksum(file: Buffer): boolean {
  let crc = 0xffff;
  for (let i = 2; i < file.length; i++) {
    crc ^= (file[i] as number) << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ POLYNOMIAL) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc === file.readUInt16LE(0);
}
