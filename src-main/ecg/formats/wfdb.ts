import { AppError } from '../../../src-shared/errors/app-error.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { baseName, byDepth, folderOf } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { EcgFormat, ListedSignal, OpenedRecord, RecordListing } from './format.ts';
import { countedRecords } from './format.ts';
import { parseWfdbHeader, type WfdbHeader, type WfdbSignal } from './wfdb/header.ts';
import { decodeWfdbSignal, isVoltage, storageOf } from './wfdb/signal.ts';

const RECORD_NAME = /^[\w.-]{1,100}$/;
const MAX_LIST_BYTES = 64 * 1024 ** 2;
const MAX_HEADER_BYTES = 1024 ** 2;
const MAX_SIGNAL_BYTES = 64 * 1024 ** 2;

/**
 * Records in PhysioNet's WFDB format (header(5) and signal(5) of its manual), each a header and a signal file beside
 * it.
 */
export const wfdb: EcgFormat = {
  name: 'WFDB',
  recordFiles: 'headers (.hea) with their signal files',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'Format 16 (also with a byte offset in MATLAB v4 files, as in CinC 2017) or format 212, of one segment. ' +
      'Sampling rate, gain and baseline come from the header; ' +
      'a signal in volts (V, mV, µV or nV) is an ECG. A file RECORDS gives the order of the records.',
  },
  detect: (file, source) =>
    isHeader(file) || baseName(file) === 'RECORDS' || source.files.has(`${withoutExtension(file)}.hea`),
  orphans: {
    are: 'Signal files without a header (.hea)',
    isOne: (file, source) => /\.(?:dat|mat)$/i.test(file) && !source.files.has(`${withoutExtension(file)}.hea`),
  },
  list: listWfdb,
};

function listWfdb(source: DatasetSource, files: readonly string[]): RecordListing {
  const headers = files.filter(isHeader);
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
  const header = parseWfdbHeader(source.read(headerFile, MAX_HEADER_BYTES).toString('utf8'), baseName(headerFile));
  return {
    signals: header.signals.map((signal) => listedSignal(source, headerFile, header, signal)),
    sourceFormat: `WFDB ${storageOf(header)}`,
    identifying: [],
    remarks: [],
  };
}

function listedSignal(source: DatasetSource, headerFile: string, header: WfdbHeader, signal: WfdbSignal): ListedSignal {
  return {
    name: signal.description === '' ? undefined : signal.description,
    isVoltage: isVoltage(signal),
    problem: signal.problem,
    read: () => {
      if (signal.problem !== undefined) throw new AppError('damaged', signal.problem);
      const file = readSignalFile(source, headerFile, signal);
      const { startsOtherwise, ...read } = decodeWfdbSignal(header, signal, file);
      return { ...read, missing: [], remarks: startsOtherwise ? [beginsOtherwise] : [] };
    },
  };
}

function readSignalFile(source: DatasetSource, headerFile: string, { fileName }: WfdbSignal): Buffer {
  // The name comes from the file, so it may only point to a file beside its header.
  if (!/^[^/\\:]+$/.test(fileName) || fileName === '..') {
    const text = `${baseName(headerFile)} names the signal file "${excerpt(fileName)}", which is not a plain name.`;
    throw new AppError('damaged', text);
  }
  const signalFile = folderOf(headerFile) + fileName;
  if (!source.files.has(signalFile)) throw new AppError('damaged', `its signal file ${excerpt(fileName)} is missing`);
  return source.read(signalFile, MAX_SIGNAL_BYTES);
}

function beginsOtherwise(records: number): string {
  return `${countedRecords(records, 'begins', 'begin')} with a different value from the one in the header; all samples were read.`;
}

function isHeader(file: string): boolean {
  return file.toLowerCase().endsWith('.hea');
}

function withoutExtension(file: string): string {
  const dot = file.lastIndexOf('.');
  return dot > file.lastIndexOf('/') ? file.slice(0, dot) : file;
}
