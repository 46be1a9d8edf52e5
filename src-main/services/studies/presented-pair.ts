import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { findDitherBy } from '../../db/audit/study-entries.ts';
import { getExample } from '../../db/attacks/examples.ts';
import { getRecord, type StoredRecord } from '../../db/datasets/records.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getStudySecret } from '../../db/studies/study-secrets.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
import { stepsPerMv } from '../../study/presentation/display-grid.ts';
import { ditherBySchema, ditherStreams, type DitherBy } from '../../study/presentation/dither-streams.ts';
import { mean } from '../../numeric/sums.ts';
import type { Perturbation } from '../../statistics/summaries/summarise-clues.ts';
import { practicePair } from './practice-pair.ts';
import { presentPair } from '../../study/presentation/present-pair.ts';

export interface PresentedPair {
  samplingHz: number;
  /** Of the display's grid. */
  stepsPerMv: number;
  /** Positions on it, of one tracing or of an upper and a lower one. */
  tracings: number[][];
}

/**
 * The tracings of a trial, upper and lower, as every reader is sent them; `secret`: of a study that is about to be locked.
 * Throws AppError 'damaged' if they are lost.
 */
export function presentedPair(
  db: ReadableDB,
  study: StudyRow,
  trial: TrialRow,
  secret = getStudySecret(db, study.id),
): PresentedPair & { tracings: [upper: number[], lower: number[]] } {
  const stored = trial.kind === 'practice' && secret ? practised(secret, trial) : storedPair(db, trial);
  if (!stored)
    throw new AppError(
      'damaged',
      `Pair ${trial.position + 1} of this study has lost its tracings. Restore the workspace from a backup.`,
    );
  const { real, made, samplingHz, unitsPerMv, signals } = stored;
  const grid = stepsPerMv(study.protocol.options.gainMmPerMv);
  const tracings = presentPair(
    { tracings: trial.realSide === 1 ? [real, made] : [made, real], unitsPerMv, stepsPerMv: grid },
    ditherStreams({ ...trial, ditherBy: ditherByOf(db, study), secret, signals }),
  );
  return { samplingHz, stepsPerMv: grid, tracings };
}

/** |δ| of a trial, µV: what an attack changed of the tracing that it was made of; undefined where there is no such thing. */
export function perturbationOf(db: ReadableDB, trial: TrialRow): Perturbation | undefined {
  const stored = trial.exampleId === null || trial.otherRecordId !== null ? undefined : storedPair(db, trial);
  if (!stored) return undefined;
  const { real, made, samplingHz, unitsPerMv } = stored;
  const absUv = Float64Array.from(made, (units, i) =>
    Math.abs(unitsToMicrovolts(units - (real[i] as number), unitsPerMv)),
  );
  return { absUv, samplingHz };
}

/** Of studies that were locked: it lies in a manifest of all their trials, which takes milliseconds to read. */
const knownDitherBy = new WeakMap<StudyRow, DitherBy>();

/** What was locked is shown for ever as it was then. */
function ditherByOf(db: ReadableDB, study: StudyRow): DitherBy {
  if (study.lockedAt === null) return 'tracing';
  const ditherBy = knownDitherBy.get(study) ?? ditherBySchema.default('side').parse(findDitherBy(db, study.id));
  knownDitherBy.set(study, ditherBy);
  return ditherBy;
}

interface Stored {
  real: ArrayLike<number>;
  made: ArrayLike<number>;
  samplingHz: number;
  unitsPerMv: number;
  /** Their hashes, the original's first. */
  signals: [string, string];
}

/** Both tracings of a trial as they are stored; undefined if they are lost. */
export function storedPair(db: ReadableDB, trial: TrialRow): Stored | undefined {
  const { exampleId, otherRecordId, recordId, madeRecordId } = trial;
  if (recordId !== null && madeRecordId !== null)
    return twoRecords(getRecord(db, recordId), getRecord(db, madeRecordId));
  const example = exampleId === null ? undefined : getExample(db, exampleId);
  const record = example && getRecord(db, example.recordId);
  const original = otherRecordId === null ? record : getRecord(db, otherRecordId);
  if (!record || !original) return undefined;
  return {
    real: otherRecordId === null ? original.samples : alike(original, record),
    made: example.samples,
    ...{ samplingHz: record.samplingHz, unitsPerMv: record.unitsPerMv, signals: [original.sha256, example.sha256] },
  };
}

/** Both cut to the shorter one, the made one in the unit of the real one and about its mean. */
function twoRecords(record: StoredRecord | undefined, made: StoredRecord | undefined): Stored | undefined {
  if (!record || !made) return undefined;
  const shorter = Math.min(record.samples.length, made.samples.length);
  const [real, beside] = [record, made].map((each) => ({ ...each, samples: each.samples.subarray(0, shorter) }));
  if (!real || !beside) return undefined;
  const { samplingHz, unitsPerMv } = real;
  return { real: real.samples, made: alike(beside, real), samplingHz, unitsPerMv, signals: [real.sha256, made.sha256] };
}

function practised(secret: Uint8Array, { pairId }: TrialRow): Stored {
  const { original, changed, ...form } = practicePair(secret, pairId);
  return { real: original, made: changed, ...form, signals: ['', ''] };
}

type Signal = Pick<StoredRecord, 'samples' | 'unitsPerMv'>;

/** The samples of a record in the unit of another one and about its mean: both tracings of a foil lie alike on the paper. */
function alike({ samples, unitsPerMv }: Signal, other: Signal): Float64Array {
  const scale = other.unitsPerMv / unitsPerMv;
  const [from, to] = [mean(samples) ?? 0, mean(other.samples) ?? 0];
  return Float64Array.from(samples, (sample) => (sample - from) * scale + to);
}
