import h5wasm from 'h5wasm';

const module = await h5wasm.ready;

interface Writing {
  file: InstanceType<typeof h5wasm.File>;
}

/** The bytes of an HDF5 file that is filled by `fill`. */
export function hdf5File(fill: (writing: Writing) => unknown): Buffer {
  const path = 'written.h5';
  const file = new h5wasm.File(path, 'w', { libver: ['earliest', 'v110'] });
  fill({ file });
  file.close();
  const bytes = Buffer.from(module.FS.readFile(path) as Uint8Array);
  module.FS.unlink(path);
  return bytes;
}

interface Matrix {
  shape: readonly [number, number];
  values: readonly number[];
}

/** A matrix as MATLAB shows it, the values of a row beside each other; a text; or a cell array of either. */
export type MatlabValue = Matrix | string | readonly (string | Matrix)[];

/** A file as `save -v7.3` of MATLAB writes it: column by column, with MATLAB's own beginning of 512 bytes. */
export function matlab73(variables: Readonly<Record<string, MatlabValue>>): Buffer {
  const bytes = hdf5File(({ file }) => {
    const chars = (name: string, text: string) => {
      const points = Uint16Array.from(text, (character) => character.charCodeAt(0));
      const dataset = file.create_dataset({ name, data: points, shape: [text.length, 1] });
      dataset.create_attribute('MATLAB_class', 'char', null, 'S4');
      return dataset;
    };
    const matrix = (name: string, { shape: [rows, columns], values }: Matrix) => {
      const data = Float64Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
      const dataset = file.create_dataset({ name, data, shape: [columns, rows] });
      dataset.create_attribute('MATLAB_class', 'double', null, 'S6');
      return dataset;
    };
    for (const [name, value] of Object.entries(variables)) {
      if (typeof value === 'string') chars(name, value);
      else if ('shape' in value) matrix(name, value);
      else {
        if (!file.keys().includes('#refs#')) file.create_group('#refs#');
        const data = value.map((one, i) => {
          const own = `#refs#/${name}${i}`;
          return (typeof one === 'string' ? chars(own, one) : matrix(own, one)).create_reference();
        });
        const cell = file.create_dataset({ name, data, shape: [value.length, 1] });
        cell.create_attribute('MATLAB_class', 'cell', null, 'S4');
      }
    }
  });
  const start = Buffer.alloc(512);
  start.write('MATLAB 7.3 MAT-file, Platform: GLNXA64 HDF5 schema 1.00 .'.padEnd(124), 'latin1');
  start.writeUInt16LE(0x0200, 124);
  start.write('IM', 126, 'latin1');
  return Buffer.concat([start, bytes]);
}
