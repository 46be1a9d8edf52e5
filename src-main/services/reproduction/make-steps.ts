import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobKind } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { ReproductionStep } from './steps.ts';

export interface StepProgress {
  /** From 1. */
  position: number;
  steps: number;
  title: string;
  /** `found`: stored already, `text` says which; `refused`: it cannot be made, `text` says why. */
  state: 'found' | 'started' | 'made' | 'refused';
  text: string;
  seconds: number;
}

/** How to wait for a step's job, and what to call with its progress. */
export interface StepHooks {
  follow: (job: StartedJob<JobKind>) => Promise<unknown>;
  onStep?: (progress: StepProgress) => void;
}

/**
 * Makes what is not stored yet, one step after another. Returns the reasons of the steps that cannot be made, by title.
 * Throws the error of a step that failed, and AppError 'cancelled' that says where it was stopped.
 */
export async function makeSteps(
  steps: readonly ReproductionStep[],
  { follow, onStep = () => undefined }: StepHooks,
): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  for (const [index, step] of steps.entries()) {
    const position = index + 1;
    const startedAt = performance.now();
    const tell = (state: StepProgress['state'], text = ''): void => {
      const seconds = (performance.now() - startedAt) / 1000;
      onStep({ position, steps: steps.length, title: step.title, state, text, seconds });
    };
    const found = step.found();
    if (found !== undefined) {
      tell('found', found);
      continue;
    }
    tell('started');
    try {
      await follow(step.start());
      tell('made');
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'cancelled') {
        const where = `Stopped at step ${position} of ${steps.length}, ${step.title}.`;
        throw new AppError('cancelled', `${where} The same command resumes there.`, undefined, { cause: thrown });
      }
      // What the records do not yield (no record was fooled) or this version cannot do is stated in the report.
      if (error.code !== 'bad-input' && error.code !== 'unavailable') throw thrown;
      reasons.set(step.title, error.message);
      tell('refused', error.message);
    }
  }
  return reasons;
}
