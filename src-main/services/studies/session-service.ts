import { randomUUID } from 'node:crypto';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import {
  type ReadingStep,
  type ReadingStudy,
  type ResponseInput,
  type TrialView,
} from '../../../src-shared/contract/reading.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { DisplayFacts } from '../../../src-shared/study/display-facts.ts';
import { MAX_RESPONSE_TIME_MS } from '../../../src-shared/study/trial-events.ts';
import { truncateWal } from '../../db/sqlite/truncate-wal.ts';
import { appendResponse, countResponses, findResponse, type ResponseContent } from '../../db/studies/responses.ts';
import {
  countPresentations,
  findSession,
  getSession,
  insertPresentation,
  insertSession,
  type SessionRow,
} from '../../db/studies/sessions.ts';
import { getStudy, listStudies, type StudyRow } from '../../db/studies/studies.ts';
import { countTrials, getNextTrial, getShownTrial, type ShownTrial } from '../../db/studies/trials.ts';
import { endSession } from '../../db/studies/session-end.ts';
import { findSessionEnd } from '../../db/audit/study-entries.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { receiptFingerprint } from '../../study/evidence/receipt.ts';
import { WORKSPACE_PAIRS, type PairSource } from './pair-source.ts';
import { ReaderNames } from './reader-of.ts';
import { NOT_SERVED, ServingClock, type Arrival } from './serving-clock.ts';
import { refuseWithdrawn } from './session-standing.ts';

/** How a response came about; a virtual reader has no display. */
export type ResponseCircumstances = Pick<ResponseContent, 'input' | keyof DisplayFacts>;

/** The parts of a response, by a person or a virtual reader. */
export type AnyResponse = Pick<
  ResponseInput,
  'sessionId' | 'trialId' | 'answer' | 'responseTimeMs' | 'choiceChanges' | 'focusLost' | 'events'
> &
  ResponseCircumstances;

/**
 * A reader's pass through a study. Every answer is durable before the next trial is handed out; however the program
 * ends, the session resumes at the first trial without an answer.
 */
export class SessionService {
  readonly #context: Pick<ServiceContext, 'db' | 'version'>;
  readonly #pairs: PairSource;
  readonly #clock = new ServingClock();
  readonly #readers = new ReaderNames();

  constructor(context: Pick<ServiceContext, 'db' | 'version'>, pairs = WORKSPACE_PAIRS) {
    this.#context = context;
    this.#pairs = pairs;
  }

  /** The locked studies, without rehearsals. Who reads them is only the coordinator's business. */
  studies(): ReadingStudy[] {
    const { db } = this.#context;
    return listStudies(db)
      .filter(({ lockedAt, rehearsalOf }) => lockedAt !== null && rehearsalOf === null)
      .map(({ id, title, protocol }) => ({
        id,
        title,
        readBy: protocol.readers ? 'code' : 'name',
        trials: countTrials(db, id),
      }));
  }

