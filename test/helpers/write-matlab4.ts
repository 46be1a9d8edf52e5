import type { Matlab4Matrix } from '../../src-main/ecg/formats/wfdb/matlab4.ts';

/** The bytes of a MATLAB v4 file with one matrix, as `readMatlab4` reads it. */
export function writeMatlab4(matrix: Omit<Matlab4Matrix, 'dataOffset'>): Buffer {
  const { name, rows, columns, values: data } = matrix;
  const code = [Float64Array, Float32Array, Int32Array, Int16Array, Uint16Array, Uint8Array].findIndex(
    (constructor) => data instanceof constructor,
  );
  const bytesPerValue = data.BYTES_PER_ELEMENT;
  const start = 20 + name.length + 1;
  const out = Buffer.alloc(start + data.length * bytesPerValue);
  [code * 10, rows, columns, 0, name.length + 1].forEach((field, i) => out.writeUInt32LE(field, 4 * i));
  out.write(name, 20, 'latin1');
  data.forEach((value, i) => {
    const at = start + i * bytesPerValue;
    if (data instanceof Float64Array) out.writeDoubleLE(value, at);
    else if (data instanceof Float32Array) out.writeFloatLE(value, at);
    else if (data instanceof Int32Array) out.writeInt32LE(value, at);
    else if (data instanceof Int16Array) out.writeInt16LE(value, at);
    else if (data instanceof Uint16Array) out.writeUInt16LE(value, at);
    else out.writeUInt8(value, at);
  });
  return out;
}
