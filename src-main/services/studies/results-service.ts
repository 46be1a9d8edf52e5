import { CLASS_CODES } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { recordedFields } from '../../../src-shared/questions/index.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';
import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import type { ResultExport, StudyEvidence } from '../../../src-shared/contract/results.ts';
import type { AgreementRow } from '../../../src-shared/study/agreement-fields.ts';
import type { ArmComparisonRow } from '../../../src-shared/study/arm-comparison-fields.ts';
import { RESULT_TABLES, type ResultTable } from '../../../src-shared/study/result-tables.ts';
import { appendAudit } from '../../db/audit/audit.ts';
import { listResponses, type ResponseRow } from '../../db/studies/responses.ts';
import { trialFacts, type TrialFacts } from '../../db/studies/result-rows.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import { getProtocolAsStored, getStudy, type StudyRow } from '../../db/studies/studies.ts';
import { toCsv } from '../../report/csv.ts';
import { compareArms } from '../../statistics/summaries/compare-arms.ts';
import { compareReaders } from '../../statistics/summaries/compare-readers.ts';
import { summariseResponses } from '../../statistics/summaries/summarise-responses.ts';
import { judgeTimes, type TimeFlags } from '../../study/reading/judge-times.ts';
import { judgeResponse } from '../../study/reading/judge-response.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { truthOf } from '../../study/reading/trial-truth.ts';
import { checkStudy, inspectStudy } from './check-study.ts';
import { machineRows } from './machine-test.ts';
import { counting, sessionRow } from './session-rows.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';

export interface ExportedFile {
  fileName: string;
  mediaType: string;
  text: string;
}

