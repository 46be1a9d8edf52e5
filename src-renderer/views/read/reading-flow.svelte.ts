import type { ReadingStep, ResponseInput, TrialView } from '../../../src-shared/contract/reading.ts';
import { MAX_RESPONSE_TIME_MS } from '../../../src-shared/study/trial-events.ts';
import { m } from '../../../src-shared/messages/compiled/messages.js';
import {
  CONFIDENCES,
  GIVEN_ANSWERS,
  type Clue,
  type Confidence,
  type GivenAnswer,
} from '../../../src-shared/study/decisions.ts';
import { sameText } from '../../../src-shared/study/local-text.ts';
import type { SessionProtocol } from '../../../src-shared/study/session.ts';
import type { DisplayFacts } from '../../../src-shared/study/display-facts.ts';
import { shownError } from '../../state/errors.ts';
import { Attention } from './attention.ts';
import { stageAfter, type Stage } from './decisions/decision.ts';
import { TrialLog } from './trial-log.ts';

type Respond = (input: ResponseInput, options: { signal: AbortSignal }) => Promise<ReadingStep>;

interface ReadingFlowOptions {
  step: ReadingStep;
  /** What is decided besides the question; null where the study says nothing of it. */
  protocol: SessionProtocol | null;
  respond: Respond;
  /** Hands out the last answered trial once more. */
  undo: (options: { signal: AbortSignal }) => Promise<ReadingStep>;
  /** Asks where the session is, if another window was faster. */
  reopen: (options: { signal: AbortSignal }) => Promise<ReadingStep>;
  /** The display on which the tracings are seen, read at the moment of the answer. */
  display: () => DisplayFacts;
  /** How long an answer may take to be stored before the reader is told, ms. */
  patienceMs?: number;
}

/**
 * One reader's way through the pairs: `drawing` until both tracings are on the screen, `reading` until an answer is
 * confirmed, `storing` until the next pair arrives. A failure keeps the very response that was to be stored, so that
 * a retry sends the same one.
 */
export class ReadingFlow {
  step: ReadingStep = $state.raw({
    sessionId: '',
    answered: 0,
    total: 0,
    page: null,
    trial: null,
    receipt: null,
    waitsUntil: null,
  });
  phase: 'drawing' | 'reading' | 'storing' | 'failed' = $state('drawing');
  choice: GivenAnswer | null = $state(null);
  /** What is being decided. */
  stage: Stage = $state('answer');
  confidence: Confidence | null = $state(null);
  clue: Clue = $state.raw(NO_CLUE);
  /** Before this trial a break is offered. */
  resting = $state(false);
  failure: string | null = $state(null);
  /** The previous pair was answered in another window, and not here. */
  overtaken = $state(false);
  covered = $state(false);
  /** The question or its instructions differ from those of the pair before, and the reader has yet to see that. */
  announcing = $state(false);
  readonly log = new TrialLog();
  readonly attention = new Attention(this.log);
  readonly protocol: SessionProtocol | null;
  readonly #respond: Respond;
  readonly #undo: ReadingFlowOptions['undo'];
  readonly #reopen: ReadingFlowOptions['reopen'];
  readonly #display: () => DisplayFacts;
  readonly #patienceMs: number;
  /** Of performance.now; that of the trial before until this one is on the screen. */
  shownAtMs = 0;
  #choiceChanges = 0;
  #decidedMs = 0;
  #isNewTask = false;
  #unstored: ResponseInput | null = null;

  constructor({ step, protocol, respond, undo, reopen, display, patienceMs = 20_000 }: ReadingFlowOptions) {
    this.step = step;
    this.protocol = protocol;
    this.#respond = respond;
    this.#undo = undo;
    this.#reopen = reopen;
    this.#display = display;
    this.#patienceMs = patienceMs;
  }

  get trial(): TrialView | null {
    return this.step.trial;
  }

  get canChoose(): boolean {
    return !this.covered && !this.announcing && (this.phase === 'drawing' || this.phase === 'reading');
  }

  get canConfirm(): boolean {
    if (this.covered || this.phase !== 'reading') return false;
    return this.stage === 'answer' ? this.choice !== null : this.stage === 'clue' || this.confidence !== null;
  }

  get canUndo(): boolean {
    const isFree = !this.covered && !this.announcing && this.phase === 'reading' && this.stage === 'answer';
    return isFree && this.protocol?.undo === true && this.step.answered > 0 && this.trial?.amends === false;
  }

  get canRetry(): boolean {
    return !this.covered && this.phase === 'failed';
  }

  /** Both tracings of the trial are on the screen since `atMs` (of performance.now). Later calls change nothing. */
  shown(trialId: string, atMs: number): void {
    if (this.announcing || this.phase !== 'drawing' || this.trial?.trialId !== trialId) return;
    this.shownAtMs = atMs;
    this.phase = 'reading';
  }

  /** What was chosen at this stage, by its id. */
  get chosen(): string | null {
    return this.stage === 'confidence' ? this.confidence && String(this.confidence) : this.choice;
  }

