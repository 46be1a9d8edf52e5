import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TextFile } from '../../../src-shared/contract/common.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { Sheet, SheetForm } from '../../../src-shared/contract/sheet.ts';
import type { StandingRequest, StudySummary } from '../../../src-shared/contract/studies.ts';
import { plannedArms, totalTrials } from '../../../src-shared/study/planned-arms.ts';
import type { NamedCode } from '../../../src-shared/study/reader-names.ts';
import type { FollowRow } from '../../../src-shared/study/follow.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { readProtocolText } from '../../../src-shared/study/protocol-text.ts';
import type { PerturbationSize } from '../../../src-shared/study/visibility-budget.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { listExports } from '../../db/bundles/bundle-entries.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { insertDraftPairs, listDraftSignals } from '../../db/studies/draft-pairs.ts';
import { madeFrom } from '../../db/studies/made-from.ts';
import { listPerturbedPairs } from '../../db/studies/perturbations.ts';
import { findLeakTest } from '../../db/studies/leak-tests.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import { findReaderWithdrawal } from '../../db/studies/reader-withdrawals.ts';
import { listReaderNames } from '../../db/studies/reader-names.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import { insertStudy, listStudies, type StudyRow } from '../../db/studies/studies.ts';
import { withSnapshot } from '../../db/sqlite/snapshot.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { summarisePerturbations } from '../../statistics/summaries/summarise-perturbations.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import type { CreateStudyRequest } from './create-study-request.ts';
import { followStudy } from './follow-study.ts';
import { leakNotes } from './leak-notes.ts';
import { withListedPairs } from './listed-pairs.ts';
import { lintLeaks } from './lint-leaks.ts';
import { drawLock, lockDraft } from './lock-study.ts';
import { nameReader, readerNamesFile } from './reader-name-list.ts';
import { reinstate, withdraw } from './session-standing.ts';
import { sheetFile, sheetOf } from './sheet-files.ts';
import { hashSignals } from './take-manifest.ts';
import type { StimulusService } from './stimulus-service.ts';

/** Studies: from a protocol to a locked design. */
export class StudyService {
  readonly #context: ServiceContext;
  readonly #stimuli: StimulusService;

  constructor(context: ServiceContext, stimuli: StimulusService) {
    this.#context = context;
    this.#stimuli = stimuli;
  }

