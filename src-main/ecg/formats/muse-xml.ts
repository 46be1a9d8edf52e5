import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import { childrenNamed } from '../xml/element.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { toldIn } from '../xml/told.ts';
import type { EcgFormat, OpenedRecord } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { signalsOfWaveform } from './muse-xml/waveform.ts';
import { isXmlOf, MAX_XML_BYTES } from './xml-files.ts';

/** GE MUSE's XML export (MUSE CV XML, DTD restecg), one record a file. Tested against files of our own only. */
export const museXml: EcgFormat = {
  name: 'GE MUSE XML',
  recordFiles: 'MUSE exports (.xml, root RestingECG)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'Rhythm and median waveforms in Base64 of 16 bits; a lead of the median is called so (`Median: II`). The sampling rate ' +
      'comes from SampleBase and SampleExponent, the gain from LeadAmplitudeUnitsPerBit. This reader was tested against files ' +
      'made for the test only: compare a record of yours with its printout.',
  },
  detect: (file, source) => isXmlOf(file, source, 'RestingECG'),
  list: oneRecordPerFile(open),
};

const IDENTIFYING = [
  ["patient's name", 'PatientLastName', 'PatientFirstName'],
  ["patient's number", 'PatientID', 'HISAccountNumber'],
  ['date of birth', 'DateofBirth'],
  ['age', 'PatientAge'],
  ['sex', 'Gender'],
  ['race', 'Race'],
  ['comment', 'StmtText', 'TestReason', 'ExtraQuestions', 'Comment', 'OrderComments'],
  [
    'physician',
    'OverreaderLastName',
    'OrderingMDLastName',
    'ReferringMDLastName',
    'AttendingMDLastName',
    'AcquisitionTechLastName',
    'EditorLastName',
  ],
  ['institution', 'SiteName', 'LocationName'],
  ['date of recording', 'AcquisitionDate'],
] as const;

function open(source: DatasetSource, file: string): OpenedRecord {
  const name = baseName(file);
  const root = parseXml(source.read(file, MAX_XML_BYTES), name);
  if (root.name !== 'RestingECG') throw new AppError('damaged', `${name} is no MUSE export: its root is ${root.name}.`);
  const taken = new Set<string>();
  const signals = childrenNamed(root, 'Waveform').flatMap((waveform) => signalsOfWaveform(waveform, taken, name));
  if (signals.length === 0) throw new AppError('damaged', `${name} is a MUSE export without a waveform.`);
  return { signals, sourceFormat: 'GE MUSE XML', identifying: toldIn(root, IDENTIFYING), remarks: [] };
}