  choose(id: string): void {
    if (!this.canChoose) return;
    if (this.stage === 'confidence') this.confidence = CONFIDENCES.find((each) => String(each) === id) ?? null;
    const answer = GIVEN_ANSWERS.find((each) => each === id);
    if (this.stage !== 'answer' || answer === undefined || answer === this.choice) return;
    if (this.choice !== null) this.#choiceChanges += 1;
    this.choice = answer;
  }

  /**
   * Goes on to what is to be decided next, or stores the decisions; does nothing without one, or sooner than an answer
   * counts. `atMs` is the time of the confirming event; that of the answer is the response time.
   */
  async confirm(input: ResponseInput['input'], atMs: number): Promise<void> {
    const trial = this.trial;
    if (!this.canConfirm || trial === null || this.choice === null) return;
    if (this.stage === 'answer') this.#decidedMs = atMs - this.shownAtMs;
    if (this.#decidedMs < (this.protocol?.leastTimeMs ?? 0)) return;
    const next = stageAfter(this.stage, this.choice, this.protocol);
    if (next !== null) {
      this.stage = next;
      return;
    }
    this.#unstored = {
      sessionId: this.step.sessionId,
      trialId: trial.trialId,
      answer: this.choice,
      responseTimeMs: Math.min(Math.max(0, this.#decidedMs), MAX_RESPONSE_TIME_MS),
      confidence: this.confidence,
      clue: this.stage === 'clue' ? given(this.clue) : null,
      amends: trial.amends,
      choiceChanges: this.#choiceChanges,
      focusLost: this.attention.losses,
      events: this.log.since(this.shownAtMs),
      input,
      ...this.#display(),
    };
    await this.#store(this.#unstored);
  }

  /** Sends the response that could not be stored again, unchanged. */
  async retry(): Promise<void> {
    if (this.canRetry && this.#unstored !== null) await this.#store(this.#unstored);
  }

  /** Shows the last answered trial once more. */
  async undo(): Promise<void> {
    if (!this.canUndo) return;
    this.phase = 'storing';
    try {
      this.#begin(await this.#undo({ signal: AbortSignal.timeout(this.#patienceMs) }));
    } catch {
      // The trial that is shown is still the next one.
      this.phase = 'reading';
    }
  }

  /** The page before a trial was read; where a break was offered and the question is another, that page follows. */
  goOn(): void {
    this.announcing = this.resting && this.#isNewTask;
    this.resting = false;
  }

  setCovered(covered: boolean): void {
    this.covered = covered;
    this.attention.set('cover', covered);
  }

  async #store(response: ResponseInput): Promise<void> {
    this.phase = 'storing';
    this.failure = null;
    const signal = AbortSignal.timeout(this.#patienceMs);
    try {
      const { step, overtaken } = await this.#respondOrReopen(response, signal);
      this.#begin(step);
      this.overtaken = overtaken;
    } catch (error) {
      const silent = m.reading_silent({ seconds: Math.round(this.#patienceMs / 1000) });
      this.failure = (signal.aborted ? undefined : shownError(error)?.message) ?? silent;
      this.phase = 'failed';
      // A host that was killed and started again lets this page in by itself: the answer follows.
      if (shownError(error)?.code === 'unavailable') setTimeout(() => this.#sendAgain(response), SEND_AGAIN_MS);
    }
  }

  #sendAgain(response: ResponseInput): void {
    if (this.phase === 'failed' && this.#unstored === response) void this.#store(response);
  }

  /** An answer that came too late is never stored, however often it is sent: the session is resumed where it is. */
  async #respondOrReopen(
    response: ResponseInput,
    signal: AbortSignal,
  ): Promise<{ step: ReadingStep; overtaken: boolean }> {
    try {
      return { step: await this.#respond(response, { signal }), overtaken: false };
    } catch (error) {
      if (shownError(error)?.code !== 'conflict') throw error;
      return { step: await this.#reopen({ signal }), overtaken: true };
    }
  }

  #isBlockOver({ answered, trial }: ReadingStep): boolean {
    const after = this.protocol?.breakAfter;
    return after !== undefined && trial?.amends === false && answered > this.step.answered && answered % after === 0;
  }

  #begin(step: ReadingStep): void {
    this.#unstored = null;
    this.#choiceChanges = 0;
    this.choice = null;
    this.stage = 'answer';
    this.confidence = null;
    this.clue = NO_CLUE;
    this.attention.startOver();
    this.phase = 'drawing';
    this.#isNewTask = step.trial !== null && this.trial !== null && !sameTask(step.trial, this.trial);
    this.resting = this.#isBlockOver(step);
    this.announcing = this.#isNewTask || this.resting;
    this.step = step;
  }
}

const SEND_AGAIN_MS = 1000;

const NO_CLUE: Clue = { reason: '', span: null };

/** Null where nothing was said; a span that was typed the wrong way round is turned. */
function given({ reason, span }: Clue): Clue | null {
  if (reason.trim() === '' && span === null) return null;
  return {
    reason,
    span: span && { ...span, fromS: Math.min(span.fromS, span.toS), toS: Math.max(span.fromS, span.toS) },
  };
}

function sameTask(a: TrialView, b: TrialView): boolean {
  return a.question === b.question && sameText(a.instructions, b.instructions);
}
