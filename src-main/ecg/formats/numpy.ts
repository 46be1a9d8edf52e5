import { readNumpy } from './arrays/read-numpy.ts';
import { recordsIn } from './arrays/records-in.ts';
import { listArrayRecords } from './array-records.ts';
import type { EcgFormat } from './format.ts';

/** Arrays of NumPy: one record, or one in each row. */
export const numpy: EcgFormat = {
  name: 'NumPy',
  recordFiles: 'arrays (.npy, .npz)',
  holds: {
    recordsPerFile: 'several',
    leadsPerRecord: 'several',
    signals:
      'One array of numbers; in a .npz that is called ecg, signals, x or data, or is the only one, beside which `fs`, `units` and ' +
      '`leads` are read. Its axes are said with `--layout`: T, NT, TL, LT, NTL or NLT (N records, T samples, L leads), rate, unit ' +
      'and leads with `--rate`, `--unit` and `--columns`. Records of one array are called by its file and their number from 1.',
  },
  detect: (file) => /\.np[yz]$/i.test(file),
  list: (source, files, said = {}) =>
    listArrayRecords(source, files, (bytes, name) => recordsIn(readNumpy(bytes, name), said, name), said),
};
