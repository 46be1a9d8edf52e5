import { z } from 'zod';
import { classListSchema } from '../class-list.ts';
import { recordFormSchema } from '../datasets/record-form.ts';
import { nameSchema } from '../names/name.ts';
import { givenNetworkInputSchema, NETWORK_FORMS, networkInputSchema, networkOutputSchema } from './network-ports.ts';

const portSchema = z.object({ name: z.string(), shape: z.array(z.int().nullable()).readonly() });

/** What a network's file says of itself, and what that lets one suppose. */
export const lookedAtNetworkSchema = z.object({
  form: z.enum(NETWORK_FORMS),
  input: portSchema,
  output: portSchema,
  /** What it does last to its class scores. */
  ending: z.enum(['linear', 'softmax', 'log-softmax', 'sigmoid']),
  parameters: z.int(),
  guess: z.object({
    input: networkInputSchema.pick({ axes: true, length: true }),
    output: networkOutputSchema,
    /** Numbers for a record; null: the file does not say. */
    classes: z.int().nullable(),
  }),
  /** Why it has no gradients here; null if it has. */
  blackBox: z.string().nullable(),
});
export type LookedAtNetwork = z.infer<typeof lookedAtNetworkSchema>;

/** An import of a network of another program. */
export const importNetworkSchema = z.object({
  /** Of the file or folder, on the host. */
  path: z.string().min(1),
  name: nameSchema().optional(),
  /** Id of the dataset whose records it is tried on; left out: the newest with records of its form. */
  datasetId: z.string().optional(),
  /** What the records have that it was trained on. */
  samplingHz: recordFormSchema.shape.samplingHz,
  unitsPerMv: recordFormSchema.shape.unitsPerMv.default(1000),
  input: givenNetworkInputSchema,
  output: networkOutputSchema.partial().default({}),
  /** In the order of its output; left out: those of the dataset. */
  classes: classListSchema.optional(),
  /** Compute it with its own program, without gradients, even if it could be translated. */
  blackBox: z.boolean().default(false),
  /** Store it even if onnxruntime computes something else. */
  allowDifference: z.boolean().default(false),
});
export type ImportNetworkRequest = z.output<typeof importNetworkSchema>;

export const importedNetworkSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  form: z.enum(NETWORK_FORMS),
  engine: z.string(),
  parameters: z.int(),
  /** In words. */
  input: z.string(),
  output: z.string(),
  classes: classListSchema,
  blackBox: z.string().nullable(),
  /** The dataset that it was tried on; null: there was none of its form. */
  dataset: z.string().nullable(),
  /** The largest difference from onnxruntime's logits, and its part of the largest; null: not compared. */
  runtimeCheck: z.object({ records: z.int(), absolute: z.number(), relative: z.number() }).nullable(),
  /** Records with the class of their label, that which the network found, and its probability. */
  tried: z.array(z.object({ name: z.string(), label: z.int(), found: z.int(), probability: z.number() })),
  /** An order of the classes that fits the labels of these records, and how many; null where the one that was given does. */
  fittingOrder: z.object({ classes: z.array(z.string()), right: z.int() }).nullable(),
});
