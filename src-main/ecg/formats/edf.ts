import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { EcgFormat, OpenedRecord, Remark } from './format.ts';
import { countedRecords } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { isEdf, parseEdfHeader } from './edf/header.ts';
import { identifyingInEdf } from './edf/identifying.ts';
import { readEdfSignal } from './edf/signal.ts';
import { hasAnnotationTexts, recordOnsets } from './edf/annotations.ts';
import { signalName } from './record/signal-name.ts';
import { perMillivolt } from './units/voltage.ts';

const MAX_BYTES = 512 * 1024 ** 2;

/** European Data Format (edfplus.info) and BioSemi's variant of 24 bits, one record a file. */
export const edf: EcgFormat = {
  name: 'EDF',
  recordFiles: 'recordings (.edf, .bdf)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'EDF, EDF+ and BDF (24 bits). Each signal has its own sampling rate; gain and zero come from its physical and digital ' +
      'limits. A zero between two steps goes to the nearest, which is said. Gaps of a discontinuous file (EDF+D) are missing ' +
      'samples; annotations are not read.',
  },
  detect: (file, source) => /\.(?:edf|bdf)$/i.test(file) || isEdf(source.readStart(file, 8)),
  list: oneRecordPerFile(open),
};

function open(source: DatasetSource, file: string): OpenedRecord {
  const name = baseName(file);
  const bytes = source.read(file, MAX_BYTES);
  if (!isEdf(bytes)) throw new AppError('damaged', `${name} does not begin as an EDF or BDF file does.`);
  const header = parseEdfHeader(bytes, name);
  const signals = header.signals.filter((signal) => !signal.isAnnotations);
  if (signals.length === 0) throw new AppError('damaged', `${name} holds annotations only, no signal.`);
  const onsets = header.isDiscontinuous ? recordOnsets(bytes, header, name) : undefined;
  return {
    signals: signals.map((signal) => ({
      name: signalName(signal.label),
      isVoltage: perMillivolt(signal.dimension) !== undefined,
      read: () => readEdfSignal(bytes, header, signal, `${name}, signal ${header.signals.indexOf(signal) + 1}`, onsets),
    })),
    sourceFormat: header.kind + (header.isDiscontinuous ? ', discontinuous' : ''),
    identifying: identifyingInEdf(header, hasAnnotationTexts(bytes, header)),
    remarks: header.bytesLeft > 0 ? [longerThanAnnounced] : [],
  };
}

const longerThanAnnounced: Remark = (records) =>
  `${countedRecords(records, 'holds', 'hold')} more bytes than its header announces; what comes after the last data record was not read.`;
