import { CALIBRATION_TOOLS, PAPER_THEMES } from './display-facts.ts';
import { CANNOT_SAY, CONFIDENCES, GIVEN_ANSWERS } from './decisions.ts';
import { TRIAL_EVENTS } from './trial-events.ts';
import { emptyWhere, QUESTION_FIELDS, QUESTIONS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';
import { SIDES } from '../questions/side.ts';
import { ORIGIN_FIELDS } from './origin-fields.ts';
import { TRIAL_FIELDS } from './trial-fields.ts';

/** Answers that come sooner are flagged: the median of simple visual reaction times is 200 to 250 ms. */
export const FAST_MS = 200;

/** How far apart two clocks of one computer may read: Firefox that resists fingerprinting counts in steps of 1/60 s. */
export const TIMER_STEP_MS = 20;

/** A computer whose clock is kept by the network corrects it by less at a time. */
export const CLOCK_STEP_MS = 1000;

const INTERRUPTING = Object.entries(TRIAL_EVENTS).flatMap(([kind, { interrupts }]) => (interrupts ? [kind] : []));

/** "covered: the reader covered the screen. slept: … (value: ms)." */
function eventKinds(): string {
  const one = ([kind, event]: [string, { means: string; value?: string }]) =>
    `${kind}: ${event.means}${event.value === undefined ? '' : ` (value: ${event.value})`}.`;
  return Object.entries(TRIAL_EVENTS).map(one).join(' ');
}

/** Every field of a result row (one row per response), in the order of the columns. */
export const RESULT_FIELDS = [
  { name: 'study', type: 'text', description: 'Title of the study, as in its protocol.' },
  { name: 'study_id', type: 'text', description: 'Identity of the study in its workspace.' },
  {
    name: 'session_id',
    type: 'text',
    description: "Identity of the session: one reader's pass through the study.",
  },
  { name: 'reader', type: 'text', description: 'Name or code that the reader gave at the start of the session.' },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 if the answer is that of a virtual reader (rehearsal).',
  },
  { name: 'session_began_at', type: 'timestamp', description: 'When the session began.' },
  {
    name: 'session_finished_at',
    type: 'timestamp',
    nullable: true,
    description: 'When the session was at its end; empty until then.',
  },
  ...TRIAL_FIELDS,
  ...QUESTION_FIELDS.map((field) => ({
    ...field,
    description: field.description + emptyWhere(({ fields }) => !fields.some(({ name }) => name === field.name)),
  })),
  {
    name: 'answer',
    type: 'text',
    values: GIVEN_ANSWERS,
    description: `The answer as given: ${CANNOT_SAY} where the protocol allows it, else ${QUESTIONS.map(({ id, answers }) => `${answers.map((answer) => answer.id).join(' or ')} for ${id}`).join(', ')}.`,
  },
  {
    name: 'correct',
    type: 'integer',
    values: [0, 1],
    nullable: true,
    description: `1 if the answer is right: ${QUESTIONS.map(({ rightWhen }) => rightWhen).join(', or ')}. Empty for ${CANNOT_SAY}.`,
  },
  {
    name: 'amended',
    type: 'integer',
    values: [0, 1],
    description:
      '1 if the reader took this answer back and gave another, which is a later row: no table of results counts this one.',
  },
  {
    name: 'confidence',
    type: 'integer',
    values: CONFIDENCES,
    nullable: true,
    description: 'How sure the reader was, from 1 (guessed) to 4 (certain); empty where the protocol does not ask.',
  },
  {
    name: 'clue_reason',
    type: 'text',
    nullable: true,
    description:
      'What looked wrong, in the words that the protocol offers or the reader’s own; empty where none was given.',
  },
  {
    name: 'clue_side',
    type: 'integer',
    values: SIDES,
    nullable: true,
    description: 'Side of the tracing on which the reader marked what looked wrong; empty where nothing was marked.',
  },
  {
    name: 'clue_from_s',
    type: 'number',
    unit: 's',
    nullable: true,
    description: 'Where the marked span begins, from the beginning of the tracing.',
  },
  { name: 'clue_to_s', type: 'number', unit: 's', nullable: true, description: 'Where the marked span ends.' },
  {
    name: 'response_time_ms',
    type: 'number',
    unit: 'ms',
    description:
      'From the first paint of both tracings to the key or click that confirmed the answer, as the window measured it.',
  },
  {
    name: 'server_time_ms',
    type: 'number',
    unit: 'ms',
    nullable: true,
    description:
      'From when the host first handed out the pair until the answer arrived, by a clock that nobody can set: no response time is longer. Empty for a virtual reader, in sessions of older versions, and where the host was started again meanwhile.',
  },
  {
    name: 'choice_changes',
    type: 'integer',
    description: 'How often the reader chose something else before confirming.',
  },
  {
    name: 'shown_at',
    type: 'timestamp',
    description: 'When both tracings had been painted, in the presentation that was answered.',
  },
  { name: 'answered_at', type: 'timestamp', description: 'When the answer was confirmed.' },
  {
    name: 'focus_lost',
    type: 'integer',
    description: 'How often the window lost focus or was hidden while the trial was shown.',
  },
  {
    name: 'fast',
    type: 'integer',
    values: [0, 1],
    description: `1 if the answer came in less than ${FAST_MS} ms, or than the fastMs of a protocol with a session, by response_time_ms or server_time_ms, sooner than anybody sees two tracings and decides (a simple visual reaction alone takes about as long).`,
  },
  {
    name: 'impossible_time',
    type: 'integer',
    values: [0, 1],
    description: `1 if response_time_ms is longer than server_time_ms (by more than ${TIMER_STEP_MS} ms): it cannot be true.`,
  },
  {
    name: 'clock_back',
    type: 'integer',
    values: [0, 1],
    description:
      "1 if the computer's clock was set back since the answer before, or since the session began: shown_at and answered_at cannot be compared with those before.",
  },
  {
    name: 'interrupted',
    type: 'integer',
    values: [0, 1],
    description:
      '1 if the trial was shown again because the program was closed or ended before it was answered (not because the reader took an answer back), or if events has one of: ' +
      `${INTERRUPTING.join(', ')}.`,
  },
  {
    name: 'events',
    type: 'text',
    nullable: true,
    description: `What happened while the trial was shown, in its order: the kind, the time in ms since both tracings were painted, and a value if it has one. ${eventKinds()} Empty if nothing happened, and in sessions of older versions.`,
  },
  {
    name: 'times_shown',
    type: 'integer',
    description:
      'How often the trial was shown until it was answered. Each answer that was taken back shows two trials again: its own, and the one that was on the screen.',
  },
  {
    name: 'device_pixel_ratio',
    type: 'number',
    nullable: true,
    description: 'Device pixels per CSS pixel of the display; empty for a virtual reader.',
  },
  {
    name: 'px_per_mm',
    type: 'number',
    unit: 'CSS px/mm',
    nullable: true,
    description: 'Scale of the ECG paper on the display; empty for a virtual reader.',
  },
  {
    name: 'viewport_width_px',
    type: 'integer',
    unit: 'CSS px',
    nullable: true,
    description: 'Width of the window; empty for a virtual reader.',
  },
  {
    name: 'viewport_height_px',
    type: 'integer',
    unit: 'CSS px',
    nullable: true,
    description: 'Height of the window; empty for a virtual reader.',
  },
  {
    name: 'screen_width_px',
    type: 'integer',
    unit: 'CSS px',
    nullable: true,
    description: 'Width of the screen; empty for a virtual reader and in answers of older versions.',
  },
  {
    name: 'screen_height_px',
    type: 'integer',
    unit: 'CSS px',
    nullable: true,
    description: 'Height of the screen; empty for a virtual reader and in answers of older versions.',
  },
  {
    name: 'calibrated_at',
    type: 'timestamp',
    nullable: true,
    description:
      'When the display was measured, so that px_per_mm is its true scale; empty if it never was, and 96 pixels per inch were assumed.',
  },
  {
    name: 'calibrated_by',
    type: 'text',
    values: CALIBRATION_TOOLS,
    nullable: true,
    description: 'What the display was measured with: a bank card or a ruler.',
  },
  {
    name: 'paper_theme',
    type: 'text',
    values: PAPER_THEMES,
    nullable: true,
    description: 'Colours of the ECG paper; empty for a virtual reader and in answers of older versions.',
  },
  {
    name: 'input',
    type: 'text',
    values: ['keyboard', 'pointer', 'virtual'],
    description: 'What confirmed the answer; virtual marks a rehearsal without a person.',
  },
  ...ORIGIN_FIELDS,
  { name: 'program_version', type: 'text', description: 'Version of Equipoise that recorded the response.' },
  {
    name: 'after_opening',
    type: 'integer',
    values: [0, 1],
    description: '1 if somebody had opened the results of the study before this answer was given.',
  },
  {
    name: 'previous_hash',
    type: 'text',
    description: 'response_hash of the answer before it in the session; empty for the first.',
  },
  {
    name: 'response_hash',
    type: 'text',
    description: 'Link of this response in its session’s hash chain: SHA-256, hexadecimal.',
  },
  {
    name: 'response_signature',
    type: 'text',
    nullable: true,
    description:
      'Signature of response_hash by the session’s key (Ed25519, base64); empty in sessions of older versions.',
  },
  {
    name: 'study_digest',
    type: 'text',
    nullable: true,
    description:
      'SHA-256 of everything that was locked, checked before this row was written; empty for a study of an older version, of which nothing can be checked.',
  },
  {
    name: 'receipt',
    type: 'text',
    nullable: true,
    description:
      'Fingerprint of the session’s receipt, as its reader was given it; empty until the session is at its end.',
  },
] as const satisfies readonly FieldDeclaration[];

/** One response with everything that is known about its trial. */
export type ResultRow = RowOf<typeof RESULT_FIELDS>;
