import { counted } from '../../../src-shared/format/counted.ts';
import { baseName, byDepth } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { EcgFormat, ListedSignal, OpenedRecord, RecordListing } from './format.ts';
import { countedRecords } from './format.ts';
import { narrowest } from './record/narrowest.ts';
import { signalName } from './record/signal-name.ts';
import { perMillivolt } from './units/voltage.ts';
import { identifyingIn } from './wfdb/identifying.ts';
import { namesOfSegments } from './wfdb/segment-names.ts';
import { openWfdbRecord, type WfdbRecord } from './wfdb/record.ts';
import type { WfdbSignal } from './wfdb/signal-line.ts';
import { FORMAT_NUMBERS } from './wfdb/storage.ts';

const RECORD_NAME = /^[\w.-]{1,100}$/;
const MAX_LIST_BYTES = 64 * 1024 ** 2;

/** Records in PhysioNet's WFDB format (header(5) and signal(5) of its manual), each a header with its signal files. */
export const wfdb: EcgFormat = {
  name: 'WFDB',
  recordFiles: 'headers (.hea) with their signal files',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      `Every format of the specification: ${FORMAT_NUMBERS.join(', ')} (the last three are FLAC), also with a byte offset in MATLAB v4 ` +
      'files, as in CinC 2017; with several signal files, several samples per frame, skew, and segments of fixed or variable layout, ' +
      'whose own headers are then no records. Sampling rate, gain and baseline come from the header; a signal in volts ' +
      '(V, mV, µV or nV, or these words spelled out) may be an ECG. The lowest value of a format is a missing sample. ' +
      'A file RECORDS gives the order of the records.',
  },
  // A header by itself has no signals: its folder was meant.
  detect: (file, source) =>
    source.kind !== 'file' &&
    (isHeader(file) || baseName(file) === 'RECORDS' || source.files.has(`${withoutExtension(file)}.hea`)),
  orphans: {
    are: 'Signal files without a header (.hea)',
    isOne: (file, source) => /\.(?:dat|mat)$/i.test(file) && !source.files.has(`${withoutExtension(file)}.hea`),
  },
  list: listWfdb,
};

function listWfdb(source: DatasetSource, files: readonly string[]): RecordListing {
  const all = files.filter(isHeader);
  const parts = namesOfSegments(source, all);
  const headers = all.filter((file) => !parts.has(file));
  const records = headers.map((file) => ({
    name: withoutExtension(baseName(file)),
    file,
    open: () => openWfdb(source, file),
  }));
  const order = headers.length === 0 ? undefined : readList(source, files);
  if (order === undefined) return { records, unusable: [] };
  const present = new Set(records.map(({ name }) => name));
  const absent = order.filter((name) => !present.has(name));
  const reason = 'it is listed in RECORDS but has no header (.hea)';
  // A line that is no name of a record is not repeated: the list may be a link to something else.
  const [listed, strange] = [true, false].map((plain) => absent.filter((name) => RECORD_NAME.test(name) === plain));
  const unusable = (listed ?? []).map((record) => ({ record, reason }));
  if (strange !== undefined && strange.length > 0) {
    const lines = counted(strange.length, 'line', 'lines');
    unusable.push({ record: 'RECORDS', reason: `${lines} of it cannot be the name of a record` });
  }
  return { records, unusable, order };
}

/** The names in the topmost RECORDS file, each once; undefined if there is none. */
function readList(source: DatasetSource, files: readonly string[]): string[] | undefined {
  const list = files.filter((file) => baseName(file) === 'RECORDS').sort(byDepth)[0];
  if (list === undefined) return undefined;
  const lines = source.read(list, MAX_LIST_BYTES).toString('utf8').split('\n');
  const names = lines.map((line) => baseName(line.trim()));
  return [...new Set(names.filter((name) => name !== ''))];
}

function openWfdb(source: DatasetSource, headerFile: string): OpenedRecord {
  const record = openWfdbRecord(source, headerFile);
  const { samplingHz, signals } = record.description;
  return {
    signals: signals.map((signal, position) => listedSignal(record, signal, position, samplingHz)),
    sourceFormat: `WFDB ${record.storage}`,
    identifying: identifyingIn(record.headers),
    remarks: [],
  };
}

function listedSignal(record: WfdbRecord, signal: WfdbSignal, position: number, frameHz: number): ListedSignal {
  const perMv = signal.problem === undefined ? perMillivolt(signal.units) : undefined;
  return {
    name: signalName(signal.description),
    isVoltage: perMv !== undefined,
    problem: signal.problem,
    read: () => {
      const { samples, missing, startsOtherwise } = record.read(position);
      return {
        samples: narrowest(samples),
        samplingHz: frameHz * signal.samplesPerFrame,
        unitsPerMv: signal.gain * (perMv ?? 1),
        missing,
        remarks: [...(startsOtherwise ? [beginsOtherwise] : []), ...(signal.isCalibrated ? [] : [isNotCalibrated])],
      };
    },
  };
}

function beginsOtherwise(records: number): string {
  return `${countedRecords(records, 'begins', 'begin')} with a different value from the one in the header; all samples were read.`;
}

function isNotCalibrated(records: number): string {
  return `${countedRecords(records, 'has', 'have')} no gain in the header: 200 units per mV were taken, as WFDB does.`;
}

function isHeader(file: string): boolean {
  return file.toLowerCase().endsWith('.hea');
}

function withoutExtension(file: string): string {
  const dot = file.lastIndexOf('.');
  return dot > file.lastIndexOf('/') ? file.slice(0, dot) : file;
}
