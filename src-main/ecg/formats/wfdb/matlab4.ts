import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** A matrix of a MATLAB version 4 file. `values` are column by column: value (row r, column c) is `values[c * rows + r]`. */
export interface Matlab4Matrix {
  name: string;
  rows: number;
  columns: number;
  values: Float64Array | Float32Array | Int32Array | Int16Array | Uint16Array | Uint8Array;
  /** Bytes before the first value. */
  dataOffset: number;
}

const HEADER_BYTES = 20;
const TYPES = [
  { name: 'double', bytes: 8 },
  { name: 'single', bytes: 4 },
  { name: 'int32', bytes: 4 },
  { name: 'int16', bytes: 2 },
  { name: 'uint16', bytes: 2 },
  { name: 'uint8', bytes: 1 },
] as const;

/**
 * Reads the first matrix of a MATLAB v4 file (MathWorks, "MAT-File Format", level 4): little-endian, full, real.
 * Throws AppError('damaged') that names `fileName`, also where the file is shorter or longer than its header says.
 */
export function readMatlab4(bytes: Buffer, fileName: string): Matlab4Matrix {
  const damaged = (problem: string): AppError => new AppError('damaged', `${fileName} ${problem}`);
  if (bytes.length < HEADER_BYTES) throw damaged(`is too short for a MATLAB file (${bytes.length} bytes).`);
  const kind = bytes.readUInt32LE(0);
  const type = TYPES[Math.floor(kind / 10) % 10];
  if (kind >= 1000 || Math.floor(kind / 100) !== 0 || kind % 10 !== 0 || type === undefined) {
    throw damaged('is not a MATLAB version 4 file with a full little-endian matrix (save it with -v4).');
  }
  const rows = bytes.readUInt32LE(4);
  const columns = bytes.readUInt32LE(8);
  if (bytes.readUInt32LE(12) !== 0) throw damaged('holds complex numbers, which no ECG has.');
  const nameBytes = bytes.readUInt32LE(16);
  const dataOffset = HEADER_BYTES + nameBytes;
  if (nameBytes < 1 || nameBytes > 64 || dataOffset > bytes.length) throw damaged('has a damaged MATLAB header.');
  const name = bytes.toString('latin1', HEADER_BYTES, dataOffset - 1);
  const present = Math.floor((bytes.length - dataOffset) / type.bytes);
  const count = rows * columns;
  if (present < count) throw damaged(`is truncated: ${rows} × ${columns} values announced, ${present} present.`);
  return { name, rows, columns, values: values(bytes, dataOffset, count, type.name), dataOffset };
}

function values(
  bytes: Buffer,
  at: number,
  count: number,
  type: (typeof TYPES)[number]['name'],
): Matlab4Matrix['values'] {
  // Copied one by one, so that neither the alignment in the file nor the machine's byte order matters.
  switch (type) {
    case 'double':
      return Float64Array.from({ length: count }, (_, i) => bytes.readDoubleLE(at + 8 * i));
    case 'single':
      return Float32Array.from({ length: count }, (_, i) => bytes.readFloatLE(at + 4 * i));
    case 'int32':
      return Int32Array.from({ length: count }, (_, i) => bytes.readInt32LE(at + 4 * i));
    case 'int16': {
      const out = new Int16Array(count);
      for (let i = 0; i < count; i++) out[i] = bytes.readInt16LE(at + 2 * i);
      return out;
    }
    case 'uint16':
      return Uint16Array.from({ length: count }, (_, i) => bytes.readUInt16LE(at + 2 * i));
    case 'uint8':
      return Uint8Array.from(bytes.subarray(at, at + count));
  }
}
