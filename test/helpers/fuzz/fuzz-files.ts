import { parquetWriteBuffer } from 'hyparquet-writer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { someSamples } from '../cinc-files.ts';
import { atcFile } from '../ecg-files/atc-file.ts';
import { dicomFile } from '../ecg-files/dicom-file.ts';
import { edfFile } from '../ecg-files/edf-file.ts';
import { hdf5File, matlab73 } from '../ecg-files/hdf5-file.ts';
import { scpFile } from '../ecg-files/scp-file.ts';
import { aecgXml, museXml, philipsXml } from '../ecg-files/xml-files.ts';
import type { Files } from '../folder-of.ts';
import { writeNpy } from '../../../src-main/ecg/numpy/npy.ts';
import { writeMatlab4 } from '../write-matlab4.ts';
import { matlab5, numberMatrix } from '../write-matlab5.ts';

const flac = (bits: number): Buffer => readFileSync(join(import.meta.dirname, `../../golden/ecg/flac${bits}.flac`));
const wave = Array.from(someSamples(120));
const one = (name: string, data: Buffer | string): Files => [{ name, data }];
const samples = Buffer.from(someSamples(120).buffer);
const wfdb = (format: string): Files => [
  {
    name: 'r.hea',
    data: `r 2 100\nr.dat ${format} 200(1)/mV 12 0 0 0 0 I\nr.dat ${format}:1 200/uV 12 0 0 0 0 V\n# x\n`,
  },
  { name: 'r.dat', data: samples },
];

/** A small valid dataset of each reader: a line for every format that is to survive damaged files. */
export const FUZZ_FILES: Readonly<Record<string, () => Files>> = {
  'WFDB 8': () => wfdb('8'),
  'WFDB 16': () => wfdb('16'),
  'WFDB 24': () => wfdb('24'),
  'WFDB 212': () => wfdb('212'),
  'WFDB 310': () => wfdb('310'),
  'WFDB 311': () => wfdb('311'),
  'WFDB FLAC 16': () => [
    { name: 'r.hea', data: 'r 2 100\nr.d 516\nr.d 516\n' },
    { name: 'r.d', data: flac(16) },
  ],
  'WFDB FLAC 24': () => [
    { name: 'r.hea', data: 'r 3 100\nr.d 524\nr.d 524\nr.d 524\n' },
    { name: 'r.d', data: flac(24) },
  ],
  'WFDB segments': () => [
    ...[{ name: 's.hea', data: 's/4 2 100 160\nl 0\nr 60\n~ 40\nr 60\n' }],
    ...[{ name: 'l.hea', data: 'l 2 100 0\n~ 0 200/mV 16 0 0 0 0 I\n~ 0 200/mV 16 0 0 0 0 V\n' }],
    ...wfdb('16'),
  ],
  'WFDB MATLAB 4': () => [
    { name: 'r.hea', data: 'r 2 100 60\nr.mat 16+24\nr.mat 16+24\n' },
    { name: 'r.mat', data: writeMatlab4({ name: 'val', rows: 2, columns: 60, values: someSamples(120) }) },
  ],
  EDF: () => one('r.edf', edfFile({ signals: [{ label: 'II', perRecord: 60, values: wave }] })),
  'EDF+D': () => {
    const signals = [{ label: 'II', perRecord: 60, values: wave }];
    return one('r.edf', edfFile({ signals, reserved: 'EDF+D', annotations: ['+0\x14\x14', '+5\x14\x14'] }));
  },
  BDF: () => one('r.bdf', edfFile({ bdf: true, signals: [{ label: 'II', perRecord: 60, values: wave }] })),
  DICOM: () => one('r.dcm', dicomFile({ groups: [{ channels: [{ label: 'I', values: wave }] }] })),
  'DICOM, deflated': () =>
    one('r.dcm', dicomFile({ syntax: 'deflated', groups: [{ channels: [{ label: 'I', values: wave }], padding: 7 }] })),
  'SCP-ECG': () => one('r.scp', scpFile({ leads: [{ code: 1, values: wave }] })),
  'Kardia ATC': () => one('r.atc', atcFile({ 'ecg ': wave, ecg2: wave })),
  'Kardia JSON': () =>
    one(
      'r.json',
      JSON.stringify({
        recordedAt: 'x',
        data: { raw: { frequency: 300, amplitudeResolution: 500, samples: { leadI: wave } } },
      }),
    ),
  'HL7 aECG': () => one('r.xml', aecgXml({ MDC_ECG_LEAD_I: wave.join(' ') })),
  'MUSE XML': () => one('r.xml', Buffer.from(museXml({ I: wave }), 'latin1')),
  'Philips XML': () => one('r.xml', philipsXml(Array.from({ length: 6 }, () => wave))),
  CSV: () => one('r.csv', `I;II\n${wave.map((value, i) => `${value / 1000};${i / 100}\n`).join('')}`),
  NumPy: () => one('r.npy', writeNpy({ shape: [120], data: Float64Array.from(wave, (value) => value / 1000) })),
  'MATLAB 5': () => one('r.mat', matlab5([numberMatrix('val', [1, 120], wave)])),
  HDF5: () =>
    one(
      'r.h5',
      hdf5File(({ file }) => file.create_dataset({ name: 'ecg', data: Int16Array.from(wave) })),
    ),
  'HDF5, packed': () =>
    one(
      'r.h5',
      hdf5File(({ file }) => {
        file.create_dataset({ name: 'ecg', data: wave, dtype: '<f', shape: [120], chunks: [60], compression: 'gzip' });
        file.create_attribute('fs', 300);
      }),
    ),
  Parquet: () =>
    one(
      'r.parquet',
      Buffer.from(
        parquetWriteBuffer({
          columnData: [
            { name: 'I', data: wave, type: 'INT32' },
            { name: 'II', data: wave.map((value, i) => (i % 40 === 7 ? null : value % 4)), type: 'DOUBLE' },
          ],
        }),
      ),
    ),
  'Parquet, lists': () =>
    one(
      'r.parquet',
      Buffer.from(
        parquetWriteBuffer({
          columnData: [{ name: 'ecg', data: [wave.slice(0, 50), wave.slice(50)] }],
          schema: [
            { name: 'root', num_children: 1 },
            { name: 'ecg', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
            { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
            { name: 'element', repetition_type: 'OPTIONAL', type: 'INT32' },
          ],
        }),
      ),
    ),
  'MATLAB 7.3': () => one('r.mat', matlab73({ val: { shape: [1, 120], values: wave }, units: 'mV', leads: ['I'] })),
};
