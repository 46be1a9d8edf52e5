import type { ResultRow } from '../../../src-shared/study/result-fields.ts';

/** `correct` right answers, then wrong ones, the real tracing above in every other trial. */
export function answers(correct: number, n: number, changes: Partial<ResultRow> = {}): ResultRow[] {
  return Array.from({ length: n }, (_, i) => {
    const realSide = i % 2 === 0 ? 1 : 2;
    const chosenSide = i < correct ? realSide : realSide === 1 ? 2 : 1;
    return {
      ...BASE,
      trial_number: i + 1,
      real_side: realSide,
      chosen_side: chosenSide,
      answer: chosenSide === 1 ? '1' : '2',
      correct: i < correct ? 1 : 0,
      ...changes,
    };
  });
}

/** An answer to a which-is-real trial. */
export const BASE: ResultRow = {
  study: 'A study',
  study_id: 'study',
  session_id: 'session',
  reader: 'R1',
  virtual: 0,
  trial_number: 1,
  trial_id: 'trial',
  task: 'real',
  question: 'which-is-real',
  arm: 'SAP',
  dataset: 'ecgs',
  record: 'A00001',
  class_label: 'N',
  class_original: 'N',
  class_adversarial: 'A',
  real_side: 1,
  chosen_side: 1,
  answer: '1',
  correct: 1,
  response_time_ms: 5000,
  choice_changes: 0,
  fast: 0,
  server_time_ms: null,
  impossible_time: 0,
  clock_back: 0,
  shown_at: '2026-01-01T10:00:00.000Z',
  answered_at: '2026-01-01T10:00:05.000Z',
  focus_lost: 0,
  interrupted: 0,
  events: '',
  times_shown: 1,
  device_pixel_ratio: 1,
  px_per_mm: 3.78,
  viewport_width_px: 1280,
  viewport_height_px: 720,
  screen_width_px: 1920,
  screen_height_px: 1080,
  calibrated_at: null,
  calibrated_by: null,
  paper_theme: 'light',
  input: 'keyboard',
  attack: 'sap',
  epsilon_uv: 10,
  epsilon_units: 10,
  attack_steps: 60,
  attack_goal: 'untargeted',
  linf_uv: 10,
  sampling_hz: 300,
  model: 'compact',
  model_hash: 'a',
  program_version: '0.1.0',
  after_opening: 0,
  previous_hash: '',
  response_hash: 'b',
  response_signature: null,
  study_digest: null,
  receipt: null,
};
