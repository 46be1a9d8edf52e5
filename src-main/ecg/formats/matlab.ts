import { isMatlab5, readMatlab5 } from './arrays/read-matlab5.ts';
import { recordsIn } from './arrays/records-in.ts';
import { listArrayRecords } from './array-records.ts';
import type { EcgFormat } from './format.ts';

/** Matrices of MATLAB without a WFDB header beside them. */
export const matlab: EcgFormat = {
  name: 'MATLAB',
  recordFiles: 'MATLAB v5 to v7 files (.mat)',
  holds: {
    recordsPerFile: 'several',
    leadsPerRecord: 'several',
    signals:
      'One matrix of numbers, also in a struct (`ECG.data`): `val`, whose rows are leads, one called ecg, signals, x or data, or the ' +
      'only one (also cells of as many numbers each: recordings of one length), beside which `fs`, `units` and `leads` are read. Other axes, rate, unit and leads are said as for NumPy.',
  },
  detect: (file, source) => /\.mat$/i.test(file) && isMatlab5(source.readStart(file, 128)),
  list: (source, files, said = {}) =>
    listArrayRecords(source, files, (bytes, name) => recordsIn(readMatlab5(bytes, name), said, name), said),
};
