import { z } from 'zod';
import { classListSchema } from '../class-list.ts';
import { intervalSchema } from '../interval.ts';
import { leftOutSchema } from './left-out.ts';

/** By the codes of the model's classes. */
const ofClasses = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

/** 95 % bootstrap intervals over records. Cards of earlier versions give none for the classes. */
const scoreIntervalsSchema = z.object({
  accuracy: intervalSchema,
  meanF1: intervalSchema,
  f1: ofClasses(intervalSchema).optional(),
});
export type ScoreIntervals = z.infer<typeof scoreIntervalsSchema>;

/**
 * Is the model right in 80 of 100 cases where it is 80 % confident? By the probability of the class that it predicts.
 */
export const calibrationSchema = z.object({
  /** Ten of equal width: (low, high]; confidence and accuracy are null for a bin without records. */
  bins: z.array(
    z.object({
      low: z.number(),
      high: z.number(),
      records: z.int(),
      /** Mean probability of the predicted class. */
      confidence: z.number().nullable(),
      accuracy: z.number().nullable(),
      /** Of the accuracy, 95 % bootstrap. */
      interval: intervalSchema.nullable(),
    }),
  ),
  /** Expected calibration error: mean of |accuracy − confidence| over the records' bins. */
  error: z.number(),
  errorInterval: intervalSchema,
});
export type Calibration = z.infer<typeof calibrationSchema>;

export const metricsSchema = z.object({
  records: z.int(),
  accuracy: z.number(),
  f1: ofClasses(z.number()),
  /** Mean of F1 over the classes that count: for CinC 2017 over N, A and O, the score of the challenge. */
  meanF1: z.number(),
  /** confusion[true class][predicted class] in the order of the model's classes. */
  confusion: z.array(z.array(z.int())),
  /** Evaluations of earlier versions have neither. */
  intervals: scoreIntervalsSchema.optional(),
  calibration: calibrationSchema.optional(),
  /** Records of the split that were not scored. */
  leftOut: leftOutSchema.optional(),
});
export type Metrics = z.infer<typeof metricsSchema>;

/** One of the compared models. */
const comparedModelSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  architecture: z.string(),
  parameters: z.int(),
  /** 10⁹ multiplications for 30 s at 300 Hz; not known of an imported network. */
  gigaMacs: z.number().optional(),
  /** Outputs of all its layers for such a signal. */
  activations: z.int().optional(),
  engine: z.string(),
  metrics: metricsSchema,
});

/** Two models on the same records. Differences are the second minus the first. */
const pairedComparisonSchema = z.object({
  first: z.string(),
  second: z.string(),
  /** Records that only the first, and only the second, got right; exact McNemar test between the two. */
  onlyFirst: z.int(),
  onlySecond: z.int(),
  p: z.number(),
  /** p after Holm, over all pairs of the comparison. */
  pHolm: z.number(),
  accuracyDifference: z.number(),
  accuracyInterval: intervalSchema,
  meanF1Difference: z.number(),
  meanF1Interval: intervalSchema,
  f1Difference: ofClasses(z.number()),
  f1Intervals: ofClasses(intervalSchema),
});

/** The result of `models.compare`. Intervals: 95 %, bootstrap, the same records for both models. */
export const modelComparisonSchema = z.object({
  datasetId: z.string(),
  dataset: z.string(),
  split: z.string(),
  records: z.int(),
  /** Of every model; if left out, those of CinC 2017. */
  classes: classListSchema.optional(),
  /** Records of the split that one of the models was not made for. */
  leftOut: leftOutSchema.optional(),
  models: z.array(comparedModelSchema),
  /** Every pair, in the order of the models; `first` and `second` are model ids. */
  pairs: z.array(pairedComparisonSchema),
});
export type ModelComparison = z.infer<typeof modelComparisonSchema>;
