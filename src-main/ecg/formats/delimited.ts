import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import { decodeText } from '../tables/decode-text.ts';
import type { EcgFormat } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { openBareRecord } from './open-bare-record.ts';
import { decodeDelimited } from './delimited/decode-delimited.ts';
import { numberRows } from './delimited/number-rows.ts';

const MAX_BYTES = 64 * 1024 ** 2;
const START_BYTES = 8192;

/** Signals as numbers in a text: one record in each file, leads in columns. */
export const delimited: EcgFormat = {
  name: 'Text tables',
  recordFiles: 'text files with a column for each lead (.csv, .tsv, .txt)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'Numbers between commas, semicolons, tabs or spaces, also with decimal commas, below titles, units, comments or nothing. ' +
      'What a file does not say is asked for: `--rate`, `--unit` (mV, µV, or 200/mV), `--columns I,II,-,V1` (or the titles of some, `--columns II,V1`). A column of times ' +
      '(seconds, `mm:ss.mmm`, or dates with times in ISO 8601) gives the rate. Apple Health’s ECGs in any language, PhysioNet’s ATM and BioSPPy’s files say everything but, the last, the unit.',
  },
  detect: (file, source) => /\.(?:csv|tsv|txt|asc|dat)$/i.test(file) && hasNumberRows(file, source),
  list: oneRecordPerFile((source, file, said) =>
    openBareRecord(decodeDelimited(source.read(file, MAX_BYTES), baseName(file), said), said, baseName(file)),
  ),
};

function hasNumberRows(file: string, source: DatasetSource): boolean {
  const bytes = source.readStart(file, START_BYTES);
  const text = decodeText(bytes);
  if (text.includes('\0')) return false;
  // What is cut off at the end is no line.
  const whole = bytes.length < START_BYTES ? text : text.slice(0, text.lastIndexOf('\n'));
  const found = numberRows(whole);
  return found !== undefined;
}
