import { HDF5_START_BYTES } from './hdf5/signature.ts';
import { isHdf5, readHdf5 } from './hdf5/read-hdf5.ts';
import { recordsIn } from './arrays/records-in.ts';
import { listArrayRecords } from './array-records.ts';
import type { EcgFormat } from './format.ts';

/** Arrays of HDF5, which MATLAB v7.3 stores its own in. */
export const hdf5: EcgFormat = {
  name: 'HDF5',
  recordFiles: 'HDF5 files (.h5, .hdf5), MATLAB v7.3 among them (.mat)',
  holds: {
    recordsPerFile: 'several',
    leadsPerRecord: 'several',
    signals:
      'One array of numbers, also in a group or struct, found as in MATLAB and NumPy files (`tracings` too), beside which `fs`, `units` and ' +
      '`leads` are read, also from attributes. Axes of MATLAB v7.3 count as MATLAB shows them, others as HDF5 does. Packed with ' +
      'the filters of the library itself (gzip, shuffle, szip …); others are named with the cure. Up to 1 GB.',
  },
  detect: (file, source) => /\.(?:mat|h5|hdf5?|he5)$/i.test(file) && isHdf5(source.readStart(file, HDF5_START_BYTES)),
  list: (source, files, said = {}) =>
    listArrayRecords(source, files, (bytes, name) => recordsIn(readHdf5(bytes, name), said, name), said),
};
