import { m } from '../../../../src-shared/messages/compiled/messages.js';
import type { Question } from '../../../../src-shared/questions/index.ts';
import { CANNOT_SAY, CONFIDENCES } from '../../../../src-shared/study/decisions.ts';
import type { SessionProtocol } from '../../../../src-shared/study/session.ts';

/** One thing at a time that a reader decides of a trial. */
export type Stage = 'answer' | 'confidence' | 'clue';

export interface Option {
  id: string;
  /** As of an answer: digits by their position. */
  keys: readonly [string, ...string[]];
  label: () => string;
  tracing: 0 | 1 | null;
}

/** What is asked at a stage, and what can be chosen there. */
export interface Decision {
  text: () => string;
  answers: readonly Option[];
}

const SURE = [m.session_sure_1, m.session_sure_2, m.session_sure_3, m.session_sure_4] as const;

const CONFIDENCE: Decision = {
  text: m.session_how_sure,
  answers: CONFIDENCES.map((confidence, index) => ({
    id: String(confidence),
    keys: [String(confidence)],
    label: SURE[index] ?? m.session_sure_1,
    tracing: null,
  })),
};

const CLUE: Decision = { text: m.session_clue, answers: [] };

/** Beside the answers of the question, where the study has it. */
export const OPEN: Option = { id: CANNOT_SAY, keys: ['0'], label: m.session_cannot_say, tracing: null };

export function decisionAt(stage: Stage, question: Question, protocol: SessionProtocol | null): Decision {
  if (stage === 'confidence') return CONFIDENCE;
  if (stage === 'clue') return CLUE;
  return { text: question.text, answers: [...question.answers, ...(protocol?.cannotSay ? [OPEN] : [])] };
}

/** What is asked after this stage; null where the trial is decided. */
export function stageAfter(stage: Stage, answer: string, protocol: SessionProtocol | null): Stage | null {
  if (answer === CANNOT_SAY) return null;
  if (stage === 'answer' && protocol?.confidence) return 'confidence';
  return stage !== 'clue' && protocol?.clue ? 'clue' : null;
}
