/** A MATLAB v5 file of elements, little-endian. */
export function matlab5(elements: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, written by a test');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126, 'latin1');
  return Buffer.concat([header, ...elements]);
}

/** A matrix of doubles; `values` column by column. */
export function numberMatrix(name: string, shape: readonly number[], values: readonly number[]): Buffer {
  return matrix(6, name, shape, [element(9, Buffer.from(Float64Array.from(values).buffer))]);
}

/** A matrix of characters, one row for each line; lines of one length. */
export function charMatrix(name: string, text: string): Buffer {
  const rows = text.split('\n');
  const columns = rows[0]?.length ?? 0;
  const points = Uint16Array.from({ length: rows.length * columns }, (_, i) => {
    return rows[i % rows.length]?.charCodeAt(Math.floor(i / rows.length)) ?? 32;
  });
  return matrix(4, name, [rows.length, columns], [element(17, Buffer.from(points.buffer))]);
}

export function structMatrix(name: string, fields: Record<string, Buffer>): Buffer {
  const names = Object.keys(fields).map((field) => field.padEnd(32, '\0'));
  const width = Buffer.alloc(8);
  width.writeUInt32LE((4 << 16) | 5, 0);
  width.writeInt32LE(32, 4);
  return matrix(2, name, [1, 1], [width, element(1, Buffer.from(names.join(''), 'latin1')), ...Object.values(fields)]);
}

export function cellMatrix(name: string, cells: readonly Buffer[]): Buffer {
  return matrix(1, name, [1, cells.length], cells);
}

function matrix(type: number, name: string, shape: readonly number[], content: readonly Buffer[]): Buffer {
  const flags = Buffer.alloc(8);
  flags.writeUInt32LE(type, 0);
  const dimensions = Buffer.from(Int32Array.from(shape).buffer);
  return element(
    14,
    Buffer.concat([element(6, flags), element(5, dimensions), element(1, Buffer.from(name)), ...content]),
  );
}

function element(type: number, data: Buffer): Buffer {
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(type, 0);
  tag.writeUInt32LE(data.length, 4);
  return Buffer.concat([tag, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
}
