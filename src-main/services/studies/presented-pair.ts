import { AppError } from '../../../src-shared/errors/app-error.ts';
import { getExample } from '../../db/attacks/examples.ts';
import { getRecord } from '../../db/datasets/records.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getStudySecret } from '../../db/studies/study-secrets.ts';
import type { StudyRow, TrialRow } from '../../db/studies/studies.ts';
import { stepsPerMv } from '../../study/presentation/display-grid.ts';
import { ditherStreams } from '../../study/presentation/dither-streams.ts';
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
): { samplingHz: number; stepsPerMv: number; tracings: [number[], number[]] } {
  const example = getExample(db, trial.exampleId);
  const original = example && getRecord(db, example.recordId);
  if (!original)
    throw new AppError(
      'damaged',
      `Pair ${trial.position + 1} of this study has lost its tracings. Restore the workspace from a backup.`,
    );
  const grid = stepsPerMv(study.protocol.options.gainMmPerMv);
  const tracings = presentPair(
    {
      tracings: trial.realSide === 1 ? [original.samples, example.samples] : [example.samples, original.samples],
      unitsPerMv: original.unitsPerMv,
      stepsPerMv: grid,
    },
    ditherStreams({
      trialId: trial.id,
      secret: getStudySecret(db, study.id),
      signals: [original.sha256, example.sha256],
    }),
  );
  return { samplingHz: original.samplingHz, stepsPerMv: grid, tracings };
}
