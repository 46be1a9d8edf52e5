import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { EcgFormat } from './format.ts';
import { isAtc, readAtc } from './kardia/atc.ts';
import { isKardiaJson, readKardiaJson } from './kardia/json.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { centredOnZero } from './record/physical-zero.ts';
import { signalName } from './record/signal-name.ts';

const MAX_BYTES = 64 * 1024 ** 2;
const START_BYTES = 4096;

/** Recordings of AliveCor's Kardia devices. */
export const kardia: EcgFormat = {
  name: 'Kardia',
  recordFiles: 'AliveCor recordings (.atc, or .json of the Kardia API)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'ATC files of any version, each block checked by its checksum, and recordings of the API, of which the unfiltered samples are read. ' +
      'Average and median beats and what the filter of the app makes of a recording are not. A PDF of the app holds no numbers.',
  },
  detect: (file, source) =>
    (/\.atc$/i.test(file) && isAtc(source.readStart(file, START_BYTES))) ||
    (/\.json$/i.test(file) && isKardiaJson(source.readStart(file, START_BYTES))),
  list: oneRecordPerFile((source, file) => {
    const name = baseName(file);
    const bytes = source.read(file, MAX_BYTES);
    const { leads, samplingHz, nanovolts, ...told } = isAtc(bytes) ? readAtc(bytes, name) : readKardiaJson(bytes, name);
    const some = leads.filter(({ samples }) => samples.length > 0);
    if (some.length === 0) throw new AppError('damaged', `${name} holds no samples`);
    if (samplingHz === 0) throw new AppError('damaged', `${name} states a sampling rate of 0 Hz`);
    return {
      signals: some.map(({ lead, samples }) => ({
        name: signalName(lead),
        isVoltage: true,
        read: () => {
          const scale = { unitsPerMv: 1e6 / nanovolts, zero: 0, missing: [] };
          return { ...centredOnZero(Int32Array.from(samples), scale, `${name}, lead ${lead}`), samplingHz };
        },
      })),
      ...told,
      remarks: [],
    };
  }),
};
