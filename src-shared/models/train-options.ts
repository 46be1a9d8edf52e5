import { z } from 'zod';
import { CINC_2017_CLASSES, MOST_CLASSES, sameClasses, type ClassList } from '../class-list.ts';

export const ARCHITECTURES = ['compact', 'tiny', 'han2020'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/**
 * Everything that determines a training, apart from the data: same options, same data, same weights. The defaults are
 * those of `compact`; `parseTrainOptions` gives those of any model.
 */
export const trainOptionsSchema = z.strictObject({
  model: z.enum(ARCHITECTURES).default('compact'),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  epochs: z.int().min(1).max(10_000).default(40),
  batchSize: z.int().min(1).max(1024).default(32),
  /**
   * Lengths of the crops that batches consist of, samples at 300 Hz; one is drawn for each batch. Without augmentation
   * a shorter record is centred in zeros and a longer one is cut to its first samples.
   */
  cropSamples: z.array(z.int().min(300).max(100_000)).min(1).default([6000, 7500, 9000]),
  /** Peak of the one-cycle learning rate. */
  learningRate: z.number().positive().max(1).default(0.002),
  /** Decoupled weight decay of kernels, times the learning rate. */
  weightDecay: z.number().min(0).max(10).default(0.05),
  labelSmoothing: z.number().min(0).max(0.5).default(0.1),
  /** Decay per step of the moving average of the weights, which is what is evaluated and kept. */
  averageDecay: z.number().min(0).max(0.99999).default(0.999),
  /** How often a record of each class of the dataset is seen per epoch, on average; see `copiesFor`. */
  classCopies: z.array(z.number().positive()).min(2).max(MOST_CLASSES).default([1, 1.5, 1, 2]),
  /** Random stretch, height, sign, wander, noise and position; without it records are left unchanged. */
  augment: z.boolean().default(true),
  /** Parallel networks of `compact`, whose logits are averaged; any other model has one. */
  towers: z.int().min(1).max(8).default(2),
  /**
   * Ids of models of the workspace that teach this one: the mean of their outputs for a training record makes up
   * `teacherShare` of its target, and its label the rest (Hinton et al. 2015). With a share of 1 it is a substitute for
   * its teacher that needs no labels: what a black-box attacker trains (Papernot et al. 2017).
   */
  teachers: z.array(z.string().min(1)).max(20).default([]),
  teacherShare: z.number().min(0).max(1).default(0.5),
  /** Share of the paper's filters; only for `han2020`, any other model requires 1. */
  width: z.number().positive().max(1).default(1),
  /**
   * Largest perturbation of a sample that the model learns to withstand, µV (L∞); 0: none. In each step it learns from
   * perturbations that were found for its weights of that moment (Madry et al. 2018).
   */
  adversaryMicrovolts: z.number().min(0).max(1000).default(0),
  /** Steps in which each of them is found. */
  adversarySteps: z.int().min(1).max(100).default(5),
  /**
   * How much the outputs with and without the perturbation should agree, beside the label of the recording without it
   * (TRADES, Zhang et al. 2019); 0: the perturbed recording is learned with its label instead.
   */
  tradesBeta: z.number().min(0).max(100).default(0),
  /** Standard deviation of white noise that is added to every crop, µV: what certificates by smoothing ask for. */
  noiseMicrovolts: z.number().min(0).max(1000).default(0),
  /** Id of a model of the same architecture whose weights it starts from, instead of random ones. */
  startFrom: z.string().min(1).optional(),
  /** The training ends after this many epochs without a better score; 0: never early. */
  patience: z.int().min(0).max(10_000).default(0),
  /**
   * Only this half of the training records, stratified and the same for every seed: models of the two halves have no
   * training record in common, for transfer attacks. Without it, all.
   */
  half: z.union([z.literal(1), z.literal(2)]).optional(),
});

export type TrainOptions = z.infer<typeof trainOptionsSchema>;
/** Options as given: those left out have their defaults. */
export type GivenTrainOptions = { [K in keyof TrainOptions]?: TrainOptions[K] | undefined };

/** Where a model is trained differently from `compact`. */
const DEFAULTS_OF: Record<Architecture, GivenTrainOptions> = {
  compact: {},
  // A small net trains longer, tolerates larger steps and needs less to keep it from overfitting.
  tiny: { towers: 1, epochs: 60, learningRate: 0.004, weightDecay: 0.02, labelSmoothing: 0.05 },
  // As in the paper: Adam at 1e-3 in batches of 64 whole records, Noise six times and AF twice; otherwise plain.
  han2020: {
    towers: 1,
    epochs: 200,
    batchSize: 64,
    cropSamples: [18_000],
    learningRate: 0.001,
    weightDecay: 0,
    labelSmoothing: 0,
    averageDecay: 0,
    classCopies: [1, 2, 1, 6],
    augment: false,
  },
};

/** All options of a training of this model by default. */
export function defaultTrainOptions(model: Architecture = 'compact'): TrainOptions {
  return trainOptionsSchema.parse({ ...DEFAULTS_OF[model], model });
}

/**
 * How often records of these classes are seen per epoch: as the options say. Their defaults are for the classes of CinC 2017;
 * of other classes every record is seen once.
 */
export function copiesFor(
  { model, classCopies }: Pick<TrainOptions, 'model' | 'classCopies'>,
  classes: ClassList,
): number[] {
  const isDefault = classCopies.join() === defaultTrainOptions(model).classCopies.join();
  return isDefault && !sameClasses(classes, CINC_2017_CLASSES) ? classes.map(() => 1) : classCopies;
}

/** The given options, with the defaults of their model for the rest. Throws ZodError. */
export function parseTrainOptions(given: unknown = {}): TrainOptions {
  return trainOptionsSchema.parse(withDefaults(given));
}

/** The same as a schema, for contracts. */
export const givenTrainOptionsSchema = z
  .custom<GivenTrainOptions>((value) => typeof value === 'object' && value !== null)
  .transform(withDefaults)
  .pipe(trainOptionsSchema);

/** Options as cards store them: those left out are unknown, and other versions may have others. */
export const storedTrainOptionsSchema = z.looseObject(withoutDefaults(trainOptionsSchema.shape));

type WithoutDefaults<Shape> = {
  [K in keyof Shape]: Shape[K] extends z.ZodDefault<infer Inner> ? z.ZodOptional<Inner> : Shape[K];
};

function withoutDefaults<Shape extends z.ZodRawShape>(shape: Shape): WithoutDefaults<Shape> {
  const entries = Object.entries(shape).map(([key, schema]) => [
    key,
    schema instanceof z.ZodDefault ? z.optional(schema.unwrap()) : schema,
  ]);
  return Object.fromEntries(entries) as WithoutDefaults<Shape>;
}

function withDefaults(given: unknown): z.input<typeof trainOptionsSchema> {
  if (typeof given !== 'object' || given === null) return given as never;
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const model = z.enum(ARCHITECTURES).safeParse(named['model']);
  return { ...(model.success ? DEFAULTS_OF[model.data] : {}), ...named };
}