  list(): StudySummary[] {
    return listStudies(this.#context.db).map((study) => this.#summary(study));
  }

  /**
   * The study with this id, title or beginning of an id. Throws AppError 'not-found', and 'conflict' with the ids if
   * there are several.
   */
  find(idOrTitle: string): StudyRow {
    const all = listStudies(this.#context.db);
    const meant = [
      all.filter(({ id }) => id === idOrTitle),
      all.filter(({ title }) => title === idOrTitle),
      all.filter(({ id }) => id.startsWith(idOrTitle)),
    ].find(({ length }) => length > 0);
    if (meant?.length === 1) return meant[0] as StudyRow;
    if (meant) {
      const ids = meant.map(({ id, createdAt }) => `${id} (created ${createdAt})`).join(', ');
      throw new AppError('conflict', `"${idOrTitle}" matches ${meant.length} studies: ${ids}. Give the id of one.`);
    }
    const names = all.map(({ id, title }) => `${id} ("${title}")`).join(', ');
    throw new AppError(
      'not-found',
      `There is no study "${idOrTitle}". The studies are: ${names || 'none; create one with equipoise study create'}.`,
    );
  }

  /** The protocol as a page to print. Throws AppError: not-found; conflict. */
  sheet(studyId: string, form: SheetForm): Promise<Sheet> {
    return sheetOf(this.#context, this.find(studyId), form);
  }

  /** The same as a PDF. Throws AppError: not-found; conflict; 'bad-input' for a text that our typefaces cannot set. */
  async sheetPdf(studyId: string, form: SheetForm): Promise<{ fileName: string; bytes: Buffer }> {
    return sheetFile(await this.sheet(studyId, form), form, new Date(nowIso()));
  }

  /** How large the perturbations of its pairs are, arm by arm; for the coordinator, never for a reader. */
  perturbations(studyId: string): PerturbationSize[] {
    return summarisePerturbations(listPerturbedPairs(this.#context.db, this.find(studyId).id));
  }

  /** Whose codes they are, as the coordinator keeps it. */
  readerNames(studyId: string): NamedCode[] {
    return listReaderNames(this.#context.db, this.find(studyId).id);
  }

  /** See nameReader. */
  nameReader(studyId: string, named: NamedCode): NamedCode[] {
    return nameReader(this.#context.db, this.find(studyId), named);
  }

  /** See readerNamesFile. */
  readerNamesFile(studyId: string): TextFile {
    return readerNamesFile(this.#context.db, this.find(studyId));
  }

  /** See followStudy. */
  follow(studyId: string): Promise<FollowRow[]> {
    const study = this.find(studyId);
    return withSnapshot(this.#context.db, (db) => inPieces(followStudy(db, study)));
  }

  /** The protocols that ship with the program, by the name of their folder. */
  templates(): { name: string; protocol: Protocol }[] {
    const root = join(this.#context.appRoot, 'studies');
    if (!existsSync(root)) return [];
    return readdirSync(root)
      .sort()
      .filter((name) => existsSync(join(root, name, 'protocol.json')))
      .map((name) => ({ name, protocol: readProtocol(join(root, name, 'protocol.json')) }));
  }

  /**
   * Makes the missing adversarial examples, chooses the pairs. A draft, without sides or order, until it is locked. Throws
   * AppError 'bad-input' before any work is done for what cannot be shown as asked.
   */
  startCreate(asked: CreateStudyRequest): StartedJob<'build-study'> {
    const listed = asked.pairs ? withListedPairs(asked.protocol, asked.pairs) : asked.protocol;
    const request = this.#stimuli.completed({ ...asked, protocol: listed });
    const { protocol } = request;
    const plan = this.#stimuli.plan(request);
    return this.#context.jobs.start('build-study', `Build the study "${protocol.title}"`, async (job) => {
      const { chosen: stimuli, leftOut } = await this.#stimuli.prepare(job, request, plan);
      const id = randomUUID();
      const pairs = protocol.tasks.flatMap((task) =>
        plannedArms(task).flatMap(({ name: arm }) =>
          (stimuli.get(armKey(task.id, arm)) ?? []).map((parts) => ({ taskId: task.id, arm, ...parts })),
        ),
      );
      const text = JSON.stringify(protocol);
      const study: StudyRow = {
        id,
        title: protocol.title,
        protocol,
        protocolSha256: createHash('sha256').update(text).digest('hex'),
        createdAt: nowIso(),
        lockedAt: null,
        commitment: null,
        rehearsalOf: null,
      };
      const { db } = this.#context;
      await storeWhenFree(db, () => {
        insertStudy(db, study);
        insertDraftPairs(db, id, pairs);
        appendAct(db, nowIso(), 'study-create', {
          ...{ studyId: id, protocolSha256: study.protocolSha256 },
          ...(leftOut.length === 0 ? {} : { leftOut }),
        });
      });
      const made = { studyId: id, title: study.title, trials: totalTrials(protocol) };
      return leftOut.length === 0 ? made : { ...made, leftOut };
    });
  }

  /**
   * From here on neither the protocol nor a trial can change; only a locked study can be read. `isNew`: by this call.
   * Throws AppError 'refused' if something besides the drawn signal tells the real tracings.
   */
  async lock(studyId: string): Promise<{ study: StudySummary; isNew: boolean }> {
    const { db } = this.#context;
    const draft = this.find(studyId);
    const { id } = draft;
    if (draft.lockedAt !== null) return { study: this.#summary(draft), isNew: false };
    const hashes = await inPieces(hashSignals(db, listDraftSignals(db, id)));
    const drawn = drawLock(db, draft);
    const leaks = await inPieces(lintLeaks(db, draft, drawn.trials, { secret: drawn.secret }));
    // Immediate, and read within: of two programs that lock at once, one finds the other's lock.
    const isNew = db
      .transaction(() => {
        const study = this.find(id);
        if (study.lockedAt !== null) return false;
        lockDraft(this.#context, study, hashes, { ...drawn, leaks });
        return true;
      })
      .immediate();
    return { study: this.#summary(this.find(id)), isNew };
  }

  /** Throws AppError: not-found; conflict, if it does not count already. */
  withdraw({ studyId, ...request }: StandingRequest): StudySummary {
    const study = this.find(studyId);
    withdraw(this.#context.db, study, request);
    return this.#summary(study);
  }

  /** Throws AppError: not-found; conflict, if it was not withdrawn. */
  reinstate({ studyId, ...request }: StandingRequest): StudySummary {
    const study = this.find(studyId);
    reinstate(this.#context.db, study, request);
    return this.#summary(study);
  }

  #summary(study: StudyRow): StudySummary {
    const { db } = this.#context;
    return {
      ...study,
      state: study.lockedAt === null ? 'draft' : 'locked',
      trials: totalTrials(study.protocol),
      madeFrom: madeFrom(db, study.id),
      sessions: listSessions(db, study.id),
      codes: listReaderCodes(db, study.id),
      sealed: listExports(db, study.id).map(({ reader, at }) => {
        return { reader, at, withdrawn: reader === null ? null : findReaderWithdrawal(db, study.id, reader) };
      }),
      leakNotes: leakNotes(findLeakTest(db, study.id)),
    };
  }
}

const MAX_PROTOCOL_BYTES = 16 * 1024 ** 2;

/** A protocol file. Throws AppError that names the file, and the line of everything that is wrong with it. */
export function readProtocol(path: string): Protocol {
  return readProtocolText(readRegular(path, MAX_PROTOCOL_BYTES).toString('utf8'), path);
}
