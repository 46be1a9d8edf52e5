import { CLASS_CODES } from '../../src-shared/ecg.ts';
import { AppError } from '../../src-shared/app-error.ts';
import { RESULT_FIELDS, type ResultRow } from '../../src-shared/result-fields.ts';
import { SUMMARY_FIELDS, type SummaryRow } from '../../src-shared/summary-fields.ts';
import { getAttackRun } from '../db/attack-runs.ts';
import { appendAudit } from '../db/audit.ts';
import { getExample } from '../db/examples.ts';
import { getRecord } from '../db/records.ts';
import { listResponses, type ResponseRow } from '../db/responses.ts';
import { listSessions } from '../db/sessions.ts';
import { getStudy, getTrial, type StudyRow } from '../db/studies.ts';
import { toCsv } from '../report/csv.ts';
import { summariseResponses } from '../statistics/summarise.ts';
import { judgeResponse } from '../study/judge-response.ts';
import { nowIso, type ServiceContext } from './context.ts';
import { truthOf } from './trial-truth.ts';

export interface ExportedFile {
  fileName: string;
  mediaType: string;
  text: string;
}

/** The tables that a study ends in. */
export class ResultsService {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** One row per response, sessions in the order in which they began. */
  table(studyId: string): ResultRow[] {
    const study = this.#study(studyId);
    return listSessions(this.#context.db, study.id).flatMap((session) =>
      listResponses(this.#context.db, session.id).map((response) => this.#row(study, session.reader, response)),
    );
  }

  summary(studyId: string): SummaryRow[] {
    const { similarityMargin } = this.#study(studyId).protocol.options;
    return summariseResponses(this.table(studyId), { similarityMargin });
  }

  export(studyId: string, what: 'responses-csv' | 'summary-csv' | 'json'): ExportedFile {
    const study = this.#study(studyId);
    const stem =
      study.title
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '') || 'study';
    appendAudit(this.#context.db, nowIso(), 'export', { studyId, what });
    switch (what) {
      case 'responses-csv':
        return {
          fileName: `${stem}-responses.csv`,
          mediaType: 'text/csv',
          text: toCsv(RESULT_FIELDS, this.table(studyId)),
        };
      case 'summary-csv':
        return {
          fileName: `${stem}-summary.csv`,
          mediaType: 'text/csv',
          text: toCsv(SUMMARY_FIELDS, this.summary(studyId)),
        };
      case 'json': {
        const { title, protocol, protocolSha256, lockedAt } = study;
        const document = {
          study: { id: study.id, title, protocolSha256, lockedAt, protocol },
          summary: this.summary(studyId),
          responses: this.table(studyId),
        };
        return {
          fileName: `${stem}.json`,
          mediaType: 'application/json',
          text: `${JSON.stringify(document, null, 2)}\n`,
        };
      }
    }
  }

  #study(id: string): StudyRow {
    const study = getStudy(this.#context.db, id);
    if (!study) throw new AppError('not-found', `There is no study with id ${id}.`);
    return study;
  }

  #row(study: StudyRow, reader: string, response: ResponseRow): ResultRow {
    const { db } = this.#context;
    const trial = getTrial(db, study.id, response.trialId);
    const example = trial && getExample(db, trial.exampleId);
    const original = example && getRecord(db, example.recordId);
    const run = example && getAttackRun(db, example.runId);
    if (!trial || !example || !original || !run) {
      throw new AppError(
        'damaged',
        `Response ${response.position + 1} of session ${response.sessionId} has lost its pair. Restore the workspace from a backup.`,
      );
    }
    const { content } = response;
    const isSideQuestion = trial.question === 'which-is-real';
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
      record: example.record,
      class_label: CLASS_CODES[example.label],
      class_original: CLASS_CODES[example.originalClass],
      class_adversarial: CLASS_CODES[example.adversarialClass],
      real_side: trial.realSide,
      chosen_side: isSideQuestion ? (content.answer === '1' ? 1 : 2) : null,
      answer: content.answer,
      correct: judgeResponse(content.answer, truthOf(trial)) ? 1 : 0,
      response_time_ms: content.responseTimeMs,
      choice_changes: content.choiceChanges,
      shown_at: content.shownAt,
      answered_at: content.answeredAt,
      focus_lost: content.focusLost,
      interrupted: content.timesShown > 1 ? 1 : 0,
      times_shown: content.timesShown,
      device_pixel_ratio: content.devicePixelRatio,
      px_per_mm: content.pxPerMm,
      viewport_width_px: content.viewportWidthPx,
      viewport_height_px: content.viewportHeightPx,
      input: content.input,
      attack: run.options.method,
      epsilon_uv: (run.options.epsilonUnits / original.unitsPerMv) * 1000,
      linf_uv: example.metrics.linfUv,
      sampling_hz: original.samplingHz,
      model_hash: run.modelSha256,
      program_version: content.programVersion,
      response_hash: response.hash,
    };
  }
}
