import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { countResponses } from '../../db/studies/responses.ts';
import { findSession } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { countTrials, getTrial } from '../../db/studies/trials.ts';
import { whenFree } from '../../db/sqlite/when-free.ts';
import { kindOfReader, type RehearsedKind } from '../../../src-shared/study/virtual-readers.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { answerTrial, drawTrial, readerRandom } from '../../study/reading/virtual-reader.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { copyForRehearsal, rehearsalOf } from './copy-for-rehearsal.ts';
import type { AnyResponse } from './response-content.ts';
import type { SessionService } from './session-service.ts';
import { storedStudy } from './stored-study.ts';
import { truthOf } from '../../study/reading/trial-truth.ts';
import { counted } from '../../../src-shared/format/counted.ts';

export interface RehearseRequest {
  studyId: string;
  readers: number;
  probabilityRight: number;
  /** Steady ones where nothing is said. */
  kind?: RehearsedKind;
  seed: number;
}

/** Progress is for people, who cannot read faster than this. */
const REPORT_INTERVAL_MS = 100;

const NO_DISPLAY = {
  devicePixelRatio: null,
  pxPerMm: null,
  viewportWidthPx: null,
  viewportHeightPx: null,
  screenWidthPx: null,
  screenHeightPx: null,
  calibratedAt: null,
  calibratedBy: null,
  paperTheme: null,
};

/** A virtual reader is named after what determines its answers, so that different answers have different readers. */
function readerName(index: number, { seed, probabilityRight, kind: asked = 'steady' }: RehearseRequest): string {
  const kind = kindOfReader(asked, index);
  return `virtual-${index + 1}${kind === 'steady' ? '' : `-${kind}`}-seed-${seed}-p-${probabilityRight}`;
}

/**
 * Virtual readers go through a copy of the study by the real session service, to try the whole chain without people.
 * Stopped and started again, they resume where they were, with the answers that they would have given. Throws AppError
 * 'not-found', and 'conflict' if all of them have answered everything already.
 */
export function startRehearsal(
  context: ServiceContext,
  sessions: SessionService,
  request: RehearseRequest,
): StartedJob<'rehearse'> {
  const { db, jobs } = context;
  const study = storedStudy(db, request.studyId);
  const { readers, probabilityRight, seed } = request;
  const copy = rehearsalOf(db, study);
  if (copy && answersGiven(db, copy, request) === readers * countTrials(db, copy.id)) {
    throw new AppError(
      'conflict',
      `With --seed ${seed} and --p ${probabilityRight}, ${readerName(0, request)} and all others of the ${readers} have ` +
        'answered every pair of its rehearsal already. Give another --seed.',
    );
  }
  const title = `Rehearse "${study.title}" with ${counted(readers, 'virtual reader')}`;
  return jobs.start('rehearse', title, async (job) =>
    rehearse(context, sessions, await copyForRehearsal(context, study.id), request, job),
  );
}

async function rehearse(
  context: ServiceContext,
  sessions: SessionService,
  study: StudyRow,
  request: RehearseRequest,
  job: JobContext,
): Promise<JobResults['rehearse']> {
  const { db } = context;
  const { readers, probabilityRight, seed, kind = 'steady' } = request;
  const total = readers * countTrials(db, study.id);
  const before = answersGiven(db, study, request);
  let done = before;
  let reportedAt = -Infinity;
  for (let index = 0; index < readers; index++) {
    const random = readerRandom(seed, index);
    let step = await whenFree(() => sessions.open(study.id, readerName(index, request), true));
    // The draws of what was answered before a stop are repeated.
    for (let answered = 0; answered < step.answered; answered++) drawTrial(random);
    while (step.trial) {
      // Lets a stop, and other requests, come in between two trials.
      await setImmediate();
      job.signal.throwIfAborted();
      if (performance.now() - reportedAt >= REPORT_INTERVAL_MS) {
        reportedAt = performance.now();
        job.progress({ done, total, unit: 'answers', message: `Virtual reader ${index + 1} of ${readers}` });
      }
      const trial = getTrial(db, study.id, step.trial.trialId);
      if (!trial) throw new AppError('internal', 'The session handed out a trial that the study does not have.');
      const response: AnyResponse = {
        sessionId: step.sessionId,
        trialId: step.trial.trialId,
        ...answerTrial(
          truthOf(trial, trial.otherRecordId !== null),
          { probabilityRight, kind: kindOfReader(kind, index), done: step.answered / step.total },
          random,
        ),
        choiceChanges: 0,
        focusLost: 0,
        events: [],
        ...{ confidence: null, clue: null, amends: false },
        input: 'virtual',
        ...NO_DISPLAY,
      };
      step = await whenFree(() => sessions.respond(response));
      done += 1;
    }
  }
  const { id: studyId, title, rehearsalOf: original } = study;
  return { studyId, title, rehearsalOf: original, sessions: readers, responses: done - before };
}

/** How many answers these virtual readers have given to the rehearsal. */
function answersGiven(db: ReadableDB, study: StudyRow, request: RehearseRequest): number {
  let given = 0;
  for (let index = 0; index < request.readers; index++) {
    const session = findSession(db, study.id, readerName(index, request));
    if (session) given += countResponses(db, session.id);
  }
  return given;
}