/** The result tables of a study. */
export class ResultsService {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** What was checked of the study, and what another program changed: then every table throws AppError 'damaged'. */
  evidence(studyId: string): Promise<StudyEvidence> {
    return inspectStudy(this.#context.db, this.#study(studyId).id);
  }

  /** One row per response, sessions in the order in which they began; withdrawn ones are left out. */
  async responses(studyId: string): Promise<ResultRow[]> {
    const { db } = this.#context;
    const study = this.#study(studyId);
    const evidence = await checkStudy(db, study.id);
    const trials = trialFacts(db, study.id);
    return counting(listSessions(db, study.id)).flatMap(({ id, reader, startedAt }) => {
      const responses = listResponses(db, id);
      const times = judgeTimes(
        startedAt,
        responses.map(({ content }) => content),
      );
      return responses.map((response, index) =>
        resultRow(study, { evidence, reader, response, times: times[index], trial: trials.get(response.trialId) }),
      );
    });
  }

  async summary(studyId: string): Promise<SummaryRow[]> {
    return summarise(this.#study(studyId).protocol, await this.responses(studyId));
  }

  /** Two arms of a task against each other, reader by reader. */
  async arms(studyId: string): Promise<ArmComparisonRow[]> {
    return compareArms(await this.responses(studyId));
  }

  /** How far readers gave the same answers. */
  async agreement(studyId: string): Promise<AgreementRow[]> {
    return compareReaders(await this.responses(studyId));
  }

  /** Every session in the order in which they began, whether or not it counts. */
  async sessions(studyId: string): Promise<SessionResultRow[]> {
    const { db } = this.#context;
    const { sessions } = await checkStudy(db, this.#study(studyId).id);
    const keys = new Map(sessions.map((session) => [session.sessionId, session]));
    return listSessions(db, studyId).map((session) => sessionRow(session, keys.get(session.id)));
  }

  /** What a program can tell of the pairs: the result beside the readers'. */
  machine(studyId: string): MachineRow[] {
    return machineRows(this.#context.db, this.#study(studyId));
  }

  async export(studyId: string, what: ResultExport): Promise<ExportedFile> {
    const study = this.#study(studyId);
    const stem = fileStem(study.title, 'study');
    appendAudit(this.#context.db, nowIso(), 'export', { studyId, what });
    if (what === 'json')
      return { fileName: `${stem}.json`, mediaType: 'application/json', text: await this.#json(study) };
    const table = what.slice(0, -'-csv'.length) as ResultTable;
    return {
      fileName: `${stem}-${table}.csv`,
      mediaType: 'text/csv',
      text: toCsv(RESULT_TABLES[table].fields, await this[table](studyId)),
    };
  }

  async #json(study: StudyRow): Promise<string> {
    const { id, title, protocol, protocolSha256, commitment, lockedAt } = study;
    const responses = await this.responses(id);
    const document = {
      study: { id, title, protocolSha256, commitment, lockedAt, protocol: getProtocolAsStored(this.#context.db, id) },
      evidence: await this.evidence(id),
      sessions: await this.sessions(id),
      machine: this.machine(id),
      summary: summarise(protocol, responses),
      responses,
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  }

  #study(id: string): StudyRow {
    const study = getStudy(this.#context.db, id);
    if (!study) throw new AppError('not-found', `There is no study with id ${id}.`);
    return study;
  }
}

function summarise({ tasks, options }: Protocol, rows: readonly ResultRow[]): SummaryRow[] {
  const pairs = new Map(tasks.flatMap(({ id, arms }) => arms.map((arm) => [armKey(id, arm.name), arm.pairs])));
  const planned = (task: string, arm: string): number => pairs.get(armKey(task, arm)) ?? 0;
  return summariseResponses(rows, { similarityMargin: options.similarityMargin, planned });
}

interface ResponseFacts {
  evidence: StudyEvidence;
  reader: string;
  response: ResponseRow;
  times: TimeFlags | undefined;
  trial: TrialFacts | undefined;
}

function resultRow(study: StudyRow, { evidence, reader, response, times, trial }: ResponseFacts): ResultRow {
  if (!trial) {
    throw new AppError(
      'damaged',
      `Response ${response.position + 1} of session ${response.sessionId} has lost its pair. Restore the workspace from a backup.`,
    );
  }
  const { content } = response;
  return {
    study: study.title,
    study_id: study.id,
    session_id: response.sessionId,
    reader,
    trial_number: trial.position + 1,
    trial_id: trial.id,
    task: trial.taskId,
    question: trial.question,
    arm: trial.arm,
    record: trial.record,
    class_label: CLASS_CODES[trial.label],
    class_original: CLASS_CODES[trial.originalClass],
    class_adversarial: CLASS_CODES[trial.adversarialClass],
    real_side: trial.realSide,
    ...recordedFields(trial.question, content.answer),
    answer: content.answer,
    correct: judgeResponse(content.answer, truthOf(trial)) ? 1 : 0,
    response_time_ms: content.responseTimeMs,
    server_time_ms: content.serverTimeMs,
    choice_changes: content.choiceChanges,
    shown_at: content.shownAt,
    answered_at: content.answeredAt,
    focus_lost: content.focusLost,
    fast: times?.fast ? 1 : 0,
    impossible_time: times?.impossible ? 1 : 0,
    clock_back: times?.clockBack ? 1 : 0,
    interrupted: content.timesShown > 1 ? 1 : 0,
    times_shown: content.timesShown,
    device_pixel_ratio: content.devicePixelRatio,
    px_per_mm: content.pxPerMm,
    viewport_width_px: content.viewportWidthPx,
    viewport_height_px: content.viewportHeightPx,
    input: content.input,
    attack: trial.method,
    epsilon_uv: (trial.epsilonUnits / trial.unitsPerMv) * 1000,
    linf_uv: trial.linfUv,
    sampling_hz: trial.samplingHz,
    model_hash: trial.modelSha256,
    program_version: content.programVersion,
    response_hash: response.hash,
    response_signature: response.signature,
    study_digest: evidence.digest,
    receipt: evidence.sessions.find(({ sessionId }) => sessionId === response.sessionId)?.receipt ?? null,
  };
}
