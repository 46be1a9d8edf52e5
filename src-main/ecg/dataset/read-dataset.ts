import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ImportAccount } from '../../../src-shared/datasets/import-account.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { ListedRecord, Remark, SkippedRecord } from '../formats/format.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import { openDataset } from '../source/open-dataset.ts';
import type { AssignLabelsOptions, Assignment } from './assign-labels.ts';
import { assignLabels } from './assign-labels.ts';
import { chooseLead } from '../leads/choose-lead.ts';
import { closeGaps } from './close-gaps.ts';
import { keepLeads, type KeptLead } from './keep-leads.ts';
import { fitInto16Bits } from './fit-16-bits.ts';
import { accountOf } from './import-account.ts';
import type { DatasetContents } from './list-records.ts';
import { listRecords } from './list-records.ts';
import { withoutGiven } from './without-given.ts';
import { checkSignalRange } from './signal-range.ts';
import { SignalTally } from './signal-tally.ts';

export interface SourcedRecord extends EcgRecord {
  /** The lead as the file names it; `ECG` if it does not. */
  lead: string;
  /** Its other leads, where they were asked for and there are some. */
  leads?: readonly KeptLead[];
  /** How the samples were stored, for example `WFDB format 16, MATLAB v4`. */
  sourceFormat: string;
}

export interface ReadDatasetOptions extends AssignLabelsOptions, Omit<ReadingOptions, 'classes'> {
  signal?: AbortSignal;
  /** Called after each record, read or skipped. */
  onProgress?: (done: number, total: number) => void;
}

/** A dataset that was opened and checked, and whose records are read one at a time. */
export interface DatasetReading {
  /** Records that will be read or skipped. */
  total: number;
  /**
   * The readable records in the order of their names. Iterate once; closes the dataset when it ends or is abandoned.
   */
  records: AsyncGenerator<SourcedRecord, void, undefined>;
  /** Grows while `records` is iterated. */
  skipped: SkippedRecord[];
  /** What the labels are positions in. */
  classes: ClassList;
  /** The files that labels and split came from, for provenance; `splitFile` is undefined for a split of our own. */
  labelsFile: string;
  /** Which column of it; undefined where there is no choice. */
  labelsColumn: string | undefined;
  splitFile: string | undefined;
  /** Remarks for the person, for example how many records have several signals. Grows while reading. */
  notes: string[];
  /** What became of everything that was there; complete once `records` has ended. */
  account(): ImportAccount;
  /** Closes the dataset if `records` is not iterated. */
  close(): void;
}

const TURN_MS = 20;
/** A person gives the rate in whole numbers where a clock of the device has decimals. */
const SAME_RATE = 0.005;

/**
 * Opens an archive or a folder of ECGs in any known format, settles label and split of every record, and reads the records
 * as they are asked for. Damaged records are skipped and listed. Throws AppError: 'not-found', 'bad-input' (no known format,
 * no labels, wrong label files), 'refused' (unsafe archive; also later, from `records`), 'cancelled' (from `records`, after
 * `signal`).
 */
export async function readDataset(path: string, options: ReadDatasetOptions = {}): Promise<DatasetReading> {
  const read = new Set<string>();
  const source = noting(withoutGiven(await openDataset(path), options), read);
  try {
    const contents = listRecords(source, options.said);
    const assignment = assignLabels(source, contents, options);
    const skipped = [...contents.skipped];
    const notes = [...assignment.notes];
    return {
      total: contents.records.size,
      records: readRecords({ source, contents, assignment, skipped, notes }, options),
      skipped,
      classes: assignment.classes,
      labelsFile: assignment.labelsFile,
      labelsColumn: assignment.labelsColumn,
      splitFile: assignment.splitFile,
      notes,
      account: () => accountOf(source, contents, assignment, read),
      close: () => {
        source.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** The source, writing down which of its files are read. */
function noting(source: DatasetSource, read: Set<string>): DatasetSource {
  return {
    ...source,
    read: (file, maxBytes) => {
      read.add(file);
      return source.read(file, maxBytes);
    },
  };
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
  const tally = new SignalTally();
  const remarks = new Map<Remark, number>();
  let lastTurn = performance.now();
  try {
    for (const [name, listed] of contents.records) {
      if (options.signal?.aborted) throw new AppError('cancelled', `Stopped after ${done} records.`);
      // Files are read synchronously, which is twice as fast; messages such as "stop" are handled here.
      if (performance.now() - lastTurn > TURN_MS) {
        await setImmediate();
        lastTurn = performance.now();
      }
      const reading = readOrReason(opened, listed, options);
      done += 1;
      if (typeof reading === 'string') {
        skipped.push({ record: name, reason: reading });
      } else {
        tally.add(reading);
        for (const remark of reading.remarks) remarks.set(remark, (remarks.get(remark) ?? 0) + 1);
      }
      options.onProgress?.(done, contents.records.size);
      if (typeof reading !== 'string') yield reading.record;
    }
  } finally {
    notes.push(...tally.notes(options.gaps));
    for (const [remark, count] of remarks) notes.push(remark(count));
    source.close();
  }
}

function readOrReason(
  opened: Opened,
  listed: ListedRecord,
  options: ReadDatasetOptions,
): ReturnType<typeof readRecord> | string {
  try {
    return readRecord(opened, listed, options);
  } catch (error) {
    // An archive that unpacks to too much is refused as a whole; anything else is this record's own matter.
    if (error instanceof AppError && error.code === 'refused') throw error;
    return AppError.from(error).message;
  }
}

function readRecord({ assignment }: Opened, listed: ListedRecord, options: ReadDatasetOptions) {
  const { name } = listed;
  const known = assignment.records.get(name);
  if (known === undefined) {
    const why = assignment.unusable.get(name) ?? `it has no label in ${assignment.labelsFile}`;
    throw new AppError('damaged', why);
  }
  const { signals, sourceFormat, identifying, remarks } = listed.open();
  const { signal, lead } = chooseLead(signals, options.lead);
  const read = signal.read();
  checkRate(read.samplingHz, options.said);
  const gaps = options.gaps ?? { kind: 'refuse' };
  const { samples: whole, ...kept } = closeGaps(read, gaps);
  const { samples, unitsPerMv, scaled } = fitInto16Bits({ samples: whole, unitsPerMv: read.unitsPerMv });
  checkSignalRange({ samplingHz: read.samplingHz, unitsPerMv });
  const others = options.keepLeads ? keepLeads(signals, { signal, lead, read, kept }, gaps) : undefined;
  const record: SourcedRecord = {
    name,
    samples,
    samplingHz: read.samplingHz,
    unitsPerMv,
    sourceFormat,
    lead,
    ...(others === undefined || others.leads.length === 0 ? {} : { leads: others.leads }),
    ...known,
  };
  return {
    record,
    leadsNotKept: others?.notKept ?? [],
    signalCount: signals.length,
    hadGaps: read.missing.length > 0,
    scaled,
    identifying,
    remarks: [...remarks, ...(read.remarks ?? [])],
  };
}

/** What a file says of itself counts; what a person says otherwise is a mistake, not a wish. */
function checkRate(samplingHz: number, said: SaidOfSignals | undefined): void {
  if (said?.rateHz === undefined || Math.abs(samplingHz / said.rateHz - 1) < SAME_RATE) return;
  throw new AppError('damaged', `it says ${samplingHz} Hz itself, which contradicts --rate ${said.rateHz}`);
}
