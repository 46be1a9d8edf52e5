import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { DataSet } from './dicom/data-set.ts';
import { isDicom, itemsOf, parseDataSet, stringOf } from './dicom/data-set.ts';
import { identifyingInDicom } from './dicom/identifying.ts';
import { TAG } from './dicom/tags.ts';
import { signalsOfGroup } from './dicom/waveform.ts';
import type { EcgFormat, OpenedRecord } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';

const MAX_BYTES = 512 * 1024 ** 2;
const START_BYTES = 132;
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.5.1.4.1.1.9.1.1', '12-lead ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.2', 'general ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.3', 'ambulatory ECG'],
]);
const ENCAPSULATED_PDF = '1.2.840.10008.5.1.4.1.1.104.1';

/** DICOM waveforms (PS3.3, C.10.9), one record a file. */
export const dicom: EcgFormat = {
  name: 'DICOM',
  recordFiles: 'DICOM waveforms (.dcm)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'ECGs of 12 leads, general and ambulatory, in 8, 16 or 32 bits, also deflated. A lead of a median beat or of a second ' +
      'multiplex group carries the label of its group. Gain and zero come from sensitivity, correction factor and baseline; ' +
      'the waveform padding value stands for a missing sample. A PDF inside of DICOM is refused: it holds no numbers.',
  },
  detect: (file, source) => /\.(?:dcm|dicom)$/i.test(file) || isDicom(source.readStart(file, START_BYTES)),
  list: oneRecordPerFile(open),
};

function open(source: DatasetSource, file: string): OpenedRecord {
  const name = baseName(file);
  const bytes = source.read(file, MAX_BYTES);
  if (!isDicom(bytes)) throw new AppError('damaged', `${name} does not begin as a DICOM file does.`);
  const dataSet = parseDataSet(bytes, name);
  const taken = new Set<string>();
  const groups = itemsOf(dataSet, TAG.waveformSequence);
  const signals = groups.flatMap((item, i) => signalsOfGroup(dataSet, item, i + 1, taken, name));
  if (signals.length === 0) throw noWaveform(dataSet, name);
  const kind = CLASSES.get(stringOf(dataSet, TAG.sopClass) ?? '') ?? 'waveform';
  return { signals, sourceFormat: `DICOM ${kind}`, identifying: identifyingInDicom(dataSet), remarks: [] };
}

function noWaveform(dataSet: DataSet, name: string): AppError {
  const text =
    stringOf(dataSet, TAG.sopClass) === ENCAPSULATED_PDF
      ? `${name} is a PDF inside of a DICOM file: a picture of an ECG has no microvolts. Export the ECG as a DICOM waveform.`
      : `${name} is a DICOM file without a waveform. Export the ECG as a DICOM waveform (12-lead, general or ambulatory ECG).`;
  return new AppError('damaged', text);
}
