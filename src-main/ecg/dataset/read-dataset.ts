import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { DatasetContents } from './find-records.ts';
import { baseName, findRecords } from './find-records.ts';
import type { AssignLabelsOptions, Assignment } from './assign-labels.ts';
import { assignLabels } from './assign-labels.ts';
import type { DatasetSource } from './open-dataset.ts';
import { openDataset } from './open-dataset.ts';
import { parseWfdbHeader } from '../formats/wfdb/header.ts';
import { decodeWfdbSignal, firstEcgSignal } from '../formats/wfdb/signal.ts';

/** A record that was left out, and why, in words for the person who imports. */
export interface SkippedRecord {
  record: string;
  reason: string;
}

export interface SourcedRecord extends EcgRecord {
  /** How the samples were stored, for example `WFDB format 16, MATLAB v4`. */
  sourceFormat: string;
}

export interface ReadDatasetOptions extends AssignLabelsOptions {
  signal?: AbortSignal;
  /** Called after each record, read or skipped. */
  onProgress?: (done: number, total: number) => void;
}

/** A dataset that was opened and checked, and whose records are read one at a time. */
export interface DatasetReading {
  /** Records that will be read or skipped. */
  total: number;
  /** The good records in the order of their names. To be iterated once; closes the dataset when it ends or is left. */
  records: AsyncGenerator<SourcedRecord, void, undefined>;
  /** Grows while `records` is iterated. */
  skipped: SkippedRecord[];
  /** The files that labels and split came from, for provenance; `splitFile` is undefined for a split of our own. */
  labelsFile: string;
  splitFile: string | undefined;
  /** What a person may want to know, for example how many records have several signals. Grows while reading. */
  notes: string[];
  /** Closes the dataset where `records` is not iterated. */
  close(): void;
}

const TURN_MS = 20;
const MAX_HEADER_BYTES = 1024 ** 2;
const MAX_SIGNAL_BYTES = 64 * 1024 ** 2;

/**
 * Opens a CinC 2017 archive or folder, settles label and split of every record, and reads the records as they are asked for.
 * Damaged records are skipped and listed. Throws AppError: 'not-found', 'bad-input' (no dataset, no labels, wrong label files),
 * 'refused' (unsafe archive; also later, from `records`), 'cancelled' (from `records`, after `signal`).
 */
export async function readDataset(path: string, options: ReadDatasetOptions = {}): Promise<DatasetReading> {
  const source = await openDataset(path);
  try {
    const contents = findRecords(source);
    const assignment = await assignLabels(source, contents, options);
    const skipped: SkippedRecord[] = [
      ...contents.duplicates.map((file) => ({ record: file, reason: 'a record of this name is there already' })),
      ...assignment.absent.map((record) => ({ record, reason: 'it is listed in RECORDS but has no header (.hea)' })),
    ];
    const notes = contents.otherLabelsFiles.map(
      (file) => `${file} was not used: the labels are from ${assignment.labelsFile}.`,
    );
    return {
      total: contents.headers.size,
      records: readRecords({ source, contents, assignment, skipped, notes }, options),
      skipped,
      labelsFile: assignment.labelsFile,
      splitFile: assignment.splitFile,
      notes,
      close: () => {
        source.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

interface Opened {
  source: DatasetSource;
  contents: DatasetContents;
  assignment: Assignment;
  skipped: SkippedRecord[];
  notes: string[];
}

async function* readRecords(
  opened: Opened,
  options: ReadDatasetOptions,
): AsyncGenerator<SourcedRecord, void, undefined> {
  const { source, contents, skipped, notes } = opened;
  let done = 0;
  let severalSignals = 0;
  let otherStarts = 0;
  let lastTurn = performance.now();
  try {
    for (const [name, headerFile] of contents.headers) {
      if (options.signal?.aborted) throw new AppError('cancelled', `Stopped after ${done} records.`);
      // Files are read synchronously, which is twice as fast; messages such as "stop" get their turn here.
      if (performance.now() - lastTurn > TURN_MS) {
        await setImmediate();
        lastTurn = performance.now();
      }
      const reading = readOrReason(opened, name, headerFile);
      done += 1;
      if (typeof reading === 'string') {
        skipped.push({ record: name, reason: reading });
      } else {
        if (reading.signalCount > 1) severalSignals += 1;
        if (reading.startsOtherwise) otherStarts += 1;
      }
      options.onProgress?.(done, contents.headers.size);
      if (typeof reading !== 'string') yield reading.record;
    }
  } finally {
    if (severalSignals > 0) {
      notes.push(`${counted(severalSignals, 'has', 'have')} several signals: the first ECG signal was read.`);
    }
    if (otherStarts > 0) {
      notes.push(
        `${counted(otherStarts, 'begins', 'begin')} with another value than the header says; all samples were read.`,
      );
    }
    source.close();
  }
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 record ${one}` : `${count} records ${many}`;
}

function readOrReason(opened: Opened, name: string, headerFile: string): ReturnType<typeof readRecord> | string {
  try {
    return readRecord(opened, name, headerFile);
  } catch (error) {
    if (error instanceof AppError && error.code === 'damaged') return error.message;
    throw error;
  }
}

function readRecord(opened: Opened, name: string, headerFile: string) {
  const { source, assignment } = opened;
  const known = assignment.records.get(name);
  if (known === undefined) {
    const why = assignment.unusable.get(name) ?? `it has no label in ${assignment.labelsFile}`;
    throw new AppError('damaged', why);
  }
  const headerBytes = source.read(headerFile, MAX_HEADER_BYTES);
  const header = parseWfdbHeader(headerBytes.toString('utf8'), baseName(headerFile));
  const signal = firstEcgSignal(header);
  if (signal === undefined) throw new AppError('damaged', `${baseName(headerFile)} describes no signal in volts.`);
  // The name comes from the file: it may only point beside its header.
  if (!/^[^/\\:]+$/.test(signal.fileName) || signal.fileName === '..') {
    throw new AppError(
      'damaged',
      `${baseName(headerFile)} names the signal file "${signal.fileName}", which is no plain name.`,
    );
  }
  const signalFile = headerFile.slice(0, headerFile.length - baseName(headerFile).length) + signal.fileName;
  if (!source.files.has(signalFile)) throw new AppError('damaged', `its signal file ${signal.fileName} is not there`);
  const { startsOtherwise, ...decoded } = decodeWfdbSignal(header, signal, source.read(signalFile, MAX_SIGNAL_BYTES));
  const record: SourcedRecord = { name, ...decoded, ...known };
  return { record, signalCount: header.signals.length, startsOtherwise };
}
