import { randomUUID } from 'node:crypto';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readerError } from '../../../src-shared/errors/reader-error.ts';
import { type ReadingStep, type ReadingStudy, type TrialView } from '../../../src-shared/contract/reading.ts';
import type { SessionPage, SessionPageInput } from '../../../src-shared/study/session.ts';
import { truncateWal } from '../../db/sqlite/truncate-wal.ts';
import { appendResponse, countResponses, findLastResponse, findResponse } from '../../db/studies/responses.ts';
import { appendSessionPage, listSessionPages } from '../../db/studies/session-pages.ts';
import {
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
import { checkAnswer } from './check-answer.ts';
import { WORKSPACE_PAIRS, type PairSource } from './pair-source.ts';
import { PreparedPairs } from './prepared-pairs.ts';
import { ReaderNames } from './reader-of.ts';
import { ServingClock, type Arrival } from './serving-clock.ts';
import { checkPage, nextPage } from './session-pages.ts';
import { waitsUntil } from './washout.ts';
import { responseContent, tenths, type AnyResponse } from './response-content.ts';
import { refuseDroppedOut, refuseWithdrawn, refuseWithdrawnReader } from './session-standing.ts';
import { trialView } from './trial-view.ts';

/**
 * A reader's pass through a study. Every answer is durable before the next trial is handed out; however the program
 * ends, the session resumes at the first trial without an answer.
 */
export class SessionService {
  readonly #context: Pick<ServiceContext, 'db' | 'version'>;
  readonly #pairs: PairSource;
  readonly #prepared: PreparedPairs;
  readonly #clock = new ServingClock();
  readonly #readers = new ReaderNames();

  constructor(context: Pick<ServiceContext, 'db' | 'version'>, pairs = WORKSPACE_PAIRS) {
    this.#context = context;
    this.#pairs = pairs;
    this.#prepared = new PreparedPairs(pairs);
  }

  /** The locked studies, without rehearsals. Who reads them is only the coordinator's business. */
  studies(): ReadingStudy[] {
    const { db } = this.#context;
    return listStudies(db)
      .filter(({ lockedAt, rehearsalOf }) => lockedAt !== null && rehearsalOf === null)
      .map(({ id, title, protocol, commitment }) => ({
        id,
        title,
        readBy: protocol.readers ? 'code' : 'name',
        session: protocol.session ?? null,
        trials: countTrials(db, id),
        commitment,
      }));
  }

  async open(studyId: string, typed: string, virtual = false): Promise<ReadingStep> {
    const { db } = this.#context;
    const study = getStudy(db, studyId);
    if (!study) throw readerError('not-found', 'no-study', {});
    await this.#pairs.checkStudy(db, study.id);
    if (study.lockedAt === null) throw readerError('refused', 'draft', { title: study.title });
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
    refuseDroppedOut(db, session);
    return this.#next(study, session);
  }

  /** Keeps what was said on the page that is next; one that was turned already is left as it is. */
  turn(sessionId: string, said: SessionPageInput): ReadingStep {
    const { db } = this.#context;
    const { study, session } = db
      .transaction(() => {
        const found = this.#running(sessionId);
        const next = this.#page(found);
        if (said.page === next) {
          checkPage(found.study.protocol.session, said);
          appendSessionPage(db, sessionId, { at: nowIso(), said });
          if (said.page === 'finish') this.#end(sessionId);
        } else if (!listSessionPages(db, sessionId).some((turned) => turned.said.page === said.page)) {
          throw readerError('conflict', 'other-page', {});
        }
        return found;
      })
      .immediate();
    if (said.page === 'finish') truncateWal(db);
    return this.#next(study, session);
  }

  /** The last answered trial once more. Throws AppError 'refused' where the study allows no answer to be given anew. */
  undo(sessionId: string): ReadingStep {
    const { db } = this.#context;
    const { study, session } = this.#running(sessionId);
    const last = findLastResponse(db, sessionId);
    const trial = last && getShownTrial(db, study.id, last.trialId);
    if (!study.protocol.session?.undo || !trial || this.#isOver({ study, session }))
      throw readerError('refused', 'no-answer-to-change', {});
    this.#pairs.checkTrial(db, study.id, trial);
    insertPresentation(db, session.id, trial.id, nowIso());
    return this.#serve(study, session, trial, true);
  }

  /** Stores the answer and hands out the next trial. If sent twice (a lost connection), an answer is stored once. */
  respond(response: AnyResponse): ReadingStep {
    const { db } = this.#context;
    if (!getSession(db, response.sessionId)) throw unknownAnswer();
    const arrival = this.#clock.arrived(response);
    // Immediate: a second process that answers for the same session sees this answer before it checks its own.
    // Together with what is shown next: there is one wait for the disk.
    const { study, session, next } = db
      .transaction(() => {
        const found = this.#store(response, arrival);
        return { ...found, next: this.#announce(found.study, found.session) };
      })
      .immediate();
    if ('damage' in next) throw next.damage;
    const step = this.#serve(study, session, next.trial);
    if (step.trial === null) truncateWal(db);
    return step;
  }

  /** Checks and stores in one go; the caller holds the transaction. */
  #store(response: AnyResponse, arrival: Arrival): { study: StudyRow; session: SessionRow } {
    const { db } = this.#context;
    const { study, session } = this.#running(response.sessionId);
    const trial = getShownTrial(db, study.id, response.trialId);
    if (!trial) throw unknownAnswer();
    const given = findResponse(db, session.id, trial.id);
    if (response.amends) {
      if (given?.content.amends && given.content.responseTimeMs === tenths(response.responseTimeMs))
        return { study, session };
      const isLast = findLastResponse(db, session.id)?.trialId === trial.id;
      if (!study.protocol.session?.undo || !isLast || this.#isOver({ study, session }))
        throw new AppError('conflict', 'Only the last answer can be given anew. Leave the reading and resume it.');
      checkAnswer(response, trial.question, study.protocol.session);
      appendResponse(db, session.id, trial.id, responseContent(this.#context, study, response, arrival));
      return { study, session };
    }
    if (given) {
      if (given.content.answer === response.answer) return { study, session };
      throw new AppError(
        'conflict',
        `This case was answered already ("${given.content.answer}"); an answer cannot be changed.`,
      );
    }
    if (getNextTrial(db, study.id, session.id)?.id !== trial.id) {
      throw new AppError(
        'conflict',
        `This is case ${trial.position + 1}, which is not the next one of the session. Leave the reading and resume it.`,
      );
    }
    const until = this.#waitsUntil(study, session);
    if (until !== null)
      throw new AppError('conflict', `The next round of this study begins at ${until}. Leave the reading until then.`);
    const page = this.#page({ study, session });
    if (page === 'consent' || page === 'questionnaire')
      throw new AppError(
        'conflict',
        `The page "${page}" comes before the first answer. Leave the reading and resume it.`,
      );
    checkAnswer(response, trial.question, study.protocol.session);
    const stored = responseContent(this.#context, study, response, arrival);
    appendResponse(db, session.id, trial.id, stored);
    if (this.#isOver({ study, session })) this.#end(session.id);
    return { study, session };
  }

  /** Every trial is answered, and no answer may be given anew any more. */
  #isOver({ study, session }: { study: StudyRow; session: SessionRow }): boolean {
    return !getNextTrial(this.#context.db, study.id, session.id) && this.#page({ study, session }) !== 'finish';
  }

  /** The caller holds the transaction of the last answer, or of the page after it. */
  #end(sessionId: string): void {
    const { db } = this.#context;
    const last = findLastResponse(db, sessionId);
    if (last) endSession(db, sessionId, last.content.answeredAt, last.position + 1, last.hash);
  }

  #begin(study: StudyRow, reader: string, virtual: boolean): SessionRow {
    const { db } = this.#context;
    refuseWithdrawnReader(db, study.id, reader);
    const session: SessionRow = { id: randomUUID(), studyId: study.id, reader, virtual, startedAt: nowIso() };
    insertSession(db, session, this.#pairs.ownTrials(db, study, reader));
    return session;
  }

  #next(study: StudyRow, session: SessionRow): ReadingStep {
    const next = this.#announce(study, session);
    if ('damage' in next) throw next.damage;
    return this.#serve(study, session, next.trial);
  }

  /**
   * The trial that is next, noted as shown, or null where none may be shown now; or why it cannot be, which must not undo
   * the answer before it.
   */
  #announce(study: StudyRow, session: SessionRow): { trial: ShownTrial | null } | { damage: unknown } {
    const { db } = this.#context;
    const trial = getNextTrial(db, study.id, session.id);
    if (!trial) this.#clock.ended(session.id);
    if (!trial || this.#waitsUntil(study, session) !== null || this.#page({ study, session })) return { trial: null };
    try {
      this.#pairs.checkTrial(db, study.id, trial);
    } catch (damage) {
      return { damage };
    }
    insertPresentation(db, session.id, trial.id, nowIso());
    return { trial };
  }

  #serve(study: StudyRow, session: SessionRow, trial: ShownTrial | null, amends = false): ReadingStep {
    if (!trial) return this.#step(study, session, null);
    const { db } = this.#context;
    this.#clock.served(session.id, trial.id);
    const step = this.#step(study, session, trialView(db, this.#prepared, study, trial, amends));
    if (!session.virtual)
      this.#prepared.prepare(db, study, () => getNextTrial(db, study.id, session.id, trial.position));
    return step;
  }

  #step(study: StudyRow, session: SessionRow, trial: TrialView | null): ReadingStep {
    const { db } = this.#context;
    return {
      sessionId: session.id,
      answered: countResponses(db, session.id),
      total: countTrials(db, study.id),
      page: trial ? null : this.#page({ study, session }),
      trial,
      receipt: trial ? null : this.#receipt(session.id),
      waitsUntil: trial ? null : this.#waitsUntil(study, session),
    };
  }

  /** When the round that is next may begin; null where nothing is waited for. */
  #waitsUntil(study: StudyRow, session: SessionRow): string | null {
    const { db } = this.#context;
    const next = getNextTrial(db, study.id, session.id);
    return next ? waitsUntil(db, study, session, next, Date.now()) : null;
  }

  /** The page that is next; a virtual reader reads none. */
  #page({ study, session }: { study: StudyRow; session: SessionRow }): SessionPage | null {
    if (session.virtual) return null;
    const { db } = this.#context;
    const isDone = !getNextTrial(db, study.id, session.id);
    return nextPage(db, study.protocol.session, { sessionId: session.id, isDone, now: nowIso() });
  }

  /** Throws AppError 'not-found' for a session that there is not, and 'refused' for one that was withdrawn. */
  #running(sessionId: string): { study: StudyRow; session: SessionRow } {
    const { db } = this.#context;
    const session = getSession(db, sessionId);
    const study = session && getStudy(db, session.studyId);
    if (!session || !study) throw unknownAnswer();
    refuseWithdrawn(db, session);
    return { study, session };
  }

  #receipt(sessionId: string): ReadingStep['receipt'] {
    const end = findSessionEnd(this.#context.db, sessionId);
    return end ? { fingerprint: receiptFingerprint(end.receipt, end.signature), answers: end.receipt.answers } : null;
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
