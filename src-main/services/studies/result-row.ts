import { totalSteps } from '../../../src-shared/attacks/options.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { eventsAsText, wasInterrupted } from '../../../src-shared/study/trial-events.ts';
import { CANNOT_SAY } from '../../../src-shared/study/decisions.ts';
import { recordedFields } from '../../../src-shared/questions/index.ts';
import { SIDES } from '../../../src-shared/questions/side.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { ResponseRow } from '../../db/studies/responses.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { judgeResponse } from '../../study/reading/judge-response.ts';
import type { TimeFlags } from '../../study/reading/judge-times.ts';
import { truthOf } from '../../study/reading/trial-truth.ts';
import { trialColumns } from './trial-columns.ts';
import type { OriginatedTrial } from './trial-origins.ts';

/** What a row says of the reader's session. */
export interface RowSession {
  reader: string;
  virtual: boolean;
  startedAt: string;
  completedAt: string | null;
  receipt: string | null;
}

interface RowOrigin {
  study: StudyRow;
  digest: string | null;
  session: RowSession;
  response: ResponseRow;
  times: TimeFlags | undefined;
  /** How often the trial was shown again after an interruption. */
  resumed: number;
  trial: OriginatedTrial | undefined;
  afterOpening: boolean;
  /** A later answer takes its place. */
  amended: boolean;
}

/** One response with everything that is known about its trial. Throws AppError 'damaged' if that is lost. */
export function resultRow({
  study,
  digest,
  session,
  response,
  times,
  resumed,
  trial,
  afterOpening,
  amended,
}: RowOrigin): ResultRow {
  if (!trial) {
    throw new AppError(
      'damaged',
      `Response ${response.position + 1} of session ${response.sessionId} has lost its pair. Restore the workspace from a backup.`,
    );
  }
  const { content } = response;
  const given = content.answer === CANNOT_SAY ? null : content.answer;
  const span = content.clue?.span;
  return {
    study: study.title,
    study_id: study.id,
    session_id: response.sessionId,
    reader: session.reader,
    virtual: session.virtual ? 1 : 0,
    session_began_at: session.startedAt,
    session_finished_at: session.completedAt,
    ...trialColumns(trial),
    class_original: trial.originalClass,
    class_adversarial: trial.adversarialClass,
    ...recordedFields(trial.question, given),
    answer: content.answer,
    correct: given === null ? null : judgeResponse(given, truthOf(trial, trial.otherRecord !== null)) ? 1 : 0,
    amended: amended ? 1 : 0,
    confidence: content.confidence,
    clue_reason: content.clue?.reason ?? null,
    clue_side: span ? SIDES[span.tracing] : null,
    clue_from_s: span?.fromS ?? null,
    clue_to_s: span?.toS ?? null,
    response_time_ms: content.responseTimeMs,
    server_time_ms: content.serverTimeMs,
    choice_changes: content.choiceChanges,
    shown_at: content.shownAt,
    answered_at: content.answeredAt,
    focus_lost: content.focusLost,
    fast: times?.fast ? 1 : 0,
    impossible_time: times?.impossible ? 1 : 0,
    clock_back: times?.clockBack ? 1 : 0,
    interrupted: resumed > 0 || wasInterrupted(content.events ?? []) ? 1 : 0,
    events: content.events && eventsAsText(content.events),
    times_shown: content.timesShown,
    device_pixel_ratio: content.devicePixelRatio,
    px_per_mm: content.pxPerMm,
    viewport_width_px: content.viewportWidthPx,
    viewport_height_px: content.viewportHeightPx,
    screen_width_px: content.screenWidthPx,
    screen_height_px: content.screenHeightPx,
    calibrated_at: content.calibratedAt,
    calibrated_by: content.calibratedBy,
    paper_theme: content.paperTheme,
    input: content.input,
    ...attackColumns(trial),
    linf_uv: trial.linfUv,
    sampling_hz: trial.samplingHz,
    program_version: content.programVersion,
    after_opening: afterOpening ? 1 : 0,
    previous_hash: response.previousHash,
    response_hash: response.hash,
    response_signature: response.signature,
    study_digest: digest,
    receipt: session.receipt,
  };
}

function attackColumns({ options, target, unitsPerMv }: OriginatedTrial) {
  const none = {
    attack: null,
    epsilon_uv: null,
    epsilon_units: null,
    attack_steps: null,
    attack_goal: null,
    attack_options: null,
  };
  if (options === null) return none;
  return {
    attack: options.method,
    epsilon_uv: (options.epsilonUnits / unitsPerMv) * 1000,
    epsilon_units: options.epsilonUnits,
    attack_steps: totalSteps(options),
    attack_goal: target ?? 'untargeted',
    attack_options: JSON.stringify(options),
  };
}
