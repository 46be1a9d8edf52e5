import { AppError } from '../../../src-shared/errors/app-error.ts';
import { getBlindedTracings } from '../../db/bundles/blinded-tracings.ts';
import type { PairSource } from '../studies/pair-source.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { bundleContent, inspectBundle, isAsMade } from './inspect-bundle.ts';

/** The blinded tracings of a bundle, checked against what it was made of. */
export const BUNDLE_PAIRS: PairSource = {
  async checkStudy(db) {
    const { problems } = await inPieces(inspectBundle(db));
    if (problems.length > 0) throw changed(problems);
  },
  // The trials of a bundle are those of its reader.
  ownTrials: () => [],
  checkTrial(db, _studyId, trial) {
    if (!isAsMade(db, bundleContent(db), trial)) throw changed([`pair ${trial.position + 1} was changed`]);
  },
  pair(db, _study, trial) {
    const blinded = getBlindedTracings(db, trial.id);
    if (!blinded) throw changed([`the tracings of pair ${trial.position + 1} were removed`]);
    return { ...blinded, tracings: blinded.tracings.map((positions) => [...positions]) };
  },
};

const changed = (problems: string[]): AppError =>
  new AppError('damaged', `This file was changed after it was made: ${problems.join('; ')}.`, { problems });
