import { z } from 'zod';
import { classListSchema } from '../class-list.ts';
import { cardMetricsSchema, cardSeedSchema } from './card-scores.ts';
import { epochSchema } from './epoch.ts';
import { storedTrainOptionsSchema } from './train-options.ts';

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256, 64 hexadecimal digits');

/** The records of the dataset, in words. */
const cardDataSchema = z
  .looseObject({ name: z.string(), labels: z.string(), source: z.string(), split: z.string(), licence: z.string() })
  .partial();

const cardRecordsSchema = z
  .looseObject({
    train: count,
    validation: count,
    /** Training records of each class. */
    trainClasses: z.record(z.string(), count),
    /** Hash of the set of training recordings (`hashRecordings`): the same recordings have the same hash. */
    trainSha256: sha256,
    test: count,
    /** Records of the training and validation splits that were not used, for their sampling rate or gain. */
    leftOut: count,
  })
  .partial();

/** The largest differences between the logits of an imported model and those that the other program gave. */
const logitsCheckSchema = z.looseObject({
  records: count,
  /** With the weights as read, and as stored. */
  largestDifference: z.number(),
  largestDifferenceStored: z.number(),
});

export type LogitsCheck = z.infer<typeof logitsCheckSchema>;

/** The largest differences between the logits of a translated ONNX network and those of onnxruntime. */
const runtimeCheckSchema = z.looseObject({ records: count, absolute: z.number(), relative: z.number() });

export type RuntimeCheck = z.infer<typeof runtimeCheckSchema>;

/** A model that taught this one, or that it began from, as it was at the time. */
const cardTeacherSchema = z.looseObject({
  name: z.string(),
  /** Hash of its topology and weights. */
  sha256: sha256.optional(),
  options: storedTrainOptionsSchema.optional(),
});

/**
 * What is known about a model besides its weights: card.json beside them, and the column `card` of the workspace. A
 * field that is not listed here, from another version or another program, is kept unchanged; a listed one has the type
 * given here. The window shows the fields in this order.
 */
export const modelCardSchema = z
  .looseObject({
    name: z.string(),
    /** A name of ARCHITECTURES, or of another version's. */
    architecture: z.string(),
    /** What its outputs stand for, in their order; if left out, the classes of CinC 2017. */
    classes: classListSchema,
    /** Share of the paper's filters, of an imported han2020. */
    width: z.number().positive(),
    data: cardDataSchema,
    records: cardRecordsSchema,
    /** What it was trained with. */
    options: storedTrainOptionsSchema,
    teachers: z.array(cardTeacherSchema),
    /** The model whose weights its training began with. */
    startedFrom: cardTeacherSchema,
    /** The engine that computed it, e.g. 'TensorFlow 2.21.0'. */
    engine: z.string(),
    /** Wall time of the training. */
    seconds: z.number().nonnegative(),
    /** Number of epochs trained. */
    epochs: count,
    /** The epoch that was kept, from 1. */
    bestEpoch: count,
    /** False if it was stopped before its last epoch. */
    finished: z.boolean(),
    /** How the epoch, and the seed among several, was chosen, in words. */
    selection: z.string(),
    /** Numbers in its weights, and those among them that are learned. */
    parameters: count,
    learnedParameters: count,
    /** 10⁹ multiplications for 30 s, and for 60 s, at 300 Hz. */
    gigaMacsAt9000Samples: z.number(),
    gigaMacsAt18000Samples: z.number(),
    /** The same for 30 s at the rate of its records: of an imported network. */
    gigaMacsFor30Seconds: z.number(),
    /** How the weights are stored, in words. */
    weights: z.string(),
    history: z.array(epochSchema.loose()),
    description: z.string(),
    /** A paper's scores for comparison. */
    paper: z.looseObject({ accuracy: z.number(), meanF1: z.number(), about: z.string() }).partial(),
    /** How to recreate the model. */
    command: z.string(),
    /** The version of the program whose command made the weights; another one may give others. */
    madeBy: z.string(),
    /** What it was trained on, in words. */
    machine: z.string(),
    validation: cardMetricsSchema,
    test: cardMetricsSchema,
    /** How the intervals of the scores were computed, in words. */
    intervals: z.string(),
    /** All trainings that this one was chosen from, itself included. */
    seeds: z.array(cardSeedSchema),
    /** What its records must have; if left out, 300 Hz and 1000 units per mV. */
    samplingHz: z.number().positive(),
    unitsPerMv: z.number().positive(),
    /** How a record becomes the input of an imported network, and what its output means, in words. */
    input: z.string(),
    output: z.string(),
    /** False: it has no gradients here, and is attacked as a black box; `blackBox` says why. */
    differentiable: z.boolean(),
    blackBox: z.string(),
    /** False: its logits are logarithms of probabilities that the network rounded. */
    exactLogits: z.boolean(),
    /** Test records that an imported network was tried on, and those of them that got their label. */
    tried: z.looseObject({ records: count, right: count }),
    /** Codes of the classes in an order that gives more of them theirs: that which was given is probably wrong. */
    fittingOrder: z.looseObject({ classes: z.array(z.string()), right: count }),
    /** Missing where onnxruntime was not at hand. */
    runtimeCheck: runtimeCheckSchema,
    /** Name and hash of the file that an imported model was read from. */
    importedFrom: z.string(),
    importedSha256: sha256,
    /** Null if logits were not compared. */
    logitsCheck: logitsCheckSchema.nullable(),
    /** The dataset whose records the logits were compared on. */
    checkedOn: z.string().nullable(),
    /** What the other program trained on. */
    device: z.string(),
    /** Scores as the other program gives them, perhaps in lower precision. */
    testAsReported: z.looseObject({}),
  })
  .partial();
export type ModelCard = z.infer<typeof modelCardSchema>;
