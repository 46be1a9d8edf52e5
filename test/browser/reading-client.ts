import type { SessionPageInput } from '../../src-shared/study/session.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { ReadingStep, ReadingStudy, ResponseInput, TrialView } from '../../src-shared/contract/reading.ts';
import { DEFAULT_DISPLAY, DISPLAY } from '../helpers/display.ts';

const STUDY_ID = '3f1b8a52-0d2e-4d43-9a43-7a3f54a3c0de';

const ELSEWHERE: Omit<ResponseInput, 'sessionId' | 'trialId' | 'answer'> = {
  ...{
    responseTimeMs: 1000,
    choiceChanges: 0,
    focusLost: 0,
    events: [],
    confidence: null,
    clue: null,
    amends: false,
    input: 'pointer',
  },
  ...DISPLAY,
};

export interface ReadingClientOptions {
  questions: readonly TrialView['question'][];
  answered?: number;
  /** How many of the next calls of `respond` fail, and whether after the answer was stored. */
  failures?: { times: number; afterStoring: boolean };
  instructions?: TrialView['instructions'];
  readBy?: ReadingStudy['readBy'];
  session?: ReadingStudy['session'];
  /** The samples of a tracing, thousandths of a millivolt; default a slow wave with a spike a second. */
  samples?: (trial: number, tracing: 0 | 1) => number[];
  /** How many tracings a trial shows; default both. */
  shown?: 1 | 2;
  /** What the protocol says of the display, where it is not the default. */
  display?: Partial<TrialView['display']>;
}

function beats(tracing: 0 | 1): number[] {
  return Array.from({ length: 9000 }, (_, index) => {
    const phase = (index % 300) / 300;
    return Math.round(900 * Math.exp(-(((phase - 0.4) / 0.02) ** 2)) + 40 * Math.sin(index / 90) + 5 * tracing);
  });
}

/** The reading part of the contract in memory: stores once, hands out the next, as the session service does. */
export function readingClient({
  questions,
  answered = 0,
  failures = { times: 0, afterStoring: false },
  instructions = null,
  readBy = 'name',
  session = null,
  samples = (_, tracing) => beats(tracing),
  shown = 2,
  display = {},
}: ReadingClientOptions) {
  const received: ResponseInput[] = [];
  const opened: { studyId: string; reader: string }[] = [];
  const stored = new Map<string, ResponseInput>();
  const trialIds = questions.map(() => crypto.randomUUID());
  const sessionId = crypto.randomUUID();
  const remaining = { ...failures };
  let pending: Promise<void> | undefined;

  const pages = session
    ? [
        ...(session.consent ? ['consent' as const] : []),
        ...(session.questionnaire.length > 0 ? ['questionnaire' as const] : []),
        'instructions' as const,
      ]
    : [];
  const atEnd = [...(session?.undo ? ['finish' as const] : []), ...(session?.comment ? ['comment' as const] : [])];
  const turned: SessionPageInput[] = [];

  const trialAt = (index: number): TrialView | null => {
    const question = questions[index];
    const trialId = trialIds[index];
    if (question === undefined || trialId === undefined) return null;
    const tracing = (which: 0 | 1) => ({ id: crypto.randomUUID(), samples: samples(index, which) });
    return {
      trialId,
      number: index + 1,
      total: questions.length,
      question,
      // Another object each time, as from the wire.
      instructions: structuredClone(instructions),
      samplingHz: 300,
      stepsPerMv: 1000,
      paperSpeedMmPerS: 25,
      gainMmPerMv: 10,
      amends: false,
      display: { ...DEFAULT_DISPLAY, ...display },
      tracings: [tracing(0), tracing(1)].slice(0, shown),
    };
  };

  const step = (): ReadingStep => {
    const page = pages.find((each) => !turned.some((said) => said.page === each));
    if (page)
      return { sessionId, answered, total: questions.length, page, trial: null, receipt: null, waitsUntil: null };
    const done = answered + stored.size;
    const trial = trialAt(done);
    if (trial === null) {
      return {
        sessionId,
        answered: done,
        total: questions.length,
        page: atEnd.find((each) => !turned.some((said) => said.page === each)) ?? null,
        trial: null,
        receipt: { fingerprint: '1a2b-3c4d-5e6f-7a8b-9c0d', answers: done },
        waitsUntil: null,
      };
    }
    return { sessionId, answered: done, total: questions.length, page: null, trial, receipt: null, waitsUntil: null };
  };

  return {
    received,
    turned,
    opened,
    stored,
    /** Another window of the same session answers the pair that is next. */
    answerElsewhere(answer: ResponseInput['answer']): void {
      const trialId = step().trial?.trialId;
      if (trialId !== undefined) stored.set(trialId, { ...ELSEWHERE, sessionId, trialId, answer });
    },
    trialIds,
    studyId: STUDY_ID,
    sessionId,
    /** Makes the next `respond` wait until the returned function is called. */
    hold(): () => void {
      const gate = Promise.withResolvers<void>();
      pending = gate.promise;
      return gate.resolve;
    },
    reading: {
      studies: async () => [
        { id: STUDY_ID, title: 'Demo', readBy, session, trials: questions.length, commitment: null },
      ],
      open: async (input: { studyId: string; reader: string }) => {
        opened.push(input);
        return step();
      },
      turn: async ({ said }: { said: SessionPageInput }) => {
        turned.push(said);
        return step();
      },
      undo: async () => {
        const last = answered + stored.size - 1;
        const trial = trialAt(last);
        return { ...step(), page: null, receipt: null, trial: trial && { ...trial, amends: true } };
      },
      respond: async (input: ResponseInput) => {
        received.push(input);
        await pending;
        pending = undefined;
        const fails = remaining.times > 0;
        if (fails) remaining.times -= 1;
        const given = stored.get(input.trialId);
        if (given && input.amends) {
          stored.set(input.trialId, input);
          return step();
        }
        if (given && given.answer !== input.answer)
          throw new AppError('conflict', `This case was answered already ("${given.answer}").`);
        if (!fails || remaining.afterStoring) stored.set(input.trialId, given ?? input);
        if (fails) throw AppError.from(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }));
        return step();
      },
    },
  };
}
