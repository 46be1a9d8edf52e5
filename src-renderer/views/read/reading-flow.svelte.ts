import type { ReadingStep, ResponseInput, TrialView } from '../../../src-shared/contract/reading.ts';
import { MAX_RESPONSE_TIME_MS } from '../../../src-shared/study/trial-events.ts';
import { m } from '../../../src-shared/messages/compiled/messages.js';
import type { Answer } from '../../../src-shared/questions/index.ts';
import type { DisplayFacts } from '../../../src-shared/study/display-facts.ts';
import { shownError } from '../../state/errors.ts';
import { Attention } from './attention.ts';
import { TrialLog } from './trial-log.ts';

type Respond = (input: ResponseInput, options: { signal: AbortSignal }) => Promise<ReadingStep>;

interface ReadingFlowOptions {
  step: ReadingStep;
  respond: Respond;
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
  choice: Answer | null = $state(null);
  failure: string | null = $state(null);
  /** The previous pair was answered in another window, and not here. */
  overtaken = $state(false);
  covered = $state(false);
  /** The question or its instructions differ from those of the pair before, and the reader has yet to see that. */
  announcing = $state(false);
  readonly log = new TrialLog();
  readonly attention = new Attention(this.log);
  readonly #respond: Respond;
  readonly #reopen: ReadingFlowOptions['reopen'];
  readonly #display: () => DisplayFacts;
  readonly #patienceMs: number;
  /** Of performance.now; that of the trial before until this one is on the screen. */
  shownAtMs = 0;
  #choiceChanges = 0;
  #unstored: ResponseInput | null = null;

  constructor({ step, respond, reopen, display, patienceMs = 20_000 }: ReadingFlowOptions) {
    this.step = step;
    this.#respond = respond;
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
    return !this.covered && this.phase === 'reading' && this.choice !== null;
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

  choose(answer: Answer): void {
    if (!this.canChoose || answer === this.choice) return;
    if (this.choice !== null) this.#choiceChanges += 1;
    this.choice = answer;
  }

  /** Stores the choice; does nothing without one. `atMs` is the time of the confirming event. */
  async confirm(input: ResponseInput['input'], atMs: number): Promise<void> {
    const trial = this.trial;
    if (!this.canConfirm || trial === null || this.choice === null) return;
    this.#unstored = {
      sessionId: this.step.sessionId,
      trialId: trial.trialId,
      answer: this.choice,
      responseTimeMs: Math.min(Math.max(0, atMs - this.shownAtMs), MAX_RESPONSE_TIME_MS),
      ...{ confidence: null, clue: null, amends: trial.amends },
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
    }
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

  #begin(step: ReadingStep): void {
    this.#unstored = null;
    this.#choiceChanges = 0;
    this.choice = null;
    this.attention.startOver();
    this.phase = 'drawing';
    this.announcing = step.trial !== null && this.trial !== null && !sameTask(step.trial, this.trial);
    this.step = step;
  }
}

function sameTask(a: TrialView, b: TrialView): boolean {
  return a.question === b.question && a.instructions === b.instructions;
}
