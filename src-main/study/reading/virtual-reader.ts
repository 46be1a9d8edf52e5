import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { VirtualProbabilities } from '../../../src-shared/questions/define-question.ts';
import { questionOf, type Answer, type TrialTruth } from '../../../src-shared/questions/index.ts';
import { uniform53, type RandomGenerator } from '../../numeric/random.ts';
import type { VirtualKind } from '../../../src-shared/study/virtual-readers.ts';
import { seeded } from '../../numeric/seeding.ts';
import { habitOf } from './virtual-habit.ts';

export interface VirtualReaderOptions extends Partial<VirtualProbabilities> {
  probabilityRight: number;
  kind?: VirtualKind;
  /** The share of the session that lies behind, 0 to 1. */
  done?: number;
  /** Median of the log-normal response time, ms. */
  medianResponseMs?: number;
  /** Standard deviation of the natural logarithm of the response time. */
  responseLogSd?: number;
}

export interface VirtualResponse {
  answer: Answer;
  responseTimeMs: number;
}

/** "Same" as often as the readers of Han et al. 2020 answered it: 246.5 of 250. */
const PUBLISHED_SAME = 0.986;

/**
 * What decides a virtual reader's response to a trial, both uniform: its answer, in [0, 1), and its time, in (0, 1).
 */
interface VirtualDraw {
  answer: number;
  time: number;
}

/** Sets these draws apart from others of the same seed. */
const PURPOSE = 21;

/** The generator of a rehearsal's virtual reader, the first of which is 0. */
export function readerRandom(seed: number, reader: number): RandomGenerator {
  return seeded(seed, PURPOSE, reader);
}

/** The two numbers that every trial takes, whatever its question; drawn and discarded, they skip a trial. */
export function drawTrial(random: RandomGenerator): VirtualDraw {
  return { answer: uniform53(random), time: openUniform(random) };
}

/**
 * A virtual reader's answer to a trial and its response time, by one draw (drawTrial). Throws AppError 'bad-input' for
 * impossible options.
 */
export function answerTrial(
  truth: TrialTruth,
  options: VirtualReaderOptions,
  random: RandomGenerator,
): VirtualResponse {
  const { probabilityRight, probabilitySame = PUBLISHED_SAME, kind = 'steady', done = 0 } = options;
  const { medianResponseMs = 6000, responseLogSd = 0.5 } = options;
  assertProbability('probabilityRight', probabilityRight);
  assertProbability('probabilitySame', probabilitySame);
  assertPositive('medianResponseMs', medianResponseMs);
  assertPositive('responseLogSd', responseLogSd);
  assertProbability('done', done);
  const drawn = drawTrial(random);
  const { takesFirst, ...habit } = habitOf(kind, { probabilityRight, done, drawn: drawn.answer });
  const { answers, virtualAnswer } = questionOf(truth.question);
  const looked = virtualAnswer(truth, { probabilityRight: habit.probabilityRight, probabilitySame }, habit.drawn);
  return {
    answer: takesFirst ? (answers[0]?.id ?? looked) : looked,
    responseTimeMs:
      (habit.medianResponseMs ?? medianResponseMs) * Math.exp(responseLogSd * normalQuantile(drawn.time, 0, 1)),
  };
}

/** Uniform in (0, 1): never 0, where the normal quantile is infinite. */
function openUniform(random: RandomGenerator): number {
  return Math.max(uniform53(random), Number.EPSILON / 2);
}

function assertProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new AppError('bad-input', `${name} is ${value}: give a number from 0 to 1.`);
}

function assertPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new AppError('bad-input', `${name} is ${value}: give a number above 0.`);
}
