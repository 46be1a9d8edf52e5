import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Answer } from '../../../src-shared/study/protocol.ts';
import { rightAnswer } from './judge-response.ts';
import type { TrialTruth } from './judge-response.ts';

export interface VirtualReaderOptions {
  /** Probability of the right answer to which-is-real. */
  probabilityRight: number;
  /** Probability of "same" to same-class, whatever the pair. */
  probabilitySame?: number;
  /** Median of the log-normal response time, ms. */
  medianResponseMs?: number;
  /** Standard deviation of the natural logarithm of the response time. */
  responseLogSd?: number;
}

export interface VirtualResponse {
  answer: Answer;
  responseTimeMs: number;
}

/** "Same" as often as the readers of Han et al. 2020 said it: 246.5 of 250. */
const PUBLISHED_SAME = 0.986;

/**
 * What a virtual reader answers to a trial, and after how long. It draws exactly two numbers a trial, whatever the
 * question: the answer, then the time. Throws AppError 'bad-input' for options that cannot be.
 */
export function answerTrial(
  truth: TrialTruth,
  options: VirtualReaderOptions,
  random: RandomGenerator,
): VirtualResponse {
  const { probabilityRight, probabilitySame = PUBLISHED_SAME, medianResponseMs = 6000, responseLogSd = 0.5 } = options;
  assertProbability('probabilityRight', probabilityRight);
  assertProbability('probabilitySame', probabilitySame);
  assertPositive('medianResponseMs', medianResponseMs);
  assertPositive('responseLogSd', responseLogSd);
  const drawn = uniformFloat64(random);
  const responseTimeMs = medianResponseMs * Math.exp(responseLogSd * normalQuantile(openUniform(random), 0, 1));
  if (truth.question === 'same-class') {
    return { answer: drawn < probabilitySame ? 'same' : 'different', responseTimeMs };
  }
  const right = rightAnswer(truth);
  const wrong = right === '1' ? '2' : '1';
  return { answer: drawn < probabilityRight ? right : wrong, responseTimeMs };
}

/** Uniform in (0, 1): never 0, of which the normal quantile is infinite. */
function openUniform(random: RandomGenerator): number {
  return Math.max(uniformFloat64(random), Number.EPSILON / 2);
}

function assertProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new AppError('bad-input', `${name} is ${value}: give a number from 0 to 1.`);
}

function assertPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new AppError('bad-input', `${name} is ${value}: give a number above 0.`);
}
