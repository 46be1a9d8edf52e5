import { AppError } from '../../../src-shared/errors/app-error.ts';
import { getExample } from '../../db/attacks/examples.ts';
import { getRecord, type StoredRecord } from '../../db/datasets/records.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getStudySecret } from '../../db/studies/study-secrets.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
import { stepsPerMv } from '../../study/presentation/display-grid.ts';
import { ditherStreams } from '../../study/presentation/dither-streams.ts';
import { mean } from '../../numeric/sums.ts';
import { presentPair } from '../../study/presentation/present-pair.ts';

export interface PresentedPair {
  samplingHz: number;
  /** Of the display's grid. */
  stepsPerMv: number;
  /** Positions on it, of one tracing or of an upper and a lower one. */
  tracings: number[][];
}

/** The tracings of a trial, upper and lower, as every reader is sent them. Throws AppError 'damaged' if they are lost. */
export function presentedPair(
  db: ReadableDB,
  study: StudyRow,
  trial: TrialRow,
): PresentedPair & { tracings: [upper: number[], lower: number[]] } {
  const example = trial.exampleId === null ? undefined : getExample(db, trial.exampleId);
  const record = example && getRecord(db, example.recordId);
  const original = trial.otherRecordId === null ? record : getRecord(db, trial.otherRecordId);
  if (!record || !original)
    throw new AppError(
      'damaged',
      `Pair ${trial.position + 1} of this study has lost its tracings. Restore the workspace from a backup.`,
    );
  const grid = stepsPerMv(study.protocol.options.gainMmPerMv);
  const real = trial.otherRecordId === null ? original.samples : alike(original, record);
  const tracings = presentPair(
    {
      tracings: trial.realSide === 1 ? [real, example.samples] : [example.samples, real],
      unitsPerMv: record.unitsPerMv,
      stepsPerMv: grid,
    },
    ditherStreams({
      pairId: trial.pairId,
      secret: getStudySecret(db, study.id),
      signals: [original.sha256, example.sha256],
    }),
  );
  return { samplingHz: original.samplingHz, stepsPerMv: grid, tracings };
}

type Signal = Pick<StoredRecord, 'samples' | 'unitsPerMv'>;

/** The samples of a record in the unit of another one and about its mean: both tracings of a foil lie alike on the paper. */
function alike({ samples, unitsPerMv }: Signal, other: Signal): Float64Array {
  const scale = other.unitsPerMv / unitsPerMv;
  const [from, to] = [mean(samples) ?? 0, mean(other.samples) ?? 0];
  return Float64Array.from(samples, (sample) => (sample - from) * scale + to);
}
