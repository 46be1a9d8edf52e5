import type { ResultFigure } from '../../../src-shared/contract/results.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { clueSpans } from './clue-spans.ts';
import { decided, mainOf, standing, TABLES } from './make-tables.ts';
import type { OpenStudy } from './open-results.ts';
import { drawFigures } from './results-figures.ts';

/** The figures of a study whose results may be seen. Throws AppError 'damaged' for a marked pair that is lost. */
export async function figuresOf(db: ReadableDB, open: OpenStudy): Promise<ResultFigure[]> {
  const results = {
    summary: await TABLES.summary(open),
    panel: await TABLES.panel(open),
    thresholds: await TABLES.thresholds(open),
    responses: mainOf(decided(open.responses)),
    clues: await inPieces(clueSpans(db, open.study.id, mainOf(standing(open.responses)))),
  };
  return inPieces(drawFigures(results));
}