  async open(studyId: string, typed: string, virtual = false): Promise<ReadingStep> {
    const { db } = this.#context;
    const study = getStudy(db, studyId);
    if (!study) throw new AppError('not-found', 'This study is not in the workspace.');
    await this.#pairs.checkStudy(db, study.id);
    if (study.lockedAt === null) {
      throw new AppError('refused', `The study "${study.title}" is a draft. Lock it before anybody reads it.`);
    }
    if (virtual !== (study.rehearsalOf !== null)) throw wrongReader(study);
    const reader = virtual ? typed : this.#readers.of(db, study, typed);
    // Immediate: if two windows begin as the same reader at once, one finds the session of the other.
    const session = db
      .transaction(() => findSession(db, studyId, reader) ?? this.#begin(study, reader, virtual))
      .immediate();
    if (session.virtual !== virtual) {
      throw new AppError(
        'conflict',
        `"${reader}" is the name of a ${session.virtual ? 'virtual' : 'real'} reader of this study. Choose another.`,
      );
    }
    refuseWithdrawn(db, session);
    return this.#next(study, session);
  }

  /** Stores the answer and hands out the next trial. If sent twice (a lost connection), an answer is stored once. */
  respond(response: AnyResponse): ReadingStep {
    const { db } = this.#context;
    if (!getSession(db, response.sessionId)) throw unknownAnswer();
    const arrival = this.#clock.arrived(response);
    // Immediate: a second process that answers for the same session sees this answer before it checks its own.
    const { study, session } = db.transaction(() => this.#store(response, arrival)).immediate();
    const step = this.#next(study, session);
    if (step.trial === null) truncateWal(db);
    return step;
  }

  /** Checks and stores in one go; the caller holds the transaction. */
  #store(response: AnyResponse, arrival: Arrival): { study: StudyRow; session: SessionRow } {
    const { db } = this.#context;
    const session = getSession(db, response.sessionId);
    const study = session && getStudy(db, session.studyId);
    const trial = study && getShownTrial(db, study.id, response.trialId);
    if (!session || !study || !trial) throw unknownAnswer();
    refuseWithdrawn(db, session);
    const given = findResponse(db, session.id, trial.id);
    if (given) {
      if (given.content.answer === response.answer) return { study, session };
      throw new AppError(
        'conflict',
        `This pair was answered already ("${given.content.answer}"); an answer cannot be changed.`,
      );
    }
    if (getNextTrial(db, study.id, session.id)?.id !== trial.id) {
      throw new AppError(
        'conflict',
        `This is pair ${trial.position + 1}, which is not the next one of the session. Leave the reading and resume it.`,
      );
    }
    // Refuses an answer to another question. Whether it is right follows from the truth, which is not asked here.
    questionOf(trial.question).option(response.answer);
    const { content, hash, position } = appendResponse(db, session.id, trial.id, this.#content(response, arrival));
    if (!getNextTrial(db, study.id, session.id)) endSession(db, session.id, content.answeredAt, position + 1, hash);
    return { study, session };
  }

  #content(response: AnyResponse, { wallAt, times }: Arrival): ResponseContent {
    const { db, version } = this.#context;
    const { sessionId, trialId, ...measured } = response;
    return {
      ...measured,
      // A virtual reader says how long a person would have taken.
      ...(response.input === 'virtual' ? NOT_SERVED : times),
      responseTimeMs: Math.round(10 * response.responseTimeMs) / 10,
      shownAt: new Date(wallAt - Math.min(response.responseTimeMs, MAX_RESPONSE_TIME_MS)).toISOString(),
      answeredAt: new Date(wallAt).toISOString(),
      timesShown: countPresentations(db, sessionId, trialId),
      programVersion: version,
    };
  }

  #begin(study: StudyRow, reader: string, virtual: boolean): SessionRow {
    const { db } = this.#context;
    const session: SessionRow = { id: randomUUID(), studyId: study.id, reader, virtual, startedAt: nowIso() };
    insertSession(db, session, this.#pairs.ownTrials(db, study, reader));
    return session;
  }

  #next(study: StudyRow, session: SessionRow): ReadingStep {
    const { db } = this.#context;
    const trial = getNextTrial(db, study.id, session.id);
    if (trial) this.#pairs.checkTrial(db, study.id, trial);
    if (trial) {
      insertPresentation(db, session.id, trial.id, nowIso());
      this.#clock.served(session.id, trial.id);
    } else {
      this.#clock.ended(session.id);
    }
    return {
      sessionId: session.id,
      answered: countResponses(db, session.id),
      total: countTrials(db, study.id),
      trial: trial ? this.#view(study, trial) : null,
      receipt: trial ? null : this.#receipt(session.id),
    };
  }

  #receipt(sessionId: string): ReadingStep['receipt'] {
    const end = findSessionEnd(this.#context.db, sessionId);
    return end ? { fingerprint: receiptFingerprint(end.receipt, end.signature), answers: end.receipt.answers } : null;
  }

  /** The pair as the reader may see it: both tracings alike in type, grid, length and form, and no finer than seen. */
  #view(study: StudyRow, trial: ShownTrial): TrialView {
    const { db } = this.#context;
    const { samplingHz, stepsPerMv, tracings } = this.#pairs.pair(db, study, trial);
    const { options, display, tasks } = study.protocol;
    return {
      trialId: trial.id,
      number: trial.position + 1,
      total: countTrials(db, study.id),
      question: trial.question,
      instructions: tasks.find(({ id }) => id === trial.taskId)?.instructions ?? null,
      samplingHz,
      stepsPerMv,
      paperSpeedMmPerS: options.paperSpeedMmPerS,
      gainMmPerMv: options.gainMmPerMv,
      display,
      tracings: tracings.map((samples, at) => ({ id: at === 0 ? trial.upperId : trial.lowerId, samples })),
    };
  }
}

const unknownAnswer = (): AppError => new AppError('not-found', 'This answer belongs to no session of this workspace.');

function wrongReader({ title, rehearsalOf }: StudyRow): AppError {
  return new AppError(
    'refused',
    rehearsalOf === null
      ? `Virtual readers rehearse a copy of "${title}", never the study that people read.`
      : `"${title}" is for virtual readers. Read the study itself.`,
  );
}
